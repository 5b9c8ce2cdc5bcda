package io.shearwater.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/** Single values with their Java type, exactly: numbers as text, so that NaN and every digit survive. */
final class ValueJson {
    private ValueJson() {}

    static ObjectNode write(Object value) {
        ObjectNode node = Json.object();
        return switch (value) {
            case Boolean v -> node.put("boolean", v.toString());
            case Integer v -> node.put("int", v.toString());
            case Long v -> node.put("long", v.toString());
            case Float v -> node.put("float", v.toString());
            case Double v -> node.put("double", v.toString());
            case BigDecimal v -> node.put("decimal", v.toString());
            case String v -> node.put("string", v);
            case LocalDate v -> node.put("date", v.toString());
            case Instant v -> node.put("timestamp", Long.toString(Times.micros(v)));
            default ->
                throw RegistryError.DAMAGED.because(
                        "A value of " + value.getClass().getSimpleName()
                                + " cannot be kept in a definition; use a boolean, a number, a text, a date or an instant.");
        };
    }

    static Object read(JsonNode node) {
        String kind = node.fieldNames().next();
        String text = Json.text(node, kind);
        return switch (kind) {
            case "boolean" -> Boolean.valueOf(text);
            case "int" -> Integer.valueOf(text);
            case "long" -> Long.valueOf(text);
            case "float" -> Float.valueOf(text);
            case "double" -> Double.valueOf(text);
            case "decimal" -> new BigDecimal(text);
            case "string" -> text;
            case "date" -> LocalDate.parse(text);
            case "timestamp" -> Times.instant(Long.parseLong(text));
            default -> throw RegistryError.DAMAGED.because("A stored value has the unknown type '" + kind + "'.");
        };
    }
}
