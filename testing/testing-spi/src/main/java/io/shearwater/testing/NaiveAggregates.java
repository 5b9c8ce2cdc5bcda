package io.shearwater.testing;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What aggregates give, by their definition: every event of the window is looked at, sums are exact. What a sketch
 * estimates is given exactly.
 */
public final class NaiveAggregates {
    private static final MathContext DIGITS = new MathContext(60);

    private NaiveAggregates() {}

    /** An event: when it was, and its values by column. */
    public record Event(NaiveTime time, Map<String, @Nullable Object> row) {
        /** An event at a microsecond. */
        public static Event at(long micros, Map<String, @Nullable Object> row) {
            return new Event(new NaiveTime(micros, micros), row);
        }

        @Nullable
        Object value(String column) {
            return row.get(column);
        }
    }

    /**
     * The value of an aggregate at a time.
     *
     * @param known the events that may be seen, in order
     * @param at microseconds
     */
    public static @Nullable Object value(Aggregate aggregate, Schema schema, List<Event> known, long at) {
        List<Event> passing = passing(known, aggregate.where());
        if (aggregate.by().isEmpty()) {
            Object value = of(aggregate.function(), schema, aggregate.window(), passing, at);
            return value == null ? aggregate.whenMissing().orElse(null) : value;
        }
        String column = aggregate.by().orElseThrow();
        Map<String, List<Event>> groups = new TreeMap<>();
        for (Event event : passing) {
            Object value = event.value(column);
            if (value != null) {
                groups.computeIfAbsent(String.valueOf(value), name -> new ArrayList<>())
                        .add(event);
            }
        }
        Map<String, @Nullable Object> values = new TreeMap<>();
        groups.forEach((name, events) -> {
            if (!isNowhere(aggregate, events, at)) {
                values.put(name, of(aggregate.function(), schema, aggregate.window(), events, at));
            }
        });
        return values;
    }

    /** A value is in the map if one of its events is in the window; of a ratio, one that the divisor counts. */
    private static boolean isNowhere(Aggregate aggregate, List<Event> events, long at) {
        List<Event> counted = aggregate.function() instanceof AggregateFunction.Ratio ratio
                ? passing(events, ratio.denominator().where())
                : events;
        return window(aggregate.window(), counted, at).isEmpty();
    }

    private static List<Event> passing(List<Event> events, Predicate where) {
        return events.stream()
                .filter(event -> NaiveCondition.passes(where, event::value))
                .toList();
    }

    private static @Nullable Object of(
            AggregateFunction function, Schema schema, AggregationWindow window, List<Event> events, long at) {
        if (function instanceof AggregateFunction.Ratio ratio) {
            Object above = side(ratio.numerator(), schema, window, events, at);
            Object below = side(ratio.denominator(), schema, window, events, at);
            return above == null || below == null || ((Number) below).doubleValue() == 0
                    ? null
                    : (Object) (((Number) above).doubleValue() / ((Number) below).doubleValue());
        }
        return simple(function, schema, window(window, events, at), at);
    }

    private static @Nullable Object side(
            AggregateFunction.Term term, Schema schema, AggregationWindow window, List<Event> events, long at) {
        return simple(term.function(), schema, window(window, passing(events, term.where()), at), at);
    }

    /** The events that a window sees. */
    static List<Event> window(AggregationWindow window, List<Event> events, long at) {
        return switch (window) {
            case AggregationWindow.Lifetime w -> events;
            case AggregationWindow.LatestEvents w ->
                events.subList(Math.max(0, events.size() - w.events()), events.size());
            case AggregationWindow.Rolling w -> {
                long step = w.resolution().map(NaiveAggregates::micros).orElse(1L);
                long from = Math.floorDiv(at - micros(w.length()), step) * step;
                yield between(events, from, Long.MAX_VALUE);
            }
            case AggregationWindow.Hopping w -> {
                long offset = micros(w.offset());
                long hop = micros(w.hop());
                long end = Math.floorDiv(at - offset, hop) * hop + offset;
                yield between(events, end - micros(w.length()), end);
            }
            case AggregationWindow.Session w -> session(events, micros(w.gap()), at);
        };
    }

    private static List<Event> between(List<Event> events, long from, long before) {
        return events.stream()
                .filter(event -> event.time().low() >= from && event.time().low() < before)
                .toList();
    }

    private static List<Event> session(List<Event> events, long gap, long at) {
        int start = events.size();
        long next = at;
        while (start > 0 && next - events.get(start - 1).time().low() <= gap) {
            start--;
            next = events.get(start).time().low();
        }
        return events.subList(start, events.size());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static @Nullable Object simple(AggregateFunction function, Schema schema, List<Event> events, long at) {
        return switch (function) {
            case AggregateFunction.Count f ->
                f.column().map(column -> (long) values(events, column).size()).orElse((long) events.size());
            case AggregateFunction.Sum f -> NaiveSums.sum(values(events, f.column()), f.resultType(schema));
            case AggregateFunction.Average f -> NaiveSums.average(values(events, f.column()));
            case AggregateFunction.Variance f -> NaiveSums.variance(values(events, f.column()), f.divisor());
            case AggregateFunction.StandardDeviation f -> {
                Double variance = NaiveSums.variance(values(events, f.column()), f.divisor());
                yield variance == null ? null : (Object) Math.sqrt(variance);
            }
            case AggregateFunction.Minimum f ->
                values(events, f.column()).stream().min(NaiveOrder::compare).orElse(null);
            case AggregateFunction.Maximum f ->
                greatest(values(events, f.column()), 1).stream().findFirst().orElse(null);
            case AggregateFunction.First f ->
                values(events, f.column()).stream().findFirst().orElse(null);
            case AggregateFunction.Last f -> last(values(events, f.column()));
            case AggregateFunction.FirstEvents f ->
                rows(f.columns(), events.stream().limit(f.most()).toList());
            case AggregateFunction.LastEvents f ->
                rows(f.columns(), events.reversed().stream().limit(f.most()).toList());
            case AggregateFunction.Lag f ->
                events.size() <= f.offset()
                        ? null
                        : events.get(events.size() - 1 - f.offset()).value(f.column());
            case AggregateFunction.DistinctCount f -> distinct(f, events);
            case AggregateFunction.Quantiles f -> quantiles(f, values(events, f.column()));
            case AggregateFunction.Histogram f -> histogram(f, values(events, f.column()));
            case AggregateFunction.TopValues f -> topValues(f, values(events, f.column()));
            case AggregateFunction.Greatest f -> {
                List<Object> greatest = greatest(values(events, f.column()), f.most());
                yield greatest.isEmpty() ? null : greatest;
            }
            case AggregateFunction.ArgMin f -> extreme(events, f.column(), f.by(), -1);
            case AggregateFunction.ArgMax f -> extreme(events, f.column(), f.by(), 1);
            case AggregateFunction.DecayedSum f -> decayed(f, events, at);
            case AggregateFunction.Ratio f -> throw new IllegalArgumentException(f.toString());
        };
    }

    private static List<Object> values(List<Event> events, String column) {
        return events.stream()
                .map(event -> event.value(column))
                .filter(Objects::nonNull)
                .map(value -> value)
                .toList();
    }

    private static @Nullable Object last(List<Object> values) {
        return values.isEmpty() ? null : values.getLast();
    }

    private static List<Object> greatest(List<Object> values, int most) {
        return values.stream()
                .sorted(Comparator.comparing(Function.identity(), (a, b) -> NaiveOrder.compare(b, a)))
                .limit(most)
                .toList();
    }

    private static @Nullable Object rows(List<String> columns, List<Event> events) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Event event : events) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            columns.forEach(column -> row.put(column, event.value(column)));
            rows.add(row);
        }
        return rows.isEmpty() ? null : rows;
    }

    private static @Nullable Object extreme(List<Event> events, String column, String by, int sign) {
        Event best = null;
        for (Event event : events) {
            Object value = event.value(by);
            if (value != null
                    && (best == null
                            || sign * NaiveOrder.compare(value, Objects.requireNonNull(best.value(by))) >= 0)) {
                best = event;
            }
        }
        return best == null ? null : best.value(column);
    }

    private static long distinct(AggregateFunction.DistinctCount distinct, List<Event> events) {
        List<Object> values = values(events, distinct.column());
        List<Object> different = new ArrayList<>();
        for (Object value : values) {
            if (different.stream().noneMatch(other -> NaiveOrder.compare(value, other) == 0)) {
                different.add(value);
            }
        }
        return different.size();
    }

    /** The value at each rank, exactly; a sketch comes near to it. */
    private static @Nullable Object quantiles(AggregateFunction.Quantiles quantiles, List<Object> values) {
        double[] sorted = values.stream()
                .mapToDouble(value -> ((Number) value).doubleValue())
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return null;
        }
        List<Double> found = quantiles.ranks().stream()
                .map(rank -> sorted[Math.max(1, (int) Math.ceil(rank * sorted.length)) - 1])
                .toList();
        return found.size() == 1 ? found.getFirst() : found;
    }

    private static @Nullable Object histogram(AggregateFunction.Histogram histogram, List<Object> values) {
        if (values.isEmpty()) {
            return null;
        }
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i <= histogram.bounds().size(); i++) {
            double from = i == 0 ? Double.NEGATIVE_INFINITY : histogram.bounds().get(i - 1);
            boolean last = i == histogram.bounds().size();
            double to = last ? Double.POSITIVE_INFINITY : histogram.bounds().get(i);
            counts.add(values.stream()
                    .mapToDouble(value -> ((Number) value).doubleValue())
                    .filter(value -> last ? value >= from || Double.isNaN(value) : value >= from && value < to)
                    .count());
        }
        return counts;
    }

    private static @Nullable Object topValues(AggregateFunction.TopValues top, List<Object> values) {
        List<Map<String, Object>> counted = new ArrayList<>();
        for (Object value : values) {
            Map<String, Object> known = counted.stream()
                    .filter(row -> NaiveOrder.compare(value, Objects.requireNonNull(row.get("value"))) == 0)
                    .findFirst()
                    .orElse(null);
            if (known == null) {
                known = new LinkedHashMap<>(Map.of("value", value));
                known.put("count", 0L);
                counted.add(known);
            }
            known.put("count", (Long) Objects.requireNonNull(known.get("count")) + 1);
        }
        counted.sort((a, b) -> {
            int order =
                    NaiveOrder.compare(Objects.requireNonNull(b.get("count")), Objects.requireNonNull(a.get("count")));
            return order != 0
                    ? order
                    : NaiveOrder.compare(
                            Objects.requireNonNull(a.get("value")), Objects.requireNonNull(b.get("value")));
        });
        return counted.isEmpty() ? null : counted.stream().limit(top.most()).toList();
    }

    private static @Nullable Double decayed(AggregateFunction.DecayedSum decayed, List<Event> events, long at) {
        List<Object> values = values(events, decayed.column());
        if (!NaiveSums.allFinite(values)) {
            // An infinity does not get less.
            return NaiveSums.special(values);
        }
        BigDecimal sum = BigDecimal.ZERO;
        boolean any = false;
        for (Event event : events) {
            Object value = event.value(decayed.column());
            if (value != null) {
                any = true;
                double age = at - event.time().low();
                double weight = Math.pow(2, -age / micros(decayed.halfLife()));
                sum = sum.add(NaiveSums.exact(value).multiply(new BigDecimal(weight)), DIGITS);
            }
        }
        return any ? sum.doubleValue() : null;
    }
}
