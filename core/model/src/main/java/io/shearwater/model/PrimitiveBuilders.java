package io.shearwater.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/** Builders of columns whose rows all take the same space. */
final class PrimitiveBuilders {
    private PrimitiveBuilders() {}

    abstract static sealed class Base extends ColumnBuilder {
        private Base(String name, DataType type) {
            super(name, type);
        }
    }

    private static int grown(int size) {
        return Math.max(16, size + (size >> 1));
    }

    static final class OfBoolean extends Base {
        private boolean[] values;

        OfBoolean(String name, int capacity) {
            super(name, DataType.BOOLEAN);
            values = new boolean[capacity];
        }

        private void put(boolean value) {
            if (size() == values.length) {
                values = Arrays.copyOf(values, grown(size()));
            }
            values[size()] = value;
        }

        @Override
        public void appendBoolean(boolean value) {
            put(value);
            count();
        }

        @Override
        void addNull() {
            put(false);
        }

        @Override
        void add(Object value) {
            if (!(value instanceof Boolean bool)) {
                throw wrongType(value);
            }
            put(bool);
        }

        @Override
        void addFrom(Column column, int row) {
            put(((Column.Booleans) column).values()[row]);
        }

        @Override
        Column build(Validity rows) {
            return new Column.Booleans(values, size(), rows);
        }
    }

    static final class OfInt extends Base {
        private int[] values;

        OfInt(String name, DataType type, int capacity) {
            super(name, type);
            values = new int[capacity];
        }

        private void put(int value) {
            if (size() == values.length) {
                values = Arrays.copyOf(values, grown(size()));
            }
            values[size()] = value;
        }

        @Override
        public void appendInt(int value) {
            put(value);
            count();
        }

        @Override
        void addNull() {
            put(0);
        }

        @Override
        void add(Object value) {
            put(type() instanceof DataType.DateType ? day(value) : number(value));
        }

        private int day(Object value) {
            if (!(value instanceof LocalDate date)) {
                throw wrongType(value);
            }
            return Times.epochDay(date);
        }

        private int number(Object value) {
            return switch (value) {
                case Integer number -> number;
                case Short number -> number;
                case Byte number -> number;
                default -> throw wrongType(value);
            };
        }

        @Override
        void addFrom(Column column, int row) {
            put(((Column.Ints) column).values()[row]);
        }

        @Override
        Column build(Validity rows) {
            return new Column.Ints(type(), values, size(), rows);
        }
    }

    static final class OfLong extends Base {
        private long[] values;

        OfLong(String name, DataType type, int capacity) {
            super(name, type);
            values = new long[capacity];
        }

        private void put(long value) {
            if (size() == values.length) {
                values = Arrays.copyOf(values, grown(size()));
            }
            values[size()] = value;
        }

        @Override
        public void appendLong(long value) {
            put(value);
            count();
        }

        @Override
        void addNull() {
            put(0);
        }

        @Override
        void add(Object value) {
            put(type() instanceof DataType.TimestampType ? micros(value) : number(value));
        }

        private long micros(Object value) {
            Instant instant = instantOf(value);
            if (instant == null) {
                throw wrongType(value);
            }
            return Times.micros(instant);
        }

        private long number(Object value) {
            return switch (value) {
                case Long number -> number;
                case Integer number -> number;
                case Short number -> number;
                case Byte number -> number;
                default -> throw wrongType(value);
            };
        }

        @Override
        void addFrom(Column column, int row) {
            put(((Column.Longs) column).values()[row]);
        }

        @Override
        Column build(Validity rows) {
            return new Column.Longs(type(), values, size(), rows);
        }
    }

    static final class OfFloat extends Base {
        private float[] values;

        OfFloat(String name, int capacity) {
            super(name, DataType.FLOAT);
            values = new float[capacity];
        }

        private void put(float value) {
            if (size() == values.length) {
                values = Arrays.copyOf(values, grown(size()));
            }
            values[size()] = value;
        }

        @Override
        public void appendFloat(float value) {
            put(value);
            count();
        }

        @Override
        void addNull() {
            put(0);
        }

        @Override
        void add(Object value) {
            put(
                    switch (value) {
                        case Float number -> number;
                        case Short number -> number;
                        case Byte number -> number;
                        default -> throw wrongType(value);
                    });
        }

        @Override
        void addFrom(Column column, int row) {
            put(((Column.Floats) column).values()[row]);
        }

        @Override
        Column build(Validity rows) {
            return new Column.Floats(values, size(), rows);
        }
    }

    static final class OfDouble extends Base {
        private double[] values;

        OfDouble(String name, int capacity) {
            super(name, DataType.DOUBLE);
            values = new double[capacity];
        }

        private void put(double value) {
            if (size() == values.length) {
                values = Arrays.copyOf(values, grown(size()));
            }
            values[size()] = value;
        }

        @Override
        public void appendDouble(double value) {
            put(value);
            count();
        }

        @Override
        void addNull() {
            put(0);
        }

        @Override
        void add(Object value) {
            put(
                    switch (value) {
                        case Double number -> number;
                        case Float number -> number;
                        case Integer number -> number;
                        case Short number -> number;
                        case Byte number -> number;
                        default -> throw wrongType(value);
                    });
        }

        @Override
        void addFrom(Column column, int row) {
            put(((Column.Doubles) column).values()[row]);
        }

        @Override
        Column build(Validity rows) {
            return new Column.Doubles(values, size(), rows);
        }
    }

    static final class OfDecimal extends Base {
        private final DataType.DecimalType decimal;
        private long[] high;
        private long[] low;

        OfDecimal(String name, DataType.DecimalType type, int capacity) {
            super(name, type);
            decimal = type;
            high = new long[capacity];
            low = new long[capacity];
        }

        private void put(long highWord, long lowWord) {
            if (size() == low.length) {
                high = Arrays.copyOf(high, grown(size()));
                low = Arrays.copyOf(low, grown(size()));
            }
            high[size()] = highWord;
            low[size()] = lowWord;
        }

        /** Appends an unscaled value that fits a {@code long}; its digits are not counted. */
        @Override
        public void appendLong(long value) {
            put(value >> 63, value);
            count();
        }

        @Override
        void addNull() {
            put(0, 0);
        }

        @Override
        void add(Object value) {
            BigDecimal number = switch (value) {
                case BigDecimal big -> big;
                case BigInteger big -> new BigDecimal(big);
                case Long whole -> BigDecimal.valueOf(whole);
                case Integer whole -> BigDecimal.valueOf(whole);
                case Short whole -> BigDecimal.valueOf(whole);
                case Byte whole -> BigDecimal.valueOf(whole);
                default -> throw wrongType(value);
            };
            if (!fits(number)) {
                throw wrongType(value);
            }
            BigInteger unscaled = number.signum() == 0
                    ? BigInteger.ZERO
                    : number.setScale(decimal.scale()).unscaledValue();
            put(unscaled.shiftRight(64).longValue(), unscaled.longValue());
        }

        /** Whether all digits have a place; looks at the exponent before it writes zeros out (1e1000000000). */
        private boolean fits(BigDecimal number) {
            if (number.signum() == 0) {
                return true;
            }
            long whole = (long) number.precision() - number.scale();
            return whole <= decimal.precision() - decimal.scale()
                    && (number.scale() <= decimal.scale()
                            || number.stripTrailingZeros().scale() <= decimal.scale());
        }

        @Override
        void addFrom(Column column, int row) {
            Column.Decimals decimals = (Column.Decimals) column;
            put(decimals.high()[row], decimals.low()[row]);
        }

        @Override
        Column build(Validity rows) {
            return new Column.Decimals(decimal, Arrays.copyOf(high, size()), Arrays.copyOf(low, size()), rows);
        }
    }
}
