package io.shearwater.grpc;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.shearwater.grpc.v1.Entry;
import io.shearwater.grpc.v1.Value;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Times;
import io.shearwater.wire.EntryParser;
import io.shearwater.wire.ValueText;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries of requests, as views and deployments take them. */
final class EntryValues {
    private EntryValues() {}

    /**
     * All entries of a request.
     *
     * @param shared what counts for entries that do not name it themselves
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST saying which entry; TOO_LARGE for too many
     */
    static List<Map<String, @Nullable Object>> all(EntryParser known, List<Entry> entries, Map<String, Value> shared) {
        if (entries.size() > EntryParser.MOST) {
            throw RpcError.TOO_LARGE.because("The request has " + entries.size() + " entries; " + EntryParser.MOST
                    + " are the most. Send fewer at a time, or read a batch with Arrow Flight.");
        }
        Map<String, @Nullable Object> common = read(known, shared, "The parameters");
        List<Map<String, @Nullable Object>> all = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Map<String, @Nullable Object> own = read(known, entries.get(i).getValuesMap(), "Entry " + (i + 1));
            if (common.isEmpty()) {
                all.add(own);
            } else {
                Map<String, @Nullable Object> both = new HashMap<>(common);
                both.putAll(own);
                all.add(both);
            }
        }
        return all;
    }

    private static Map<String, @Nullable Object> read(EntryParser known, Map<String, Value> values, String what) {
        Map<String, @Nullable Object> read = new HashMap<>(2 * values.size());
        values.forEach((name, value) -> read.put(name, value(known.field(name, what), value, what)));
        return read;
    }

    private static @Nullable Object value(Field field, Value value, String what) {
        try {
            return switch (value.getKindCase()) {
                case KIND_NOT_SET -> null;
                case BOOLEAN -> bool(field, value, what);
                case INTEGER -> whole(field, value.getInteger(), what);
                case NUMBER -> number(field, value.getNumber(), what);
                case TEXT -> text(field, value.getText());
                case BINARY -> binary(field, value, what);
                case JSON -> ValueText.read(field, value.getJson());
            };
        } catch (ArithmeticException | DateTimeException outside) {
            throw RpcError.BAD_REQUEST.because(
                    what + " has a value for '" + field.name() + "' that does not fit " + field.type() + ": "
                            + outside.getMessage() + ".",
                    outside);
        }
    }

    private static Object bool(Field field, Value value, String what) {
        if (field.type() instanceof DataType.BooleanType) {
            return value.getBoolean();
        }
        throw unfit(field, "a boolean", what);
    }

    private static Object whole(Field field, long value, String what) {
        return switch (field.type()) {
            case DataType.LongType t -> value;
            case DataType.IntType t -> (Object) Math.toIntExact(value);
            case DataType.DoubleType t -> (double) value;
            case DataType.FloatType t -> (float) value;
            case DataType.TimestampType t -> Times.instant(value);
            case DataType.DateType t -> LocalDate.ofEpochDay(value);
            case DataType.DecimalType t -> BigDecimal.valueOf(value);
            default -> throw unfit(field, "an integer", what);
        };
    }

    private static Object number(Field field, double value, String what) {
        return switch (field.type()) {
            case DataType.DoubleType t -> value;
            case DataType.FloatType t -> (Object) (float) value;
            default -> throw unfit(field, "a number", what);
        };
    }

    private static @Nullable Object text(Field field, String text) {
        return field.type() instanceof DataType.StringType
                ? text
                : ValueText.read(
                        field, '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"');
    }

    private static Object binary(Field field, Value value, String what) {
        return switch (field.type()) {
            case DataType.BinaryType t -> value.getBinary().toByteArray();
            case DataType.EmbeddingType t
            when value.getBinary().size() == t.dimension() * Float.BYTES -> {
                float[] floats = new float[t.dimension()];
                ByteBuffer.wrap(value.getBinary().toByteArray())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(floats);
                yield floats;
            }
            default -> throw unfit(field, value.getBinary().size() + " bytes", what);
        };
    }

    private static RuntimeException unfit(Field field, String given, String what) {
        return RpcError.BAD_REQUEST.because(
                what + " has " + given + " for '" + field.name() + "', which is " + field.type() + ".");
    }
}
