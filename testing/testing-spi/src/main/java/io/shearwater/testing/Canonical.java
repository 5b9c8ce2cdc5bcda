package io.shearwater.testing;

import io.shearwater.model.FeatureVector;
import io.shearwater.model.Frame;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values as text that differs where the values differ in type or by a bit, so that rows can be compared as sorted lists of
 * lines and a failure can be read.
 */
final class Canonical {
    private Canonical() {}

    /** One value. */
    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text ->
                '"' + text + '"' + (text.codePoints().allMatch(c -> c >= ' ' && c < 127) ? "" : hex(text));
            case byte[] bytes -> "0x" + HexFormat.of().formatHex(bytes);
            case float[] floats -> floats(floats);
            case Long number -> number + "L";
            case Float number -> number + "f";
            case Double number -> number + "d";
            case List<?> list -> list.stream().map(Canonical::of).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map -> row(map);
            default -> value.toString();
        };
    }

    /** A row; names in their order of the alphabet. */
    static String row(Map<?, ? extends @Nullable Object> row) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        row.forEach((name, value) -> sorted.put(String.valueOf(name), value));
        return sorted.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + of(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** The rows of a frame in their order. */
    static List<String> rows(Frame frame) {
        return frame.toMaps().stream().map(Canonical::row).toList();
    }

    /** The rows of a frame, sorted. */
    static List<String> sorted(Frame frame) {
        return rows(frame).stream().sorted().toList();
    }

    /** The oracle's rows, sorted. */
    static List<String> sorted(Collection<NaiveRow> rows) {
        return rows.stream().map(row -> row(row.values())).sorted().toList();
    }

    /** A vector's values with their statuses. */
    static String vector(FeatureVector vector) {
        return vector.schema().names().stream()
                .map(name -> name + "=" + of(vector.value(name)) + " " + vector.status(name))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** The oracle's vector. */
    static String vector(Map<String, NaiveVectors.Value> vector) {
        return vector.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + of(entry.getValue().value()) + " "
                        + entry.getValue().status())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String hex(String text) {
        return text.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining(".", "(", ")"));
    }

    private static String floats(float[] floats) {
        StringBuilder text = new StringBuilder("<");
        for (float number : floats) {
            text.append(text.length() > 1 ? ", " : "").append(number);
        }
        return text.append(">").toString();
    }
}
