package io.shearwater.transform;

import io.shearwater.model.Column;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of one number over a column. Null stays null and NaN stays NaN; a number for which the function has no value, that
 * is, gives NaN, becomes null. -0.0 is 0.0, as argument and as result.
 */
record NumberFunction(DoubleUnaryOperator function) implements Transformation.Bound {
    @Override
    public List<Column> apply(ColumnBatch batch) {
        Column column = batch.column(0);
        double[] values = NumberColumns.read(column);
        double[] results = new double[batch.rows()];
        Nulls nulls = new Nulls(column.validity(), results.length);
        for (int row = 0; row < results.length; row++) {
            double value = values[row];
            double result = function.applyAsDouble(value + 0.0);
            if (Double.isNaN(result) && !Double.isNaN(value)) {
                nulls.set(row);
            }
            results[row] = result + 0.0;
        }
        return List.of(new Column.Doubles(results, results.length, nulls.validity()));
    }
}
