package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON. Numbers are numbers; decimals are texts or numbers; times and days texts as in ISO 8601; binary values texts in
 * base 64; NaN and infinities, which JSON lacks, are texts in answers and refused in requests.
 */
final class ValueParser {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final int MOST_DIGITS = 100;

    private ValueParser() {}

    /** Which numbers are values. */
    private enum Numbers {
        FINITE,
        /** NaN and infinities too, as texts. */
        ANY
    }

    /**
     * The value of a type.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST naming what has the value
     */
    static @Nullable Object read(Field field, @Nullable JsonNode node) {
        return read(field, node, Numbers.FINITE);
    }

    /** As {@link #read(Field, JsonNode)}, but NaN and infinities are values, as texts: for all that is not asked of a model. */
    static @Nullable Object readAny(Field field, @Nullable JsonNode node) {
        return read(field, node, Numbers.ANY);
    }

    private static @Nullable Object read(Field field, @Nullable JsonNode node, Numbers numbers) {
        if (node == null || node.isNull()) {
            return null;
        }
        try {
            return typed(field, node, numbers);
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException unfit) {
            throw refused(field, node, unfit);
        }
    }

    /** What NaN, Infinity and -Infinity say. */
    static Optional<Double> notFinite(String text) {
        return switch (text) {
            case "NaN" -> Optional.of(Double.NaN);
            case "Infinity" -> Optional.of(Double.POSITIVE_INFINITY);
            case "-Infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
            default -> Optional.empty();
        };
    }

    private static Object typed(Field field, JsonNode node, Numbers numbers) {
        return switch (field.type()) {
            case DataType.BooleanType t when node.isBoolean() -> node.booleanValue();
            case DataType.IntType t when node.isNumber() -> node.decimalValue().intValueExact();
            case DataType.LongType t when node.isNumber() -> node.decimalValue().longValueExact();
            case DataType.FloatType t -> floating(field, node, numbers);
            case DataType.DoubleType t -> (Object) doubling(field, node, numbers);
            case DataType.DecimalType t when node.isNumber() -> decimal(node.decimalValue());
            case DataType.DecimalType t when node.isTextual() -> decimal(new BigDecimal(node.textValue()));
            case DataType.StringType t when node.isTextual() -> node.textValue();
            case DataType.BinaryType t
            when node.isTextual() -> Base64.getDecoder().decode(node.textValue());
            case DataType.DateType t when node.isTextual() -> LocalDate.parse(node.textValue());
            case DataType.TimestampType t when node.isTextual() -> Instant.parse(node.textValue());
            case DataType.ArrayType t when node.isArray() -> elements(field.name(), t.element(), node, numbers);
            case DataType.EmbeddingType t when node.isArray() -> floats(field, node, numbers);
            case DataType.MapType t
            when node.isObject() -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                node.properties()
                        .forEach(entry -> map.put(
                                entry.getKey(), read(new Field(field.name(), t.value()), entry.getValue(), numbers)));
                yield map;
            }
            case DataType.StructType t
            when node.isObject() -> {
                Map<String, @Nullable Object> parts = new LinkedHashMap<>();
                t.fields().forEach(part -> parts.put(part.name(), read(part, node.get(part.name()), numbers)));
                yield parts;
            }
            default -> throw refused(field, node, null);
        };
    }

    private static double doubling(Field field, JsonNode node, Numbers numbers) {
        if (node.isNumber()) {
            return finite(node.doubleValue(), node);
        }
        if (numbers == Numbers.ANY && node.isTextual()) {
            return notFinite(node.textValue()).orElseThrow(() -> refused(field, node, null));
        }
        throw refused(field, node, null);
    }

    private static float floating(Field field, JsonNode node, Numbers numbers) {
        return node.isNumber() ? finite(node.floatValue(), node) : (float) doubling(field, node, numbers);
    }

    /** A short text can say a number of a billion digits, which nobody should write out. */
    static BigDecimal decimal(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
            throw new ArithmeticException("more than " + MOST_DIGITS + " digits");
        }
        return number;
    }

    private static double finite(double number, JsonNode node) {
        if (!Double.isFinite(number)) {
            throw new ArithmeticException(node + " is too large");
        }
        return number;
    }

    private static float finite(float number, JsonNode node) {
        if (!Float.isFinite(number)) {
            throw new ArithmeticException(node + " is too large");
        }
        return number;
    }

    private static List<@Nullable Object> elements(String name, DataType type, JsonNode node, Numbers numbers) {
        List<@Nullable Object> elements = new ArrayList<>(node.size());
        node.forEach(element -> elements.add(read(new Field(name, type), element, numbers)));
        return elements;
    }

    private static float[] floats(Field field, JsonNode node, Numbers numbers) {
        float[] floats = new float[node.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = floating(field, node.get(i), numbers);
        }
        return floats;
    }

    private static RuntimeException refused(Field field, JsonNode node, @Nullable Exception cause) {
        String message = "'" + field.name() + "' is " + WireJson.shown(node) + ", which is not " + field.type()
                + (cause == null ? "." : ": " + cause.getMessage() + ".");
        return cause == null ? WireError.BAD_REQUEST.because(message) : WireError.BAD_REQUEST.because(message, cause);
    }

    /** A value as JSON, whatever its type. */
    static JsonNode write(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Boolean bool -> NODES.booleanNode(bool);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Float number -> Float.isFinite(number) ? NODES.numberNode(number) : NODES.textNode(number.toString());
            case Double number ->
                Double.isFinite(number) ? NODES.numberNode(number) : NODES.textNode(number.toString());
            case BigDecimal number -> NODES.textNode(number.toPlainString());
            case byte[] bytes -> NODES.textNode(Base64.getEncoder().encodeToString(bytes));
            case float[] embedding -> {
                ArrayNode array = NODES.arrayNode();
                for (float number : embedding) {
                    array.add(write(number));
                }
                yield array;
            }
            case List<?> list -> {
                ArrayNode array = NODES.arrayNode();
                list.forEach(element -> array.add(write(element)));
                yield array;
            }
            case Map<?, ?> map -> {
                ObjectNode object = NODES.objectNode();
                map.forEach((name, element) -> object.set(String.valueOf(name), write(element)));
                yield object;
            }
            default -> NODES.textNode(value.toString());
        };
    }
}
