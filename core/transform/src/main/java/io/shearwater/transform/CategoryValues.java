package io.shearwater.transform;

import io.shearwater.model.Column;
import java.util.List;

/** A number for each known category; another one for all others, null where there is none. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CategoryValues(CategoryIndex index, double[] values, double unseen) implements Transformation.Bound {
    @Override
    public List<Column> apply(ColumnBatch batch) {
        int rows = batch.rows();
        int[] numbers = new int[rows];
        index.find(batch.column(0), numbers);
        double[] results = new double[rows];
        Nulls nulls = new Nulls(batch.column(0).validity(), rows);
        for (int row = 0; row < rows; row++) {
            if (numbers[row] >= 0) {
                results[row] = values[numbers[row]];
            } else if (numbers[row] == CategoryIndex.MISSING) {
                nulls.set(row);
            } else {
                results[row] = unseen;
            }
        }
        return List.of(new Column.Doubles(results, rows, nulls.validity()));
    }
}
