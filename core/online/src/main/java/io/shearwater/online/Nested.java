package io.shearwater.online;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values one after the other, as they lie inside arrays, structs and maps (docs/format/online-rows.md). */
final class Nested {
    private Nested() {}

    /** Appends the value of a row that is not null. */
    static void put(ByteSink sink, Column column, int row) {
        switch (column) {
            case Column.Booleans c -> sink.putByte(c.values()[row] ? 1 : 0);
            case Column.Ints c -> sink.putInt(c.values()[row]);
            case Column.Longs c -> sink.putLong(c.values()[row]);
            case Column.Floats c -> sink.putFloat(c.values()[row]);
            case Column.Doubles c -> sink.putDouble(c.values()[row]);
            case Column.Decimals c -> {
                if (!((DataType.DecimalType) c.type()).fitsLong()) {
                    sink.putLong(c.high()[row]);
                }
                sink.putLong(c.low()[row]);
            }
            case Column.Bytes c -> {
                sink.putInt(c.length(row));
                sink.putBytes(c.bytes(), c.offsets()[row], c.length(row));
            }
            case Column.Embeddings c -> putEmbedding(sink, c, row);
            case Column.Lists c -> {
                int start = c.offsets()[row];
                int end = c.offsets()[row + 1];
                sink.putInt(end - start);
                putAll(sink, c.elements(), start, end);
            }
            case Column.Maps c -> {
                int start = c.offsets()[row];
                int end = c.offsets()[row + 1];
                sink.putInt(end - start);
                for (int i = start; i < end; i++) {
                    put(sink, c.keys(), i);
                }
                putAll(sink, c.values(), start, end);
            }
            case Column.Structs c -> {
                List<Column> parts = c.parts();
                int nulls = sink.putZeros(bytesOfBits(parts.size()));
                for (int i = 0; i < parts.size(); i++) {
                    if (parts.get(i).isNull(row)) {
                        sink.setBit(nulls, i);
                    } else {
                        put(sink, parts.get(i), row);
                    }
                }
            }
        }
    }

    static void putEmbedding(ByteSink sink, Column.Embeddings column, int row) {
        int dimension = ((DataType.EmbeddingType) column.type()).dimension();
        for (int i = row * dimension; i < (row + 1) * dimension; i++) {
            sink.putFloat(column.values()[i]);
        }
    }

    private static void putAll(ByteSink sink, Column values, int start, int end) {
        int nulls = sink.putZeros(bytesOfBits(end - start));
        for (int i = start; i < end; i++) {
            if (values.isNull(i)) {
                sink.setBit(nulls, i - start);
            } else {
                put(sink, values, i);
            }
        }
    }

    /** Takes the value at the buffer's position. */
    static Object take(ByteBuffer at, DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> at.get() != 0;
            case DataType.IntType t -> at.getInt();
            case DataType.DateType t -> LocalDate.ofEpochDay(at.getInt());
            case DataType.LongType t -> at.getLong();
            case DataType.TimestampType t -> Times.instant(at.getLong());
            case DataType.FloatType t -> at.getFloat();
            case DataType.DoubleType t -> at.getDouble();
            case DataType.DecimalType t ->
                t.fitsLong()
                        ? BigDecimal.valueOf(at.getLong(), t.scale())
                        : decimal(at.getLong(), at.getLong(), t.scale());
            case DataType.StringType t -> new String(takeBytes(at, at.getInt()), StandardCharsets.UTF_8);
            case DataType.BinaryType t -> takeBytes(at, at.getInt());
            case DataType.EmbeddingType t -> takeEmbedding(at, t.dimension());
            case DataType.ArrayType t -> Collections.unmodifiableList(takeAll(at, at.getInt(), t.element()));
            case DataType.MapType t -> takeMap(at, t.value());
            case DataType.StructType t -> takeStruct(at, t.fields());
        };
    }

    static byte[] takeBytes(ByteBuffer at, int length) {
        byte[] bytes = new byte[length];
        at.get(bytes);
        return bytes;
    }

    static float[] takeEmbedding(ByteBuffer at, int dimension) {
        float[] vector = new float[dimension];
        at.asFloatBuffer().get(vector);
        at.position(at.position() + dimension * Float.BYTES);
        return vector;
    }

    static BigDecimal decimal(long high, long low, int scale) {
        if (high == low >> (Long.SIZE - 1)) {
            return BigDecimal.valueOf(low, scale);
        }
        byte[] bytes =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
        return new BigDecimal(new BigInteger(bytes), scale);
    }

    static int bytesOfBits(int bits) {
        return (bits + 7) >>> 3;
    }

    private static List<@Nullable Object> takeAll(ByteBuffer at, int count, DataType type) {
        byte[] nulls = takeBytes(at, bytesOfBits(count));
        List<@Nullable Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(isSet(nulls, i) ? null : take(at, type));
        }
        return values;
    }

    private static Map<String, @Nullable Object> takeMap(ByteBuffer at, DataType type) {
        int count = at.getInt();
        String[] keys = new String[count];
        for (int i = 0; i < count; i++) {
            keys[i] = new String(takeBytes(at, at.getInt()), StandardCharsets.UTF_8);
        }
        List<@Nullable Object> values = takeAll(at, count, type);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            map.put(keys[i], values.get(i));
        }
        return Collections.unmodifiableMap(map);
    }

    private static Map<String, @Nullable Object> takeStruct(ByteBuffer at, List<Field> fields) {
        byte[] nulls = takeBytes(at, bytesOfBits(fields.size()));
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            map.put(
                    fields.get(i).name(),
                    isSet(nulls, i) ? null : take(at, fields.get(i).type()));
        }
        return Collections.unmodifiableMap(map);
    }

    private static boolean isSet(byte[] bits, int bit) {
        return (bits[bit >>> 3] & (1 << (bit & 7))) != 0;
    }
}
