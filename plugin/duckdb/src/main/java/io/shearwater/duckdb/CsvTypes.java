package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tells the types of a CSV file's columns by their texts: the first type of which every text is a value, in exactly the way in
 * which the texts are read afterwards. (DuckDB's own guess takes dates like {@code 31.12.2024} for dates and gives up on a file
 * with one bad line.)
 */
final class CsvTypes {
    private static final DataType WIDE = DataType.decimal(38, 0);
    private static final String DAY = "'\\s*\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}\\s*'";
    // Digits behind a zero are a code, such as a postal one, and no number.
    private static final String WHOLE = "'\\s*[+-]?(0|[1-9]\\d*)\\s*'";
    private static final String CODE = "'\\s*[+-]?0\\d.*'";

    private CsvTypes() {}

    /**
     * The type of each of {@code columns} columns named {@code c0, c1, …}; text where there is nothing to tell it by.
     *
     * @param rows the rows to look at, as a table of SQL
     */
    static List<DataType> of(Session session, String rows, int columns, TextCast cast) {
        List<Map<DataType, String>> candidates = IntStream.range(0, columns)
                .mapToObj(i -> candidates("t.c" + i, cast))
                .toList();
        List<String> counts = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            counts.add("count(t.c" + i + ")");
            candidates.get(i).values().forEach(value -> counts.add("count(" + value + ")"));
        }
        Schema schema = Schema.of(IntStream.range(0, counts.size())
                .mapToObj(i -> new Field("n" + i, DataType.LONG))
                .toList());
        Frame found = session.rows(
                "SELECT " + counts.stream().collect(Collectors.joining(",\n  ")) + "\nFROM " + rows + " t", schema);
        List<DataType> types = new ArrayList<>();
        int at = 0;
        for (Map<DataType, String> candidate : candidates) {
            long texts = count(found, at++);
            DataType type = DataType.STRING;
            for (DataType next : candidate.keySet()) {
                if (count(found, at++) == texts && texts > 0 && type.equals(DataType.STRING)) {
                    type = next;
                }
            }
            types.add(type);
        }
        return types;
    }

    private static long count(Frame found, int column) {
        return (long) found.column(column).valueAt(0);
    }

    /** Types in the order in which they are tried, with an expression that is null where a text is no value of them. */
    private static Map<DataType, String> candidates(String text, TextCast cast) {
        Map<DataType, String> candidates = new LinkedHashMap<>();
        candidates.put(
                DataType.BOOLEAN,
                "CASE WHEN NOT regexp_full_match(" + text + ", '\\s*[01]\\s*') THEN "
                        + cast.strict(DataType.BOOLEAN, text) + " END");
        candidates.put(DataType.LONG, whole(text, cast.strict(DataType.LONG, text)));
        candidates.put(WIDE, whole(text, cast.strict(WIDE, text)));
        candidates.put(
                DataType.DOUBLE,
                "CASE WHEN NOT regexp_full_match(" + text + ", " + CODE + ") OR " + text + " LIKE '%.%' THEN "
                        + cast.strict(DataType.DOUBLE, text) + " END");
        candidates.put(
                DataType.DATE,
                "CASE WHEN regexp_full_match(" + text + ", " + DAY + ") THEN " + cast.strict(DataType.DATE, text)
                        + " END");
        candidates.put(DataType.TIMESTAMP, cast.strict(DataType.TIMESTAMP, text));
        return candidates;
    }

    private static String whole(String text, String value) {
        return "CASE WHEN regexp_full_match(" + text + ", " + WHOLE + ") THEN " + value + " END";
    }
}
