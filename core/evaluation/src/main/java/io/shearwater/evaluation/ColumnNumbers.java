package io.shearwater.evaluation;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import java.math.BigDecimal;

/** Columns as numbers. */
final class ColumnNumbers {
    private ColumnNumbers() {}

    /** The values of a numerical or boolean column or one of times, in order; NaN where there is none. */
    static double[] of(Column column) {
        double[] numbers = new double[column.size()];
        for (int row = 0; row < numbers.length; row++) {
            numbers[row] = column.isNull(row) ? Double.NaN : number(column, row);
        }
        return numbers;
    }

    private static double number(Column column, int row) {
        return switch (column) {
            case Column.Booleans booleans -> booleans.values()[row] ? 1 : 0;
            case Column.Ints ints -> ints.values()[row];
            case Column.Longs longs -> longs.values()[row];
            case Column.Floats floats -> floats.values()[row];
            case Column.Doubles doubles -> doubles.values()[row];
            case Column.Decimals decimals -> ((BigDecimal) decimals.valueAt(row)).doubleValue();
            default -> throw new IllegalArgumentException("no numbers: " + column.type());
        };
    }

    static boolean are(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> true;
            case DataType.IntType t -> true;
            case DataType.LongType t -> true;
            case DataType.FloatType t -> true;
            case DataType.DoubleType t -> true;
            case DataType.DecimalType t -> true;
            case DataType.DateType t -> true;
            case DataType.TimestampType t -> true;
            default -> false;
        };
    }
}
