package io.shearwater.online;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys as bytes (docs/format/online-rows.md). Byte order is the order of the values, column by column; no key begins with
 * another one, and the leading columns of a key are a prefix of it. Immutable and thread-safe.
 */
final class KeyCodec {
    static final byte BOOLEAN = 1;
    static final byte INTEGER = 2;
    static final byte DECIMAL = 3;
    static final byte STRING = 4;
    static final byte BINARY = 5;
    static final byte DATE = 6;
    static final byte TIMESTAMP = 7;

    private static final int ESCAPED = 0xff;

    private final DataType[] types;

    KeyCodec(List<DataType> types) {
        this.types = types.toArray(DataType[]::new);
    }

    /** The codec of a group's primary key. */
    static KeyCodec of(FeatureGroupSpec spec) {
        return new KeyCodec(spec.primaryKey().stream()
                .map(column -> spec.schema().field(column).type())
                .toList());
    }

    /** Appends one value, not null and of the Java type of the column. */
    void put(ByteSink sink, int column, Object value) {
        switch (value) {
            case Boolean bool -> putByte(sink, BOOLEAN, bool ? 1 : 0);
            case Integer number -> putLong(sink, INTEGER, number);
            case Long number -> putLong(sink, INTEGER, number);
            case LocalDate day -> putInt(sink, DATE, Math.toIntExact(day.toEpochDay()));
            case Instant instant -> putLong(sink, TIMESTAMP, Times.micros(instant));
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                putEscaped(sink, STRING, bytes, 0, bytes.length);
            }
            case byte[] bytes -> putEscaped(sink, BINARY, bytes, 0, bytes.length);
            case BigDecimal decimal -> {
                BigInteger unscaled = decimal.unscaledValue();
                putDecimal(sink, unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
            }
            default ->
                throw OnlineError.WRONG_TYPE.because("A value of "
                        + value.getClass().getSimpleName() + " cannot be the key column " + (column + 1) + ", which is "
                        + types[column] + ".");
        }
    }

    /** The key of these values, or of the leading columns if there are fewer values. */
    byte[] encode(Object... values) {
        ByteSink sink = new ByteSink();
        for (int i = 0; i < values.length; i++) {
            put(sink, i, values[i]);
        }
        return sink.toBytes();
    }

    /** Appends the key of a row; no column is null there. */
    static void put(ByteSink sink, Column[] columns, int row) {
        for (Column column : columns) {
            switch (column) {
                case Column.Booleans c -> putByte(sink, BOOLEAN, c.values()[row] ? 1 : 0);
                case Column.Ints c -> {
                    if (c.type() instanceof DataType.DateType) {
                        putInt(sink, DATE, c.values()[row]);
                    } else {
                        putLong(sink, INTEGER, c.values()[row]);
                    }
                }
                case Column.Longs c -> {
                    byte tag = c.type() instanceof DataType.TimestampType ? TIMESTAMP : INTEGER;
                    putLong(sink, tag, c.values()[row]);
                }
                case Column.Decimals c -> putDecimal(sink, c.high()[row], c.low()[row]);
                case Column.Bytes c ->
                    putEscaped(
                            sink,
                            c.type() instanceof DataType.BinaryType ? BINARY : STRING,
                            c.bytes(),
                            c.offsets()[row],
                            c.offsets()[row + 1]);
                default ->
                    throw OnlineError.WRONG_TYPE.because("A column of type " + column.type() + " cannot be a key.");
            }
        }
    }

    /** The values of a whole key, in column order. */
    Object[] decode(ByteBuffer key) {
        ByteBuffer at = key.slice();
        Object[] values = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            byte tag = at.get();
            Object value = value(tag, at, types[i]);
            if (value == null) {
                throw OnlineError.DAMAGED.because("A stored key has a column of kind " + tag + " where " + types[i]
                        + " was expected. The online files do not fit the definition: rebuild the group.");
            }
            values[i] = value;
        }
        return values;
    }

    private static @Nullable Object value(byte tag, ByteBuffer at, DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> tag == BOOLEAN ? at.get() != 0 : null;
            case DataType.IntType t -> tag == INTEGER ? Integer.valueOf((int) (at.getLong() ^ Long.MIN_VALUE)) : null;
            case DataType.LongType t -> tag == INTEGER ? Long.valueOf(at.getLong() ^ Long.MIN_VALUE) : null;
            case DataType.DateType t -> tag == DATE ? LocalDate.ofEpochDay(at.getInt() ^ Integer.MIN_VALUE) : null;
            case DataType.TimestampType t -> tag == TIMESTAMP ? Times.instant(at.getLong() ^ Long.MIN_VALUE) : null;
            case DataType.DecimalType t ->
                tag == DECIMAL ? Nested.decimal(at.getLong() ^ Long.MIN_VALUE, at.getLong(), t.scale()) : null;
            case DataType.StringType t -> tag == STRING ? new String(unescaped(at), StandardCharsets.UTF_8) : null;
            case DataType.BinaryType t -> tag == BINARY ? unescaped(at) : null;
            default -> null;
        };
    }

    private static byte[] unescaped(ByteBuffer at) {
        ByteSink sink = new ByteSink();
        while (true) {
            byte next = at.get();
            if (next == 0 && at.get() == 0) {
                return sink.toBytes();
            }
            sink.putByte(next);
        }
    }

    private static void putByte(ByteSink sink, byte tag, int value) {
        sink.putByte(tag);
        sink.putByte(value);
    }

    private static void putInt(ByteSink sink, byte tag, int value) {
        sink.putByte(tag);
        sink.putInt(value ^ Integer.MIN_VALUE);
    }

    private static void putLong(ByteSink sink, byte tag, long value) {
        sink.putByte(tag);
        sink.putLong(value ^ Long.MIN_VALUE);
    }

    private static void putDecimal(ByteSink sink, long high, long low) {
        sink.putByte(DECIMAL);
        sink.putLong(high ^ Long.MIN_VALUE);
        sink.putLong(low);
    }

    /** A zero in the text becomes 00 FF, and 00 00 ends it: shorter texts stay smaller, and no text begins with another. */
    private static void putEscaped(ByteSink sink, byte tag, byte[] bytes, int from, int to) {
        sink.putByte(tag);
        int done = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                sink.putBytes(bytes, done, i + 1 - done);
                sink.putByte(ESCAPED);
                done = i + 1;
            }
        }
        sink.putBytes(bytes, done, to - done);
        sink.putByte(0);
        sink.putByte(0);
    }
}
