package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Validity;
import java.util.Arrays;

/** Columns of numbers, times and truth values as doubles: days and microseconds since the epoch, 0 and 1. */
final class NumberColumns {
    private static final int MOST_POWERS = 22;
    /** Whole numbers up to this are doubles without rounding. */
    private static final long EXACT = 1L << 53;

    private static final double[] POWERS = powers();

    private NumberColumns() {}

    private static double[] powers() {
        double[] powers = new double[MOST_POWERS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /** The values, to be read only: of a column of doubles its own array. What stands at null rows means nothing. */
    static double[] read(Column column) {
        int rows = column.size();
        return switch (column) {
            case Column.Doubles doubles -> doubles.values();
            case Column.Floats floats -> {
                double[] values = new double[rows];
                float[] from = floats.values();
                for (int row = 0; row < rows; row++) {
                    values[row] = from[row];
                }
                yield values;
            }
            case Column.Ints ints -> {
                double[] values = new double[rows];
                int[] from = ints.values();
                for (int row = 0; row < rows; row++) {
                    values[row] = from[row];
                }
                yield values;
            }
            case Column.Longs longs -> {
                double[] values = new double[rows];
                long[] from = longs.values();
                for (int row = 0; row < rows; row++) {
                    values[row] = (double) from[row];
                }
                yield values;
            }
            case Column.Booleans booleans -> {
                double[] values = new double[rows];
                for (int row = 0; row < rows; row++) {
                    values[row] = booleans.values()[row] ? 1 : 0;
                }
                yield values;
            }
            case Column.Decimals decimals -> decimals(decimals);
            default -> throw new IllegalArgumentException("No number: " + column.type());
        };
    }

    private static double[] decimals(Column.Decimals decimals) {
        int scale = ((DataType.DecimalType) decimals.type()).scale();
        double[] values = new double[decimals.size()];
        for (int row = 0; row < values.length; row++) {
            long low = decimals.low()[row];
            boolean exact = decimals.high()[row] == low >> 63 && Math.abs(low) <= EXACT && low != Long.MIN_VALUE;
            if (exact && scale <= MOST_POWERS) {
                // Both are exact, so that the quotient is rounded once, as BigDecimal does.
                values[row] = low / POWERS[scale];
            } else if (!decimals.isNull(row)) {
                values[row] = ((Number) decimals.valueAt(row)).doubleValue();
            }
        }
        return values;
    }

    /** A copy of the first values with NaN where there is none. */
    static double[] withNaN(Column column, int rows) {
        double[] values = Arrays.copyOf(read(column), rows);
        Validity validity = column.validity();
        for (int row = 0; !validity.allValid() && row < rows; row++) {
            if (validity.isNull(row)) {
                values[row] = Double.NaN;
            }
        }
        return values;
    }
}
