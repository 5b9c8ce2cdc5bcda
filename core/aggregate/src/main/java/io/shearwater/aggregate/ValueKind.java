package io.shearwater.aggregate;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How values of a type are held beside one another: as a word of 64 bits, or as an object where that is not enough. The order is
 * that of {@link io.shearwater.model.Predicate}.
 */
abstract sealed class ValueKind {
    static ValueKind of(DataType type) {
        return switch (type) {
            case DataType.FloatType t -> new Doubles(type);
            case DataType.DoubleType t -> new Doubles(type);
            case DataType.StringType t -> new Texts(type);
            case DataType.BinaryType t -> new Texts(type);
            case DataType.DecimalType t -> t.fitsLong() ? new Words(type) : new Wide(t);
            case DataType.BooleanType t -> new Words(type);
            case DataType.IntType t -> new Words(type);
            case DataType.LongType t -> new Words(type);
            case DataType.DateType t -> new Words(type);
            case DataType.TimestampType t -> new Words(type);
            default -> throw new IllegalArgumentException("no single value: " + type);
        };
    }

    final DataType type;

    private ValueKind(DataType type) {
        this.type = type;
    }

    /** Whether values are objects. */
    boolean isObject() {
        return false;
    }

    long word(Column column, int row) {
        throw new IllegalStateException(type.toString());
    }

    Object object(Column column, int row) {
        throw new IllegalStateException(type.toString());
    }

    /** Writes a value in a form in which small ones take few bytes. */
    abstract void write(StateSink sink, long word, @Nullable Object object);

    /** The word of a value that {@link #write} wrote. */
    long takeWord(StateSource source) {
        throw new IllegalStateException(type.toString());
    }

    /** The object of a value that {@link #write} wrote. */
    Object takeObject(StateSource source) {
        throw new IllegalStateException(type.toString());
    }

    abstract int compare(long leftWord, @Nullable Object left, long rightWord, @Nullable Object right);

    /** The value as a column's boxed accessor gives it. */
    abstract Object boxed(long word, @Nullable Object object);

    /** What equal values have in common, for counting them. */
    abstract Object identity(long word, @Nullable Object object);

    /** The word of what {@link #identity} gave. */
    static long word(Object identity) {
        return switch (identity) {
            case Long word -> word;
            case Double number -> Double.doubleToLongBits(number);
            default -> 0;
        };
    }

    /** A number as a double. */
    abstract double number(long word, @Nullable Object object);

    /** Whole numbers, decimals that fit a long, days, microseconds and truth. */
    static final class Words extends ValueKind {
        private final int scale;

        private Words(DataType type) {
            super(type);
            this.scale = type instanceof DataType.DecimalType decimal ? decimal.scale() : 0;
        }

        @Override
        long word(Column column, int row) {
            return switch (column) {
                case Column.Longs c -> c.values()[row];
                case Column.Ints c -> c.values()[row];
                case Column.Booleans c -> c.values()[row] ? 1 : 0;
                case Column.Decimals c -> c.low()[row];
                default -> throw new IllegalStateException(column.type().toString());
            };
        }

        @Override
        void write(StateSink sink, long word, @Nullable Object object) {
            sink.putSigned(word);
        }

        @Override
        long takeWord(StateSource source) {
            return source.takeSigned();
        }

        @Override
        int compare(long leftWord, @Nullable Object left, long rightWord, @Nullable Object right) {
            return Long.compare(leftWord, rightWord);
        }

        @Override
        Object boxed(long word, @Nullable Object object) {
            return switch (type) {
                case DataType.IntType t -> (int) word;
                case DataType.BooleanType t -> word != 0;
                case DataType.DateType t -> LocalDate.ofEpochDay(word);
                case DataType.TimestampType t -> io.shearwater.model.Times.instant(word);
                case DataType.DecimalType t -> BigDecimal.valueOf(word, scale);
                default -> word;
            };
        }

        @Override
        Object identity(long word, @Nullable Object object) {
            return word;
        }

        @Override
        double number(long word, @Nullable Object object) {
            return scale == 0 ? word : BigDecimal.valueOf(word, scale).doubleValue();
        }
    }

    /** Floating-point numbers: the word is the bits of the double. */
    static final class Doubles extends ValueKind {
        private Doubles(DataType type) {
            super(type);
        }

        @Override
        long word(Column column, int row) {
            double value = column instanceof Column.Floats floats
                    ? floats.values()[row]
                    : ((Column.Doubles) column).values()[row];
            return Double.doubleToRawLongBits(value);
        }

        @Override
        void write(StateSink sink, long word, @Nullable Object object) {
            sink.putLong(word);
        }

        @Override
        long takeWord(StateSource source) {
            return source.takeLong();
        }

        @Override
        int compare(long leftWord, @Nullable Object left, long rightWord, @Nullable Object right) {
            double a = Double.longBitsToDouble(leftWord);
            double b = Double.longBitsToDouble(rightWord);
            if (a < b) {
                return -1;
            }
            if (a > b) {
                return 1;
            }
            return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
        }

        @Override
        Object boxed(long word, @Nullable Object object) {
            double value = Double.longBitsToDouble(word);
            return type instanceof DataType.FloatType ? (Object) (float) value : (Object) value;
        }

        @Override
        Object identity(long word, @Nullable Object object) {
            // Adding zero makes one of the two zeros.
            return Double.longBitsToDouble(word) + 0.0;
        }

        @Override
        double number(long word, @Nullable Object object) {
            return Double.longBitsToDouble(word);
        }
    }

    /** Bytes with the order of unsigned bytes, which for text is that of code points. */
    record Bytes(byte[] bytes) implements Comparable<Bytes> {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public int compareTo(Bytes other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }

        @Override
        public String toString() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Text and bytes. */
    static final class Texts extends ValueKind {
        private Texts(DataType type) {
            super(type);
        }

        @Override
        boolean isObject() {
            return true;
        }

        @Override
        Object object(Column column, int row) {
            Column.Bytes source = (Column.Bytes) column;
            int start = source.offsets()[row];
            return new Bytes(Arrays.copyOfRange(source.bytes(), start, start + source.length(row)));
        }

        @Override
        void write(StateSink sink, long word, @Nullable Object object) {
            sink.putSized(((Bytes) required(object)).bytes());
        }

        @Override
        Object takeObject(StateSource source) {
            return new Bytes(source.takeSized());
        }

        @Override
        int compare(long leftWord, @Nullable Object left, long rightWord, @Nullable Object right) {
            return ((Bytes) required(left)).compareTo((Bytes) required(right));
        }

        @Override
        Object boxed(long word, @Nullable Object object) {
            Bytes value = (Bytes) required(object);
            return type instanceof DataType.BinaryType ? value.bytes() : value.toString();
        }

        @Override
        Object identity(long word, @Nullable Object object) {
            return required(object);
        }

        @Override
        double number(long word, @Nullable Object object) {
            throw new IllegalStateException(type.toString());
        }
    }

    /** Decimals of more than 18 digits, without their point. */
    static final class Wide extends ValueKind {
        private final int scale;

        private Wide(DataType.DecimalType type) {
            super(type);
            this.scale = type.scale();
        }

        @Override
        boolean isObject() {
            return true;
        }

        @Override
        Object object(Column column, int row) {
            return ((BigDecimal) required(column.valueAt(row))).unscaledValue();
        }

        @Override
        void write(StateSink sink, long word, @Nullable Object object) {
            sink.putSized(((BigInteger) required(object)).toByteArray());
        }

        @Override
        Object takeObject(StateSource source) {
            return new BigInteger(source.takeSized());
        }

        @Override
        int compare(long leftWord, @Nullable Object left, long rightWord, @Nullable Object right) {
            return ((BigInteger) required(left)).compareTo((BigInteger) required(right));
        }

        @Override
        Object boxed(long word, @Nullable Object object) {
            return new BigDecimal((BigInteger) required(object), scale);
        }

        @Override
        Object identity(long word, @Nullable Object object) {
            return required(object);
        }

        @Override
        double number(long word, @Nullable Object object) {
            return new BigDecimal((BigInteger) required(object), scale).doubleValue();
        }
    }

    private static Object required(@Nullable Object object) {
        if (object == null) {
            throw new IllegalStateException("a value is missing");
        }
        return object;
    }
}
