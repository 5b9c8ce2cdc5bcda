package io.shearwater.cli;

import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.ColumnStatistics.Distribution;
import io.shearwater.model.EventTime;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.ForeignKey;
import io.shearwater.model.Statistics;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of a group with what is known of their values: all of it for programs, the most telling for people. */
final class DescribedColumns {
    private static final List<Double> SHARES = List.of(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);
    private static final List<String> ALL = List.of(
            "column",
            "type",
            "role",
            "default",
            "description",
            "rows",
            "nulls",
            "nans",
            "distinct",
            "distinct_error",
            "least",
            "greatest",
            "mean",
            "stddev_sample",
            "p01",
            "p05",
            "p25",
            "p50",
            "p75",
            "p95",
            "p99",
            "histogram",
            "top");
    private static final int MOST_TOP = 3;
    /** Where nothing says how wide the screen is. */
    private static final int LONGEST = 44;

    private static final int SHORTEST = 12;
    private static final MathContext DIGITS = new MathContext(5);

    private final FeatureGroupSpec group;
    private final Optional<Statistics> statistics;

    DescribedColumns(FeatureGroupSpec group, Optional<Statistics> statistics) {
        this.group = group;
        this.statistics = statistics;
    }

    /** Everything, a row for each column. */
    ResultTable complete() {
        return new ResultTable(
                ALL, group.features().stream().map(this::completeRow).toList());
    }

    private List<@Nullable Object> completeRow(Feature feature) {
        List<@Nullable Object> row = new ArrayList<>(Arrays.asList(
                feature.name(),
                feature.type().toString(),
                role(feature.name()),
                feature.defaultValue().orElse(null),
                feature.description()));
        Optional<ColumnStatistics> known = of(feature.name());
        row.add(known.map(ColumnStatistics::rows).orElse(null));
        row.add(known.map(ColumnStatistics::nulls).orElse(null));
        row.add(known.map(ColumnStatistics::nans).orElse(null));
        Optional<Distribution> spread = known.flatMap(ColumnStatistics::distribution);
        row.add(spread.map(Distribution::distinct).orElse(null));
        row.add(spread.map(Distribution::distinctError).orElse(null));
        row.add(known.flatMap(ColumnStatistics::range)
                .map(ColumnStatistics.Range::least)
                .orElse(null));
        row.add(known.flatMap(ColumnStatistics::range)
                .map(ColumnStatistics.Range::greatest)
                .orElse(null));
        Optional<ColumnStatistics.Moments> moments = known.flatMap(ColumnStatistics::moments);
        row.add(moments.map(ColumnStatistics.Moments::mean).orElse(null));
        row.add(moments.map(ColumnStatistics.Moments::stddevSample).orElse(null));
        SHARES.forEach(
                share -> row.add(known.flatMap(column -> column.quantile(share)).orElse(null)));
        row.add(spread.map(all -> all.histogram().stream()
                        .map(bin -> members("from", bin.from(), "to", bin.to(), "count", bin.count()))
                        .toList())
                .orElse(null));
        row.add(spread.map(all -> all.top().stream()
                        .map(top -> members("value", top.value(), "count", top.count()))
                        .toList())
                .orElse(null));
        return row;
    }

    private static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return members;
    }

    private Optional<ColumnStatistics> of(String column) {
        return statistics.stream()
                .flatMap(known -> known.columns().stream())
                .filter(known -> known.name().equals(column))
                .findFirst();
    }

    /**
     * What tells most, no wider than the screen.
     *
     * @param screen its columns
     */
    ResultTable telling(Optional<Integer> screen) {
        boolean described = group.features().stream()
                .anyMatch(feature -> !feature.description().isEmpty());
        boolean defaults = group.features().stream()
                .anyMatch(feature -> feature.defaultValue().isPresent());
        List<String> names = new ArrayList<>(List.of("column", "type", "role"));
        if (statistics.isPresent()) {
            names.addAll(List.of("nulls", "distinct", "values", "shape"));
        }
        if (defaults && (screen.isEmpty() || statistics.isEmpty())) {
            names.add("default");
        }
        if (described && (screen.isEmpty() || statistics.isEmpty())) {
            names.add("description");
        }
        List<Map<String, @Nullable Object>> rows =
                group.features().stream().map(this::cells).toList();
        int room = screen.map(width -> room(width, names, rows)).orElse(LONGEST);
        rows.forEach(row -> row.computeIfPresent("values", (name, text) -> CellText.cut(text.toString(), room)));
        return new ResultTable(
                names,
                rows.stream()
                        .<List<@Nullable Object>>map(row -> {
                            List<@Nullable Object> cells = new ArrayList<>();
                            names.forEach(name -> cells.add(row.get(name)));
                            return cells;
                        })
                        .toList());
    }

    /** What the other columns leave of a screen. */
    private static int room(int screen, List<String> names, List<Map<String, @Nullable Object>> rows) {
        int taken = 0;
        for (String name : names) {
            int width = name.equals("values") ? 0 : CellText.width(name);
            for (Map<String, @Nullable Object> row : rows) {
                width = Math.max(width, name.equals("values") ? 0 : CellText.width(CellText.of(row.get(name))));
            }
            taken += width + 2;
        }
        return Math.max(SHORTEST, screen - taken + 2);
    }

    private Map<String, @Nullable Object> cells(Feature feature) {
        Map<String, @Nullable Object> cells = new LinkedHashMap<>();
        cells.put("column", feature.name());
        cells.put("type", feature.type().toString());
        cells.put("role", role(feature.name()));
        cells.put("default", feature.defaultValue().orElse(null));
        cells.put("description", feature.description());
        of(feature.name()).ifPresent(known -> {
            cells.put("nulls", known.nulls() + known.nans());
            known.distribution().ifPresent(spread -> {
                cells.put("distinct", (spread.distinctError() > 0 ? "~" : "") + spread.distinct());
                cells.put("shape", HistogramBars.of(spread));
            });
            cells.put("values", values(known));
        });
        return cells;
    }

    /** The most frequent texts with their shares, or the mean with the bounds; of a key the bounds alone. */
    private String values(ColumnStatistics column) {
        long values = column.rows() - column.nulls() - column.nans();
        List<ColumnStatistics.ValueCount> top =
                column.distribution().map(Distribution::top).orElse(List.of());
        boolean named = column.moments().isEmpty() || column.range().isEmpty();
        boolean time = column.distribution().stream()
                .anyMatch(spread -> !spread.quantiles().isEmpty());
        if (named && !time && !top.isEmpty()) {
            return top.stream()
                    .limit(MOST_TOP)
                    .map(entry ->
                            text(entry.value()) + String.format(Locale.ROOT, " %.0f%%", 100.0 * entry.count() / values))
                    .collect(Collectors.joining(", "));
        }
        Optional<String> bounds = column.range()
                .map(range -> range.least().equals(range.greatest())
                        ? text(range.least())
                        : text(range.least()) + " … " + text(range.greatest()));
        Optional<Double> mean = column.moments()
                .filter(moments -> moments.finite() > 0 && !group.indexColumns().contains(column.name()))
                .map(ColumnStatistics.Moments::mean);
        return mean.isPresent() && bounds.isPresent()
                ? text(mean.get()) + " (" + bounds.get() + ")"
                : bounds.orElse("");
    }

    private static String text(Object value) {
        return switch (value) {
            case Double number -> Measured.text(number, DIGITS);
            case Float number -> Measured.text(number, DIGITS);
            case Instant instant ->
                instant.truncatedTo(ChronoUnit.MINUTES).toString().replaceAll(":00Z$", "Z");
            default -> CellText.of(value);
        };
    }

    /** What a column is for. */
    String role(String column) {
        List<String> roles = new ArrayList<>();
        if (group.primaryKey().contains(column)) {
            roles.add("primary key");
        }
        if (group.eventTime().map(EventTime::column).equals(Optional.of(column))) {
            roles.add("event time");
        }
        group.foreignKeys().stream()
                .filter(key -> key.columns().contains(column))
                .map(ForeignKey::group)
                .forEach(other -> roles.add("key of " + other));
        if (group.partitions().stream().anyMatch(partition -> partition.column().equals(column))) {
            roles.add("partition");
        }
        if (group.onDemandNames().contains(column)) {
            roles.add("on demand");
        }
        if (roles.isEmpty() && !group.isWritten()) {
            roles.add("aggregate");
        }
        return roles.isEmpty() ? "feature" : String.join(", ", roles);
    }
}
