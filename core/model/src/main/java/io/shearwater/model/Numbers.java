package io.shearwater.model;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Frames as arrays of numbers, the form that learners take. */
final class Numbers {
    private Numbers() {}

    static double[][] rows(Frame frame) {
        int width = frame.schema().size();
        double[][] rows = new double[frame.rows()][width];
        for (int c = 0; c < width; c++) {
            double[] values = column(frame, c);
            for (int row = 0; row < values.length; row++) {
                rows[row][c] = values[row];
            }
        }
        return rows;
    }

    static float[] rowMajor(Frame frame) {
        int width = frame.schema().size();
        float[] all = new float[ColumnCopies.requireArray("all", (long) frame.rows() * width)];
        for (int c = 0; c < width; c++) {
            double[] values = column(frame, c);
            for (int row = 0; row < values.length; row++) {
                all[row * width + c] = (float) values[row];
            }
        }
        return all;
    }

    private static double[] column(Frame frame, int index) {
        Column column = frame.column(index);
        if (!isNumber(column.type())) {
            throw ModelError.WRONG_TYPE.because(
                    "The column '" + frame.schema().field(index).name() + "' is " + column.type()
                            + ", not a number. Select the numeric columns first.");
        }
        double[] values = values(column, frame.rows());
        if (!column.validity().allValid()) {
            for (int row = 0; row < values.length; row++) {
                if (column.isNull(row)) {
                    values[row] = Double.NaN;
                }
            }
        }
        return values;
    }

    private static boolean isNumber(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> true;
            case DataType.IntType t -> true;
            case DataType.LongType t -> true;
            case DataType.FloatType t -> true;
            case DataType.DoubleType t -> true;
            case DataType.DecimalType t -> true;
            default -> false;
        };
    }

    private static double[] values(Column column, int rows) {
        return switch (column) {
            case Column.Doubles doubles -> Arrays.copyOf(doubles.values(), rows);
            case Column.Floats floats -> fill(rows, row -> floats.values()[row]);
            case Column.Ints ints -> fill(rows, row -> ints.values()[row]);
            case Column.Longs longs -> fill(rows, row -> longs.values()[row]);
            case Column.Booleans booleans -> fill(rows, row -> booleans.values()[row] ? 1 : 0);
            case Column.Decimals decimals ->
                fill(rows, row -> decimals.isNull(row) ? Double.NaN : ((Number) decimals.valueAt(row)).doubleValue());
            default -> throw new IllegalStateException("No number: " + column.type());
        };
    }

    private static double[] fill(int rows, IntToDoubleFunction value) {
        double[] values = new double[rows];
        Arrays.setAll(values, value);
        return values;
    }
}
