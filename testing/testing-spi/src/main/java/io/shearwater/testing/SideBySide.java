package io.shearwater.testing;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.plan.RowFunction;
import java.util.List;

/** Two columns as one text: a function whose every input shows. */
record SideBySide(Field left, Field right, String name) implements RowFunction {
    @Override
    public List<Field> inputs() {
        return List.of(left, right);
    }

    @Override
    public List<Field> outputs() {
        return List.of(new Field(name, DataType.STRING));
    }

    @Override
    public List<Column> apply(List<Column> inputs, int rows) {
        ColumnBuilder texts = ColumnBuilder.of(name, DataType.STRING, rows);
        for (int row = 0; row < rows; row++) {
            texts.append(inputs.getFirst().value(row) + "|" + inputs.getLast().value(row));
        }
        return List.of(texts.build());
    }
}
