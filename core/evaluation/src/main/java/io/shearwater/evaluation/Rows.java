package io.shearwater.evaluation;

/** Checks and picks rows. */
final class Rows {
    private Rows() {}

    /** Refuses values that are not as many as the rows, or no numbers. */
    static void requireAlike(String what, int rows, double[] values) {
        requireCount(what, rows, values.length);
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw EvaluationError.BAD_PREDICTIONS.because("Of the " + what + ", row " + i + " is " + values[i]
                        + "; finite numbers can be evaluated. Leave such rows out.");
            }
        }
    }

    static void requireCount(String what, int rows, int count) {
        if (rows == 0 || count != rows) {
            throw EvaluationError.BAD_PREDICTIONS.because("There are " + count + " " + what + " and " + rows
                    + " rows of what happened; there must be as many, and one at least.");
        }
    }

    static double[] pick(double[] values, int[] rows) {
        double[] picked = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = values[rows[i]];
        }
        return picked;
    }

    static int[] pick(int[] values, int[] rows) {
        int[] picked = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = values[rows[i]];
        }
        return picked;
    }
}
