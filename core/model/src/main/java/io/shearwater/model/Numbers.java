package io.shearwater.model;

import java.util.Arrays;

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
        float[] all = new float[Math.multiplyExact(frame.rows(), width)];
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
        int rows = frame.rows();
        double[] values = switch (column) {
            case Column.Doubles doubles -> Arrays.copyOf(doubles.values(), rows);
            case Column.Floats floats -> fill(rows, row -> floats.values()[row]);
            case Column.Ints ints when ints.type() instanceof DataType.IntType -> fill(rows, row -> ints.values()[row]);
            case Column.Longs longs
            when longs.type() instanceof DataType.LongType -> fill(rows, row -> longs.values()[row]);
            case Column.Booleans booleans -> fill(rows, row -> booleans.values()[row] ? 1 : 0);
            case Column.Decimals decimals ->
                fill(rows, row -> decimals.isNull(row) ? Double.NaN : ((Number) decimals.valueAt(row)).doubleValue());
            default ->
                throw ModelError.WRONG_TYPE.because(
                        "The column '" + frame.schema().field(index).name() + "' is " + column.type()
                                + ", not a number. Select the numeric columns first.");
        };
        for (int row = 0; row < rows; row++) {
            if (column.isNull(row)) {
                values[row] = Double.NaN;
            }
        }
        return values;
    }

    private static double[] fill(int rows, java.util.function.IntToDoubleFunction value) {
        double[] values = new double[rows];
        Arrays.setAll(values, value);
        return values;
    }
}
