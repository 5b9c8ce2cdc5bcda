package io.shearwater.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values of one column. Boxed values are checked and widened ({@code int} to {@code long} and so on, never
 * narrowed); the typed methods are for loops over primitives and exist on the builders of their types. Not thread-safe.
 */
public abstract sealed class ColumnBuilder permits PrimitiveBuilders.Base, NestedBuilders.Base {
    private final String name;
    private final DataType type;
    private final Validity.Builder validity = new Validity.Builder();
    private int size;

    ColumnBuilder(String name, DataType type) {
        this.name = name;
        this.type = type;
    }

    /** A builder of a column of this type; the name is for messages. */
    public static ColumnBuilder of(String name, DataType type, int expectedRows) {
        return switch (type) {
            case DataType.BooleanType t -> new PrimitiveBuilders.OfBoolean(name, expectedRows);
            case DataType.IntType t -> new PrimitiveBuilders.OfInt(name, type, expectedRows);
            case DataType.DateType t -> new PrimitiveBuilders.OfInt(name, type, expectedRows);
            case DataType.LongType t -> new PrimitiveBuilders.OfLong(name, type, expectedRows);
            case DataType.TimestampType t -> new PrimitiveBuilders.OfLong(name, type, expectedRows);
            case DataType.FloatType t -> new PrimitiveBuilders.OfFloat(name, expectedRows);
            case DataType.DoubleType t -> new PrimitiveBuilders.OfDouble(name, expectedRows);
            case DataType.DecimalType t -> new PrimitiveBuilders.OfDecimal(name, t, expectedRows);
            case DataType.StringType t -> new NestedBuilders.OfBytes(name, type, expectedRows);
            case DataType.BinaryType t -> new NestedBuilders.OfBytes(name, type, expectedRows);
            case DataType.ArrayType t -> new NestedBuilders.OfList(name, t, expectedRows);
            case DataType.MapType t -> new NestedBuilders.OfMap(name, t, expectedRows);
            case DataType.StructType t -> new NestedBuilders.OfStruct(name, t, expectedRows);
            case DataType.EmbeddingType t -> new NestedBuilders.OfEmbedding(name, t, expectedRows);
        };
    }

    public final DataType type() {
        return type;
    }

    /** The column's name, for messages. */
    public final String name() {
        return name;
    }

    /** The rows appended so far. */
    public final int size() {
        return size;
    }

    public final void appendNull() {
        addNull();
        validity.append(false);
        size++;
    }

    /**
     * Appends a boxed value of the Java type of {@link DataType}, or null. A value that is refused leaves no trace.
     *
     * @throws ShearwaterException WRONG_TYPE or TOO_LONG naming the column and the value
     */
    public final void append(@Nullable Object value) {
        if (value == null) {
            appendNull();
            return;
        }
        try {
            add(value);
        } catch (ShearwaterException refused) {
            cut(size);
            throw refused;
        }
        count();
    }

    /**
     * Copies one row of a column of the same type; between texts the declared length is not looked at.
     *
     * @throws ShearwaterException WRONG_TYPE when the column's type is another
     */
    public final void append(Column column, int row) {
        if (!sameKind(column.type())) {
            throw ModelError.WRONG_TYPE.because("The column '" + name + "' is " + type
                    + " and cannot take rows of a column that is " + column.type() + ".");
        }
        if (column.isNull(row)) {
            appendNull();
        } else {
            addFrom(column, row);
            count();
        }
    }

    public void appendBoolean(boolean value) {
        throw wrongType(value);
    }

    /** Appends an {@code int}, or a date as days since the epoch. */
    public void appendInt(int value) {
        throw wrongType(value);
    }

    /** Appends a {@code long}, or a timestamp as microseconds since the epoch, or an unscaled decimal, unchecked. */
    public void appendLong(long value) {
        throw wrongType(value);
    }

    public void appendFloat(float value) {
        throw wrongType(value);
    }

    public void appendDouble(double value) {
        throw wrongType(value);
    }

    /** Appends the bytes of a text in UTF-8 or of a binary value. The length of texts is not checked here. */
    public void appendBytes(byte[] source, int offset, int length) {
        throw wrongType("bytes");
    }

    /** The column; the builder must not be used afterwards. */
    public final Column build() {
        return build(validity.build());
    }

    private boolean sameKind(DataType other) {
        return other.equals(type) || (other instanceof DataType.StringType && type instanceof DataType.StringType);
    }

    /** Forgets the rows from {@code rows} on, and what a refused row left behind in parts of this column. */
    final void cut(int rows) {
        validity.cut(rows);
        size = rows;
        cutParts(rows);
    }

    /** Notes that one value was added by a typed method. */
    final void count() {
        validity.append(true);
        size++;
    }

    abstract void addNull();

    abstract void add(Object value);

    abstract void addFrom(Column column, int row);

    abstract Column build(Validity rows);

    /** Brings offsets, bytes and child columns back to so many rows; nothing to do where values lie by row. */
    void cutParts(int rows) {}

    final ShearwaterException wrongType(Object value) {
        return ModelError.WRONG_TYPE.because("The column '" + name + "' is " + type + " and cannot hold " + shown(value)
                + " (" + value.getClass().getSimpleName() + ")." + hint(value));
    }

    private String hint(Object value) {
        return switch (type) {
            case DataType.TimestampType t ->
                switch (value) {
                    case CharSequence text -> " Parse the text to an instant first, naming its zone.";
                    case LocalDateTime local -> " It has no zone: say which with atZone(...).toInstant().";
                    case LocalDate day -> " It is a whole day: say when with atStartOfDay(zone).toInstant().";
                    default -> "";
                };
            case DataType.DateType t when value instanceof CharSequence -> " Parse the text to a LocalDate first.";
            case DataType.StringType t -> " Make it a text first.";
            case DataType.DecimalType t when value instanceof BigDecimal number -> digits(t, number);
            case DataType.DecimalType t
            when value instanceof Number -> " Make it a BigDecimal first, so that it is clear to what it is rounded.";
            case DataType.IntType t when value instanceof Number -> " Round it, or declare the column wider.";
            case DataType.LongType t when value instanceof Number -> " Round it, or declare the column wider.";
            case DataType.FloatType t when value instanceof Number -> " Declare the column as double.";
            default -> value instanceof CharSequence ? " Parse the text first." : "";
        };
    }

    private static String digits(DataType.DecimalType type, BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        return plain.scale() > type.scale()
                ? " It has " + plain.scale() + " digits behind the point where " + type.scale()
                        + " fit: round it first, with setScale."
                : " It has " + (plain.precision() - plain.scale()) + " digits before the point where "
                        + (type.precision() - type.scale()) + " fit.";
    }

    static String shown(Object value) {
        String text = String.valueOf(value);
        return "'" + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + "'";
    }

    /** The instant that a value of java.time means, if it means one without a guess. */
    static @Nullable Instant instantOf(Object value) {
        return switch (value) {
            case Instant instant -> instant;
            case OffsetDateTime dateTime -> dateTime.toInstant();
            case ZonedDateTime dateTime -> dateTime.toInstant();
            default -> null;
        };
    }
}
