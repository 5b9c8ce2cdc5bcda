package io.shearwater.definitions;

import io.shearwater.model.DataType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Default values of columns: written as a person writes them, read by the type of their column, without rounding. */
final class DefaultValues {
    private DefaultValues() {}

    static Optional<Object> read(YamlNode node, DataType type) {
        if (type instanceof DataType.StringType) {
            return node.text("the default of a text").map(text -> text);
        }
        Optional<String> text = node.characters("a default of type " + type);
        return text.flatMap(written -> {
            try {
                return Optional.of(value(written, type));
            } catch (DateTimeException | IllegalArgumentException none) {
                node.problem("the default '" + written + "' is no " + type + advice(type));
                return Optional.empty();
            }
        });
    }

    private static Object value(String text, DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> bool(text);
            case DataType.IntType t -> Integer.valueOf(text);
            case DataType.LongType t -> Long.valueOf(text);
            case DataType.FloatType t -> Float.valueOf(floating(text));
            case DataType.DoubleType t -> Double.valueOf(floating(text));
            case DataType.DecimalType t -> new BigDecimal(text);
            case DataType.DateType t -> LocalDate.parse(text);
            case DataType.TimestampType t -> Instant.parse(text);
            default -> text;
        };
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** A number as {@link Double#valueOf(String)} reads it. */
    static String floating(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case ".nan", "nan" -> "NaN";
            case ".inf", "+.inf", "infinity" -> "Infinity";
            case "-.inf", "-infinity" -> "-Infinity";
            default -> text;
        };
    }

    private static String advice(DataType type) {
        return switch (type) {
            case DataType.DateType t -> "; write a day like 2024-12-31";
            case DataType.TimestampType t -> "; write an instant like 2024-12-31T23:59:00Z";
            default -> "";
        };
    }

    static Node write(Object value) {
        return switch (value) {
            case Boolean v -> Yaml.scalar(Tag.BOOL, v.toString());
            case Integer v -> Yaml.scalar(Tag.INT, v.toString());
            case Long v -> Yaml.scalar(Tag.INT, v.toString());
            case Float v -> Yaml.scalar(Tag.FLOAT, Float.isFinite(v) ? v.toString() : nonFinite(v));
            case Double v -> Yaml.scalar(Tag.FLOAT, Double.isFinite(v) ? v.toString() : nonFinite(v));
            case BigDecimal v -> Yaml.scalar(v.scale() > 0 ? Tag.FLOAT : Tag.INT, v.toPlainString());
            default -> Yaml.text(value.toString());
        };
    }

    private static String nonFinite(double value) {
        return Double.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
    }
}
