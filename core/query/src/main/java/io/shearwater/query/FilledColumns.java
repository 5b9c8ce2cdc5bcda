package io.shearwater.query;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.Field;
import io.shearwater.plan.RowFunction;
import java.util.ArrayList;
import java.util.List;

/**
 * What a row that asks has itself or, where that is null, the last value of its entity.
 *
 * @param inputs what the row has and the last value, for each output one after the other
 */
record FilledColumns(List<Field> inputs, List<Field> outputs) implements RowFunction {
    FilledColumns {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    @Override
    public List<Column> apply(List<Column> columns, int rows) {
        List<Column> filled = new ArrayList<>(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            Column own = columns.get(2 * i);
            Column last = columns.get(2 * i + 1);
            ColumnBuilder column =
                    ColumnBuilder.of(outputs.get(i).name(), outputs.get(i).type(), rows);
            for (int row = 0; row < rows; row++) {
                column.append(own.isNull(row) ? last : own, row);
            }
            filled.add(column.build());
        }
        return filled;
    }

    @Override
    public String toString() {
        return "what the row has, where it has a value, of "
                + inputs.stream().map(Field::name).toList();
    }
}
