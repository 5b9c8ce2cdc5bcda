package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import java.util.List;

/** The numbers of known categories; {@value CategoryIndex#UNSEEN} of any other, null where there is none. */
record CategoryNumbers(CategoryIndex index) implements Transformation.Bound {
    @Override
    public List<Column> apply(ColumnBatch batch) {
        int[] numbers = new int[batch.rows()];
        index.find(batch.column(0), numbers);
        Nulls nulls = new Nulls(batch.column(0).validity(), numbers.length);
        for (int row = 0; row < numbers.length; row++) {
            if (numbers[row] == CategoryIndex.MISSING) {
                nulls.set(row);
            }
        }
        return List.of(new Column.Ints(DataType.INT, numbers, numbers.length, nulls.validity()));
    }
}
