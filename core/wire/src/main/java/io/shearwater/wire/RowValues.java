package io.shearwater.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.Times;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of JSON into columns, token by token. Not thread-safe. */
final class RowValues {
    /** How many elements of nested values are read between two looks at how long the row is. */
    private static final int STRIDE = 1_024;

    private final Limit limit;
    private int elements;

    /** Refuses a row that is too long. */
    interface Limit {
        void check() throws IOException;
    }

    /** Tells that a value does not fit its type. */
    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            this(message, null);
        }

        Unfit(String message, @Nullable Throwable cause) {
            super(message, cause, false, false);
        }
    }

    RowValues(Limit limit) {
        this.limit = limit;
    }

    /** Appends the value that the parser is at. */
    void append(ColumnBuilder column, JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            column.appendNull();
            return;
        }
        switch (column.type()) {
            case DataType.BooleanType t -> column.appendBoolean(bool(json));
            case DataType.IntType t -> column.appendInt(integer(json));
            case DataType.LongType t -> column.appendLong(whole(json));
            case DataType.FloatType t -> column.appendFloat(floating(json));
            case DataType.DoubleType t -> column.appendDouble(number(json));
            case DataType.TimestampType t -> column.appendLong(Times.micros(instant(json)));
            case DataType.DateType t -> column.appendInt(Times.epochDay(day(json)));
            default -> column.append(value(column.type(), json));
        }
    }

    private @Nullable Object value(DataType type, JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        return switch (type) {
            case DataType.BooleanType t -> bool(json);
            case DataType.IntType t -> integer(json);
            case DataType.LongType t -> whole(json);
            case DataType.FloatType t -> floating(json);
            case DataType.DoubleType t -> (Object) number(json);
            case DataType.DecimalType t -> decimal(json);
            case DataType.StringType t -> text(json);
            case DataType.BinaryType t -> binary(json);
            case DataType.DateType t -> day(json);
            case DataType.TimestampType t -> instant(json);
            case DataType.ArrayType t -> list(t.element(), json);
            case DataType.MapType t -> map(t.value(), json);
            case DataType.StructType t -> struct(t, json);
            case DataType.EmbeddingType t -> embedding(t, json);
        };
    }

    private static boolean bool(JsonParser json) {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw new Unfit("");
        };
    }

    private static int integer(JsonParser json) throws IOException {
        long whole = whole(json);
        if (whole != (int) whole) {
            throw new Unfit(" It has more than 32 bits.");
        }
        return (int) whole;
    }

    private static long whole(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return json.getLongValue();
        }
        if (!json.currentToken().isNumeric()) {
            throw new Unfit("");
        }
        try {
            return json.getDecimalValue().longValueExact();
        } catch (ArithmeticException | NumberFormatException fraction) {
            throw new Unfit(" It has a fraction, or more than 64 bits.", fraction);
        }
    }

    private static double number(JsonParser json) throws IOException {
        if (json.currentToken().isNumeric()) {
            double number = json.getDoubleValue();
            if (!Double.isFinite(number)) {
                throw new Unfit(" It is too large.");
            }
            return number;
        }
        return notFinite(json);
    }

    private static float floating(JsonParser json) throws IOException {
        if (json.currentToken().isNumeric()) {
            float number = json.getFloatValue();
            if (!Float.isFinite(number)) {
                throw new Unfit(" It is too large.");
            }
            return number;
        }
        return (float) notFinite(json);
    }

    private static double notFinite(JsonParser json) throws IOException {
        return ValueParser.notFinite(text(json))
                .orElseThrow(
                        () -> new Unfit(" Write numbers without quotes; only NaN, Infinity and -Infinity are texts."));
    }

    private static BigDecimal decimal(JsonParser json) throws IOException {
        try {
            return ValueParser.decimal(
                    json.currentToken().isNumeric() ? json.getDecimalValue() : new BigDecimal(text(json)));
        } catch (ArithmeticException | NumberFormatException unfit) {
            throw new Unfit("", unfit);
        }
    }

    private static String text(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new Unfit("");
        }
        return json.getText();
    }

    private static byte[] binary(JsonParser json) throws IOException {
        try {
            return Base64.getDecoder().decode(text(json));
        } catch (IllegalArgumentException unfit) {
            throw new Unfit(" Write bytes in base 64.", unfit);
        }
    }

    private static LocalDate day(JsonParser json) throws IOException {
        try {
            return LocalDate.parse(text(json));
        } catch (DateTimeException unfit) {
            throw new Unfit(" Write days as in '2026-01-31'.", unfit);
        }
    }

    private static Instant instant(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new Unfit(" Write times as texts, as in '2026-01-31T12:00:00Z'.");
        }
        return instant(json.getText());
    }

    /** An instant in ISO 8601; without a zone it is UTC. */
    static Instant instant(String text) {
        try {
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
            int time = text.indexOf('T');
            boolean zoned = time > 0 && (text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0);
            return zoned
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException unfit) {
            throw new Unfit(" Write times as in '2026-01-31T12:00:00Z'.", unfit);
        }
    }

    private void count() throws IOException {
        if (++elements % STRIDE == 0) {
            limit.check();
        }
    }

    private List<@Nullable Object> list(DataType element, JsonParser json) throws IOException {
        require(json, JsonToken.START_ARRAY);
        List<@Nullable Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            count();
            list.add(value(element, json));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(DataType type, JsonParser json) throws IOException {
        require(json, JsonToken.START_OBJECT);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            count();
            if (map.containsKey(name)) {
                throw new Unfit(" It has '" + WireJson.shown(name) + "' twice.");
            }
            json.nextToken();
            map.put(name, value(type, json));
        }
        return map;
    }

    private Map<String, @Nullable Object> struct(DataType.StructType type, JsonParser json) throws IOException {
        require(json, JsonToken.START_OBJECT);
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            count();
            if (parts.containsKey(name)) {
                throw new Unfit(" It has '" + WireJson.shown(name) + "' twice.");
            }
            json.nextToken();
            parts.put(name, value(part(type, name), json));
        }
        return parts;
    }

    private static DataType part(DataType.StructType type, String name) {
        for (Field field : type.fields()) {
            if (field.name().equals(name)) {
                return field.type();
            }
        }
        List<String> names = type.fields().stream().map(Field::name).toList();
        throw new Unfit(" It has '" + WireJson.shown(name) + "', which is none of its fields " + names + "."
                + Names.didYouMean(name, names));
    }

    private float[] embedding(DataType.EmbeddingType type, JsonParser json) throws IOException {
        require(json, JsonToken.START_ARRAY);
        float[] floats = new float[type.dimension()];
        int at = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (at == floats.length) {
                throw new Unfit(" It has more than " + floats.length + " numbers.");
            }
            floats[at++] = floating(json);
        }
        if (at < floats.length) {
            throw new Unfit(" It has " + at + " numbers.");
        }
        return floats;
    }

    private static void require(JsonParser json, JsonToken token) {
        if (json.currentToken() != token) {
            throw new Unfit("");
        }
    }
}
