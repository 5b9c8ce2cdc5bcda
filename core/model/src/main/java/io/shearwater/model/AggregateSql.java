package io.shearwater.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads aggregates that are written as a query with window functions, of exactly this form:
 *
 * <pre>{@code
 * SELECT key, ..., function(column, ...) [FILTER (WHERE condition)] OVER window AS name, ...
 * FROM events [WHERE condition]
 * [WINDOW w AS (PARTITION BY key, ... ORDER BY event_time frame), ...]
 * frame: RANGE BETWEEN INTERVAL '10 minutes' PRECEDING AND CURRENT ROW [EXCLUDE GROUP]
 *      | RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW [EXCLUDE GROUP]   (also without a frame)
 *      | ROWS BETWEEN 4 PRECEDING AND CURRENT ROW
 * }</pre>
 *
 * <p>A window is a name or stands in brackets; {@code coalesce(function(...) OVER window, constant)} says what stands for
 * missing values. Anything else is refused, since it would mean something else here than in SQL.
 */
final class AggregateSql {
    private static final Set<String> AFTER_WHERE = Set.of("window", ";");

    private final FeatureGroupSpec events;
    private final SqlWords words;
    private final Map<String, Framed> named = new LinkedHashMap<>();
    private Optional<List<String>> key = Optional.empty();

    private AggregateSql(String sql, FeatureGroupSpec events) {
        this.words = new SqlWords(sql);
        this.events = events;
        if (events.eventTime().isEmpty()) {
            throw ModelError.BAD_DEFINITION.because(
                    "The rows of '" + events.name() + "' have no event time, by which windows could be ordered.");
        }
    }

    /** What a query says: the key of the entities, and their aggregates. */
    record Read(List<String> key, Aggregation aggregation) {}

    /** A window with its frame. */
    private record Framed(AggregationWindow window, Aggregate.Current current) {}

    /** An aggregate whose window may be named and come later. */
    private record Item(
            AggregateFunction function,
            Predicate where,
            Optional<Framed> framed,
            String window,
            Optional<String> missing,
            String name) {}

    static Read read(String sql, FeatureGroupSpec events) {
        return new AggregateSql(sql, events).query();
    }

    private Read query() {
        words.need("select");
        List<String> columns = new ArrayList<>();
        List<Item> items = new ArrayList<>();
        do {
            if (words.opensCall()) {
                items.add(item());
            } else {
                columns.add(words.name("a column of the key, or an aggregate such as sum(amount) OVER w AS total"));
            }
        } while (words.accept(","));
        words.need("from");
        String from = words.name("the feature group of the events");
        if (!from.equals(events.name())) {
            throw words.error("the events are those of '" + events.name() + "', not of '" + from + "'");
        }
        Predicate where = words.accept("where") ? condition(words.upTo(AFTER_WHERE)) : Predicate.all();
        if (words.accept("window")) {
            do {
                String name = words.name("the name of a window");
                words.need("as");
                named.put(name, framed());
            } while (words.accept(","));
        }
        words.end();
        List<Aggregate> aggregates = items.stream().map(this::aggregate).toList();
        List<String> entity = key.orElseThrow(() -> words.error("there is no aggregate; name one or more"));
        for (String column : columns) {
            if (!entity.contains(column)) {
                throw words.error(
                        "'" + column + "' is neither an aggregate nor one of the PARTITION BY columns " + entity);
            }
        }
        return new Read(
                entity,
                Aggregation.over(events.ref(), aggregates.toArray(Aggregate[]::new))
                        .where(where));
    }

    private Item item() {
        boolean substituted = words.acceptCall("coalesce");
        AggregateFunction function = function(words.call());
        Predicate where = Predicate.all();
        if (words.acceptCall("filter")) {
            words.need("where");
            where = condition(words.upToClosing());
            words.need(")");
        }
        words.need("over");
        Optional<Framed> framed = words.isNext("(") ? Optional.of(framed()) : Optional.empty();
        String window = framed.isPresent() ? "" : words.name("a window");
        Optional<String> missing = Optional.empty();
        if (substituted) {
            words.need(",");
            missing = Optional.of(words.upToClosing().strip());
            words.need(")");
        }
        words.need("as");
        return new Item(function, where, framed, window, missing, words.name("the name of the aggregate"));
    }

    private Aggregate aggregate(Item item) {
        Framed framed = item.framed().orElseGet(() -> {
            Framed found = named.get(item.window());
            if (found == null) {
                throw words.error("there is no window '" + item.window() + "'; there are " + named.keySet() + "."
                        + Names.didYouMean(item.window(), named.keySet()));
            }
            return found;
        });
        Aggregate made = new Aggregate(
                item.name(),
                item.function(),
                framed.window(),
                item.where(),
                Optional.empty(),
                framed.current(),
                Optional.empty());
        return item.missing()
                .map(text -> made.whenMissing(constant(text, made)))
                .orElse(made);
    }

    private Object constant(String text, Aggregate aggregate) {
        String plain = text.startsWith("'") ? text.substring(1, text.length() - 1) : text;
        try {
            return PredicateConstant.of(plain, aggregate.resultType(events.schema()));
        } catch (ShearwaterException another) {
            throw new ShearwaterException(
                    ModelError.BAD_DEFINITION,
                    "What stands for missing values of the aggregate '" + aggregate.name() + "' is " + text + ", but "
                            + another.getMessage() + ".",
                    another);
        }
    }

    private Predicate condition(String text) {
        return PredicateText.parse(text, events.schema(), "feature group '" + events.name() + "'");
    }

    /** A call under the name that it has here, where that is another one. */
    private static AggregateFunction function(String call) {
        String text = call.strip();
        if (text.matches("(?i)count\\s*\\(\\s*\\*\\s*\\)")) {
            return AggregateFunction.count();
        }
        if (text.matches("(?is)count\\s*\\(\\s*distinct\\s.*")) {
            return AggregateFunction.parse(text.replaceFirst("(?is)count\\s*\\(\\s*distinct\\s+", "count_distinct("));
        }
        return AggregateFunction.parse(text);
    }

    // ---- windows

    private Framed framed() {
        words.need("(");
        words.need("partition");
        words.need("by");
        List<String> columns = new ArrayList<>();
        do {
            columns.add(words.name("a column of the key"));
        } while (words.accept(","));
        if (!key.orElse(columns).equals(columns)) {
            throw words.error(
                    "all windows are of the same entities, PARTITION BY " + key.orElseThrow() + ", not " + columns);
        }
        key = Optional.of(columns);
        words.need("order");
        words.need("by");
        String time = words.name("the event time");
        String eventTime = events.eventTime().orElseThrow().column();
        if (!time.equals(eventTime)) {
            throw words.error(
                    "events are in the order of their event time, '" + eventTime + "', not of '" + time + "'");
        }
        AggregationWindow window = AggregationWindow.lifetime();
        if (words.accept("range")) {
            window = range();
        } else if (words.accept("rows")) {
            words.need("between");
            int before = words.count();
            words.need("preceding");
            window = AggregationWindow.latest(before + 1);
            upToCurrentRow();
        }
        Aggregate.Current current = Aggregate.Current.INCLUDED;
        if (words.accept("exclude")) {
            words.need("group");
            current = Aggregate.Current.EXCLUDED;
        }
        words.need(")");
        return new Framed(window, current);
    }

    private AggregationWindow range() {
        words.need("between");
        AggregationWindow window;
        if (words.accept("unbounded")) {
            window = AggregationWindow.lifetime();
        } else {
            words.need("interval");
            AggregationWindow.Rolling rolling = AggregationWindow.rolling(interval());
            // What SQL says is exact; of long windows that has to be said.
            window = rolling.length().compareTo(AggregationWindow.LONG) > 0 ? rolling.exact() : rolling;
        }
        words.need("preceding");
        upToCurrentRow();
        return window;
    }

    private void upToCurrentRow() {
        words.need("and");
        words.need("current");
        words.need("row");
    }

    /** {@code '10 minutes'} or {@code '10' MINUTE}. */
    private Duration interval() {
        String[] parts =
                words.text("a length of time such as '10 minutes'").strip().split("\\s+");
        String unit = parts.length > 1 ? parts[1] : words.name("a unit such as MINUTE");
        if (parts.length > 2 || !parts[0].matches("[0-9]{1,9}")) {
            throw words.error("an interval is a whole number and a unit, such as '10 minutes'");
        }
        long count = Long.parseLong(parts[0]);
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "millisecond", "milliseconds" -> Duration.ofMillis(count);
            case "second", "seconds" -> Duration.ofSeconds(count);
            case "minute", "minutes" -> Duration.ofMinutes(count);
            case "hour", "hours" -> Duration.ofHours(count);
            case "day", "days" -> Duration.ofDays(count);
            case "week", "weeks" -> Duration.ofDays(Math.multiplyExact(7, count));
            default ->
                throw words.error(
                        "the unit of an interval is milliseconds, seconds, minutes, hours, days or weeks, not '" + unit
                                + "': months and years have no fixed length");
        };
    }
}
