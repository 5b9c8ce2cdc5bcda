package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tells the types of a CSV file's columns by their texts: the first type of which every text of every row is a value, in exactly
 * the way in which the texts are read afterwards. (DuckDB's own guess takes dates like {@code 31.12.2024} for dates and gives up
 * on a file with one bad line.) The first rows propose, all rows decide.
 */
final class CsvTypes {
    // Rows by which a type is proposed.
    private static final int SAMPLE = 50_000;
    private static final String DAY = "'\\s*\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}\\s*'";
    // Digits behind a zero are a code, such as a postal one, and more than fifteen are the number of a card or an
    // account: no
    // numbers to compute with, and a double would not hold them.
    private static final String WHOLE = "'\\s*[+-]?(0|[1-9]\\d{0,14})\\s*'";
    private static final String CODE = "'\\s*[+-]?(0\\d|\\d{16}).*'";

    // In this order.
    private static final List<DataType> TRIED =
            List.of(DataType.BOOLEAN, DataType.LONG, DataType.DOUBLE, DataType.DATE, DataType.TIMESTAMP);

    private final Session session;
    private final String rows;
    private final TextCast cast;

    /**
     * @param rows all rows, as a query of SQL, with columns {@code c0, c1, …}; null where a text means null
     */
    CsvTypes(Session session, String rows, TextCast cast) {
        this.session = session;
        this.rows = rows;
        this.cast = cast;
    }

    /** The type of each of so many columns; text where there is nothing to tell it by. */
    List<DataType> of(int columns) {
        Map<Integer, List<DataType>> open = new TreeMap<>();
        IntStream.range(0, columns).forEach(column -> open.put(column, TRIED));
        Looked sample = look("(SELECT * FROM (" + rows + ") LIMIT " + SAMPLE + ")", open);
        Map<Integer, DataType> types = new TreeMap<>(sample.types());
        if (sample.rows() == SAMPLE) {
            // What fits the first rows has to fit all; what had no values there may have some later.
            open.replaceAll((column, tried) -> types.containsKey(column) ? List.of(types.get(column)) : tried);
            open.keySet()
                    .removeIf(column ->
                            !types.containsKey(column) && sample.texts().contains(column));
            Looked whole = look("(" + rows + ")", open);
            open.keySet()
                    .removeIf(column ->
                            !types.containsKey(column) || whole.types().containsKey(column));
            open.replaceAll((column, tried) -> TRIED);
            types.putAll(whole.types());
            types.keySet().removeAll(open.keySet());
            types.putAll(
                    open.isEmpty() ? Map.of() : look("(" + rows + ")", open).types());
        }
        return IntStream.range(0, columns)
                .mapToObj(column -> types.getOrDefault(column, DataType.STRING))
                .toList();
    }

    /**
     * What a look at rows showed.
     *
     * @param types the first fitting type of each column that one fits
     * @param texts the columns that have texts
     */
    private record Looked(long rows, Map<Integer, DataType> types, Set<Integer> texts) {}

    private Looked look(String table, Map<Integer, List<DataType>> tried) {
        List<String> counts = new ArrayList<>(List.of("count(*)"));
        tried.forEach((column, types) -> {
            counts.add("count(t.c" + column + ")");
            types.forEach(type -> counts.add("count(" + candidate(type, "t.c" + column) + ")"));
        });
        Schema schema = Schema.of(IntStream.range(0, counts.size())
                .mapToObj(i -> new Field("n" + i, DataType.LONG))
                .toList());
        Frame found = session.rows(
                "SELECT "
                        + IntStream.range(0, counts.size())
                                .mapToObj(i -> counts.get(i) + " AS n" + i)
                                .collect(Collectors.joining(",\n  "))
                        + "\nFROM " + table + " t",
                schema);
        Map<Integer, DataType> fitting = new TreeMap<>();
        Set<Integer> texts = new TreeSet<>();
        int at = 1;
        for (Map.Entry<Integer, List<DataType>> entry : tried.entrySet()) {
            long all = count(found, at++);
            for (DataType type : entry.getValue()) {
                if (count(found, at++) == all && all > 0) {
                    fitting.putIfAbsent(entry.getKey(), type);
                }
            }
            if (all > 0) {
                texts.add(entry.getKey());
            }
        }
        return new Looked(count(found, 0), fitting, texts);
    }

    private static long count(Frame found, int column) {
        return (long) found.column(column).valueAt(0);
    }

    /** An expression that is null where a text is no value of a type. */
    private String candidate(DataType type, String text) {
        String value = cast.strict(type, text);
        return switch (type) {
            case DataType.BooleanType t ->
                "CASE WHEN NOT regexp_full_match(" + text + ", '\\s*[01]\\s*') THEN " + value + " END";
            case DataType.LongType t ->
                "CASE WHEN regexp_full_match(" + text + ", " + WHOLE + ") THEN " + value + " END";
            case DataType.DoubleType t ->
                "CASE WHEN NOT regexp_full_match(" + text + ", " + CODE + ") THEN " + value + " END";
            case DataType.DateType t -> "CASE WHEN regexp_full_match(" + text + ", " + DAY + ") THEN " + value + " END";
            default -> value;
        };
    }
}
