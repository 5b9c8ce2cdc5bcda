package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.DataType;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that nothing else says the type of, with their type: {@code {"long": 5}}. Lists and objects hold such values again. Null is
 * null.
 */
final class AnyValueJson {
    private AnyValueJson() {}

    static JsonNode node(@Nullable Object value) {
        if (value == null) {
            return ValueParser.write(null);
        }
        ObjectNode node = WireJson.object();
        switch (value) {
            case List<?> list -> {
                ArrayNode elements = node.putArray("list");
                list.forEach(element -> elements.add(node(element)));
            }
            case Map<?, ?> map -> {
                ObjectNode members = node.putObject("object");
                map.forEach((name, member) -> members.set(String.valueOf(name), node(member)));
            }
            case BigDecimal number -> node.put("decimal", number.toString());
            default -> node.set(name(value), ValueParser.write(value));
        }
        return node;
    }

    static ObjectNode nodes(Map<String, ? extends @Nullable Object> values) {
        ObjectNode node = WireJson.object();
        values.forEach((name, value) -> node.set(name, node(value)));
        return node;
    }

    private static String name(Object value) {
        return switch (value) {
            case Boolean v -> "boolean";
            case Integer v -> "int";
            case Long v -> "long";
            case Float v -> "float";
            case Double v -> "double";
            case String v -> "string";
            case byte[] v -> "binary";
            case LocalDate v -> "date";
            case Instant v -> "timestamp";
            case float[] v -> "embedding";
            default ->
                throw WireError.BAD_REQUEST.because("A value of the class "
                        + value.getClass().getName()
                        + " cannot cross the wire. Make it a text, a number, a truth value,"
                        + " a time, bytes, or a list or map of these.");
        };
    }

    static @Nullable Object read(JsonValue value) {
        return value.isNull() ? null : value.object(AnyValueJson::one);
    }

    static Object required(JsonValue value) {
        return value.object(AnyValueJson::one);
    }

    static Map<String, @Nullable Object> readAll(JsonValue value) {
        return value.<@Nullable Object>map(AnyValueJson::read);
    }

    private static Object one(JsonObject object) {
        String type = object.onlyName();
        JsonValue value = object.member(type);
        return switch (type) {
            case "list" -> {
                List<@Nullable Object> list = new ArrayList<>();
                value.<JsonValue>list(element -> element).forEach(element -> list.add(read(element)));
                yield list;
            }
            case "object" -> new LinkedHashMap<>(readAll(value));
            case "decimal" -> decimal(value);
            case "binary" -> value.made(() -> Base64.getDecoder().decode(value.text()));
            case "embedding" -> floats(value);
            case "timestamp" -> Times.truncated(value.instant());
            case "boolean", "int", "long", "float", "double", "string", "date" -> scalar(value, DataType.parse(type));
            default ->
                throw value.refused("of the unknown type '" + WireJson.shown(type)
                        + "'; types are boolean, int, long, float, double, decimal, string, binary, date, timestamp,"
                        + " embedding, list and object.");
        };
    }

    private static Object scalar(JsonValue value, DataType type) {
        Object scalar = value.value(type);
        if (scalar == null) {
            throw value.refused("which is not " + type + ".");
        }
        return scalar;
    }

    private static BigDecimal decimal(JsonValue value) {
        return value.made(() -> ValueParser.decimal(new BigDecimal(value.text())));
    }

    private static float[] floats(JsonValue value) {
        List<Double> numbers = value.list(JsonValue::number);
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).floatValue();
        }
        return floats;
    }
}
