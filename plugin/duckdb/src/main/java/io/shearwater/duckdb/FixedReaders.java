package io.shearwater.duckdb;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Validity;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Readers of values that all take the same space. */
final class FixedReaders {
    private FixedReaders() {}

    abstract static sealed class Fixed extends ColumnReader {}

    static final class OfBoolean extends Fixed {
        private boolean[] values = new boolean[0];

        @Override
        void readValues(MemorySegment vector, int from, int count) {
            if (size() + count > values.length) {
                values = Arrays.copyOf(values, grown(values.length, size() + count));
            }
            MemorySegment data = data(vector, from + count);
            for (int i = 0; i < count; i++) {
                values[size() + i] = data.get(ValueLayout.JAVA_BYTE, from + i) != 0;
            }
        }

        @Override
        Column build(int rows, Validity valid) {
            boolean[] taken = values;
            values = new boolean[0];
            return new Column.Booleans(taken, rows, valid);
        }
    }

    static final class OfInt extends Fixed {
        private final DataType type;
        private int[] values = new int[0];

        OfInt(DataType type) {
            this.type = type;
        }

        @Override
        void readValues(MemorySegment vector, int from, int count) {
            if (size() + count > values.length) {
                values = Arrays.copyOf(values, grown(values.length, size() + count));
            }
            MemorySegment.copy(
                    data(vector, 4L * (from + count)), ValueLayout.JAVA_INT, 4L * from, values, size(), count);
        }

        @Override
        Column build(int rows, Validity valid) {
            int[] taken = values;
            values = new int[0];
            return new Column.Ints(type, taken, rows, valid);
        }
    }

    static final class OfLong extends Fixed {
        private final DataType type;
        private long[] values = new long[0];

        OfLong(DataType type) {
            this.type = type;
        }

        @Override
        void readValues(MemorySegment vector, int from, int count) {
            if (size() + count > values.length) {
                values = Arrays.copyOf(values, grown(values.length, size() + count));
            }
            MemorySegment.copy(
                    data(vector, 8L * (from + count)), ValueLayout.JAVA_LONG, 8L * from, values, size(), count);
        }

        @Override
        Column build(int rows, Validity valid) {
            long[] taken = values;
            values = new long[0];
            return new Column.Longs(type, taken, rows, valid);
        }
    }

    static final class OfFloat extends Fixed {
        private float[] values = new float[0];

        @Override
        void readValues(MemorySegment vector, int from, int count) {
            if (size() + count > values.length) {
                values = Arrays.copyOf(values, grown(values.length, size() + count));
            }
            MemorySegment.copy(
                    data(vector, 4L * (from + count)), ValueLayout.JAVA_FLOAT, 4L * from, values, size(), count);
        }

        @Override
        Column build(int rows, Validity valid) {
            float[] taken = values;
            values = new float[0];
            return new Column.Floats(taken, rows, valid);
        }
    }

    static final class OfDouble extends Fixed {
        private double[] values = new double[0];

        @Override
        void readValues(MemorySegment vector, int from, int count) {
            if (size() + count > values.length) {
                values = Arrays.copyOf(values, grown(values.length, size() + count));
            }
            MemorySegment.copy(
                    data(vector, 8L * (from + count)), ValueLayout.JAVA_DOUBLE, 8L * from, values, size(), count);
        }

        @Override
        Column build(int rows, Validity valid) {
            double[] taken = values;
            values = new double[0];
            return new Column.Doubles(taken, rows, valid);
        }
    }

    /** DuckDB holds a decimal in 16, 32, 64 or 128 bits, by its precision. */
    static final class OfDecimal extends Fixed {
        private final DataType.DecimalType type;
        private long[] high = new long[0];
        private long[] low = new long[0];

        OfDecimal(DataType.DecimalType type) {
            this.type = type;
        }

        @Override
        void readValues(MemorySegment vector, int from, int count) {
            if (size() + count > low.length) {
                low = Arrays.copyOf(low, grown(low.length, size() + count));
                high = Arrays.copyOf(high, low.length);
            }
            int width = Decimals.bytes(type);
            MemorySegment data = data(vector, (long) width * (from + count));
            for (int i = 0; i < count; i++) {
                long at = (long) width * (from + i);
                int row = size() + i;
                low[row] = Decimals.low(data, at, width);
                high[row] = width == 16 ? data.get(ValueLayout.JAVA_LONG, at + 8) : low[row] >> 63;
            }
        }

        @Override
        Column build(int rows, Validity valid) {
            return new Column.Decimals(type, Arrays.copyOf(high, rows), Arrays.copyOf(low, rows), valid);
        }
    }
}
