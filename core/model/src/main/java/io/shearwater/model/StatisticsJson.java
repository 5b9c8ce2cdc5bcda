package io.shearwater.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Statistics as JSON. */
final class StatisticsJson {
    private StatisticsJson() {}

    static Map<String, Object> map(Statistics statistics) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("subject", statistics.subject());
        map.put("commit", statistics.commit());
        map.put("rows", statistics.rows());
        map.put("superseded", statistics.superseded());
        map.put(
                "columns",
                statistics.columns().stream().map(StatisticsJson::column).toList());
        statistics.correlations().ifPresent(all -> {
            map.put("correlationColumns", all.columns());
            map.put(
                    "correlations",
                    all.matrix().stream()
                            .map(row -> row.stream().map(StatisticsJson::plain).toList())
                            .toList());
        });
        return map;
    }

    private static Map<String, Object> column(ColumnStatistics column) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("column", column.name());
        map.put("type", column.column().type().toString());
        map.put("rows", column.rows());
        map.put("nulls", column.nulls());
        map.put("nans", column.nans());
        column.range().ifPresent(range -> {
            map.put("least", plain(range.least()));
            map.put("greatest", plain(range.greatest()));
        });
        column.moments().ifPresent(moments -> {
            map.put("finite", moments.finite());
            map.put("mean", plain(moments.mean()));
            map.put("stddevSample", plain(moments.stddevSample()));
        });
        column.distribution().ifPresent(spread -> {
            map.put("distinct", spread.distinct());
            map.put("distinctError", plain(spread.distinctError()));
            map.put(
                    "quantiles",
                    spread.quantiles().stream()
                            .map(quantile -> Map.of("share", quantile.share(), "value", plain(quantile.value())))
                            .map(StatisticsJson::sorted)
                            .toList());
            map.put(
                    "histogram",
                    spread.histogram().stream()
                            .map(bin -> Map.of("from", plain(bin.from()), "to", plain(bin.to()), "count", bin.count()))
                            .map(StatisticsJson::sorted)
                            .toList());
            map.put(
                    "top",
                    spread.top().stream()
                            .map(top -> Map.of("value", plain(top.value()), "count", top.count()))
                            .map(StatisticsJson::sorted)
                            .toList());
        });
        return map;
    }

    /** Members in one order, whatever the run. */
    private static Map<String, Object> sorted(Map<String, Object> members) {
        return new TreeMap<>(members);
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Double number when !Double.isFinite(number) -> number.toString();
            case Float number when !Float.isFinite(number) -> number.toString();
            case Float number -> Double.parseDouble(number.toString());
            case Instant instant -> instant.toString();
            case LocalDate date -> date.toString();
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            default -> value;
        };
    }

    static String text(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(String.valueOf(entry.getKey())) + ":" + text(entry.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(StatisticsJson::text).collect(Collectors.joining(",", "[", "]"));
            case BigDecimal number -> number.toString();
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c < ' ') {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
