package io.shearwater.model;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the texts of files are to be understood.
 *
 * @param charset the encoding of CSV; when absent UTF-8, or UTF-16 where the first bytes say so
 * @param nulls texts that mean null in CSV, beside the empty field
 * @param zone the zone of times that are written without one
 * @param times the format of the times or days of a column, by the column's name; others are written as in ISO 8601
 * @param joined columns that the files do not have, made by joining the texts of several with a blank between
 * @param constants columns that the files do not have, with one text in every row
 */
public record TextForm(
        Optional<Charset> charset,
        List<String> nulls,
        ZoneId zone,
        Map<String, TimeFormat> times,
        Map<String, List<String>> joined,
        Map<String, String> constants) {
    /** UTF-8, in UTC. */
    public static final TextForm PLAIN =
            new TextForm(Optional.empty(), List.of(), ZoneOffset.UTC, Map.of(), Map.of(), Map.of());

    public TextForm {
        nulls = List.copyOf(nulls);
        times = Map.copyOf(times);
        Map<String, List<String>> copy = new LinkedHashMap<>();
        joined.forEach((name, columns) -> {
            if (columns.size() < 2) {
                throw ModelError.BAD_DEFINITION.because(
                        "The column '" + name + "' should be joined of two columns or more, not of " + columns + ".");
            }
            copy.put(name, List.copyOf(columns));
        });
        joined = Collections.unmodifiableMap(copy);
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    }

    TextForm withCharset(Charset next) {
        return new TextForm(Optional.of(next), nulls, zone, times, joined, constants);
    }

    TextForm withNulls(List<String> next) {
        return new TextForm(charset, next, zone, times, joined, constants);
    }

    TextForm withZone(ZoneId next) {
        return new TextForm(charset, nulls, next, times, joined, constants);
    }

    TextForm withTime(String column, TimeFormat format) {
        Map<String, TimeFormat> next = new LinkedHashMap<>(times);
        next.put(column, format);
        return new TextForm(charset, nulls, zone, next, joined, constants);
    }

    TextForm withJoined(String name, List<String> columns) {
        Map<String, List<String>> next = new LinkedHashMap<>(joined);
        next.put(name, columns);
        return new TextForm(charset, nulls, zone, times, next, constants);
    }

    TextForm withConstant(String name, String value) {
        Map<String, String> next = new LinkedHashMap<>(constants);
        next.put(name, value);
        return new TextForm(charset, nulls, zone, times, joined, next);
    }
}
