package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value in JSON that came over the wire, with the path to it. What is not as asked for is refused, saying where. */
public final class JsonValue {
    private final JsonNode node;
    private final String path;

    JsonValue(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** As in {@code $.columns[2].name}. */
    public String path() {
        return path;
    }

    public ShearwaterException refused(String why) {
        return WireError.BAD_REQUEST.because(said(why));
    }

    private ShearwaterException refused(String why, RuntimeException cause) {
        return WireError.BAD_REQUEST.because(said(why), cause);
    }

    private String said(String why) {
        return path + " is " + WireJson.shown(node) + ", " + why;
    }

    public String text() {
        if (!node.isTextual()) {
            throw refused("which is not a text.");
        }
        return node.textValue();
    }

    public boolean bool() {
        if (!node.isBoolean()) {
            throw refused("which is neither true nor false.");
        }
        return node.booleanValue();
    }

    public int integer() {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw refused("which is not an integer of 32 bits.");
        }
        return node.intValue();
    }

    public long whole() {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw refused("which is not an integer of 64 bits.");
        }
        return node.longValue();
    }

    /** A number, or one of the texts NaN, Infinity and -Infinity. */
    public double number() {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        return switch (node.isTextual() ? node.textValue() : "") {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw refused("which is not a number.");
        };
    }

    public Instant instant() {
        try {
            return Instant.parse(text());
        } catch (DateTimeException unfit) {
            throw refused("which is no instant. Write it as in '2026-01-31T12:00:00Z'.", unfit);
        }
    }

    public Duration duration() {
        try {
            return Duration.parse(text());
        } catch (DateTimeException | ArithmeticException unfit) {
            throw refused("which is no duration. Write it as in 'PT15M' or 'P30D'.", unfit);
        }
    }

    /** A constant of an enum, in lower case. */
    public <E extends Enum<E>> E choice(Class<E> type) {
        String text = text();
        List<String> known =
                Arrays.stream(type.getEnumConstants()).map(JsonValue::written).toList();
        int at = known.indexOf(text);
        if (at < 0) {
            throw refused("which is none of " + known + "." + Names.didYouMean(text, known));
        }
        return type.getEnumConstants()[at];
    }

    /** How {@link #choice} wants a constant. */
    static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    public DataType type() {
        return made(() -> DataType.parse(text()));
    }

    /** What Java makes of it; where that refuses it, saying where. */
    public <T> T made(Supplier<T> made) {
        try {
            return made.get();
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException unfit) {
            throw refused("which cannot be: " + unfit.getMessage() + ".", unfit);
        }
    }

    /** An object all of whose members are taken. */
    public <T> T object(Function<JsonObject, T> read) {
        if (!node.isObject()) {
            throw refused("which is not an object.");
        }
        JsonObject object = new JsonObject(node, path);
        T value = read.apply(object);
        object.requireAllTaken();
        return value;
    }

    public <T> List<T> list(Function<JsonValue, T> read) {
        if (!node.isArray()) {
            throw refused("which is not a list.");
        }
        List<T> list = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            list.add(read.apply(new JsonValue(node.get(i), path + "[" + i + "]")));
        }
        return list;
    }

    public List<String> texts() {
        return list(JsonValue::text);
    }

    /** An object with whatever names, in their order. */
    public <T> Map<String, T> map(Function<JsonValue, T> read) {
        if (!node.isObject()) {
            throw refused("which is not an object.");
        }
        Map<String, T> map = new LinkedHashMap<>();
        node.properties()
                .forEach(member -> map.put(
                        member.getKey(),
                        read.apply(new JsonValue(member.getValue(), WireJson.path(path, member.getKey())))));
        return map;
    }

    /** A value of a type, or null. */
    @Nullable
    public Object value(DataType type) {
        return ValueParser.readAny(new Field(path, type), node);
    }

    public boolean isObject() {
        return node.isObject();
    }

    public boolean isList() {
        return node.isArray();
    }

    public boolean isText() {
        return node.isTextual();
    }

    public boolean isNull() {
        return node.isNull();
    }

    public JsonNode node() {
        return node;
    }
}
