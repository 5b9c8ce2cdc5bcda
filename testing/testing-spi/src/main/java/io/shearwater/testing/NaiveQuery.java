package io.shearwater.testing;

import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The point-in-time rule, one label row at a time: for each joined group, of the rows of equal key that were known at the
 * label's time, the one with the greatest event time, then the latest written, then the greatest primary key; absent if it
 * is older than TTL or lookback allow, or if the group's filter is not true for it. At every level the label's own time
 * bounds, and the key comes from the parent's chosen row.
 */
public final class NaiveQuery {
    private final Function<GroupRef, List<NaiveRow>> rows;

    /** Reads over these states of the groups. */
    public NaiveQuery(Function<GroupRef, List<NaiveRow>> rows) {
        this.rows = rows;
    }

    /**
     * A result row.
     *
     * @param values the query's columns by name, in order
     * @param root the root's row, by its column names
     * @param missing whether a required group has no row
     */
    public record Result(Map<String, @Nullable Object> values, Map<String, @Nullable Object> root, boolean missing) {}

    /** A result row for every row of the root in the range that passes its filter, in no order. */
    public List<Result> results(Query query, TimeRange range) {
        FeatureGroupSpec root = query.group();
        List<Result> results = new ArrayList<>();
        for (NaiveRow row : rows.apply(root.ref())) {
            Optional<NaiveTime> time = time(root, row);
            boolean wanted = NaiveValues.passes(query.filter(), row.values())
                    && (range.equals(TimeRange.ALL)
                            || range.contains(time.orElseThrow().low()));
            if (wanted) {
                results.add(result(query, row, time));
            }
        }
        return results;
    }

    /**
     * A result row for every row of a spine, in its order. Root columns that the spine lacks are those of the root's row of
     * the spine's key as of the spine's time; null if the spine has not the whole primary key.
     */
    public List<Result> spine(Query query, Frame spine) {
        FeatureGroupSpec root = query.group();
        List<Result> results = new ArrayList<>();
        for (Map<String, @Nullable Object> given : spine.toMaps()) {
            Optional<NaiveTime> time = time(root, new NaiveRow(given, 0));
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            if (spine.schema().names().containsAll(root.primaryKey())) {
                Join own = Join.on(root.primaryKey().toArray(String[]::new));
                Optional<NaiveRow> row = candidates(Query.allOf(root), own, new NaiveRow(given, 0), time)
                        .filter(found -> !tooOld(root, own, found, time));
                row.ifPresent(found -> values.putAll(found.values()));
            }
            values.putAll(given);
            NaiveRow label = new NaiveRow(values, 0);
            if (NaiveValues.passes(query.filter(), values)) {
                results.add(result(query, label, time));
            }
        }
        return results;
    }

    /** A result row for the newest root row of every entity that is known at an instant, with features as of it. */
    public List<Result> latest(Query query, Instant now) {
        FeatureGroupSpec root = query.group();
        Optional<NaiveTime> time = Optional.of(NaiveTime.at(now));
        Map<List<@Nullable Object>, NaiveRow> entities = new LinkedHashMap<>();
        rows.apply(root.ref()).forEach(row -> entities.put(NaiveValues.key(row.values(), root.primaryKey()), row));
        List<Result> results = new ArrayList<>();
        Join own = Join.on(root.primaryKey().toArray(String[]::new));
        for (NaiveRow entity : entities.values()) {
            candidates(query, own, entity, time)
                    .filter(row -> !tooOld(root, own, row, time))
                    .filter(row -> NaiveValues.passes(query.filter(), row.values()))
                    .ifPresent(row -> results.add(result(query, row, time)));
        }
        return results;
    }

    private Result result(Query query, NaiveRow root, Optional<NaiveTime> label) {
        List<Optional<NaiveRow>> nodes = new ArrayList<>();
        boolean missing = collect(query, Optional.of(root), label, nodes);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Query.Output output : query.outputs()) {
            values.put(
                    output.name(),
                    nodes.get(output.node())
                            .map(row -> row.get(output.column()))
                            .orElse(null));
        }
        return new Result(values, root.values(), missing);
    }

    /** Adds the rows of a query's nodes, depth first; tells whether a required one is absent. */
    private boolean collect(
            Query query, Optional<NaiveRow> row, Optional<NaiveTime> label, List<Optional<NaiveRow>> into) {
        into.add(row);
        boolean missing = false;
        for (Query.Joined join : query.joins()) {
            Optional<NaiveRow> right = join.fills()
                    ? row.map(left -> filled(join, left, label))
                    : row.flatMap(left -> chosen(join.query(), join.how(), left, label));
            missing |= join.how().required() && right.isEmpty();
            missing |= collect(join.query(), right, label, into);
        }
        return missing;
    }

    /** The values of a row, each, where it is null, the last one of its entity that was known and is not too old; null if none is. */
    NaiveRow filled(Query.Joined join, NaiveRow row, Optional<NaiveTime> label) {
        Query events = Query.allOf(join.query().group().stored());
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String column : join.query().columns()) {
            Query known = events.where(new Predicate.Not(new Predicate.IsNull(column)));
            Object own = row.get(column);
            Object last = new NaiveQuery(ref -> rows.apply(ref).stream()
                            .filter(event -> NaiveValues.passes(known.filter(), event.values()))
                            .toList())
                    .candidates(known, join.how(), row, label)
                    .filter(event -> !tooOld(known.group(), join.how(), event, label))
                    .map(event -> event.get(column))
                    .orElse(null);
            values.put(column, own == null ? last : own);
        }
        return new NaiveRow(values, row.written());
    }

    /** The one row of a joined group that belongs to a left row at the label's time. */
    Optional<NaiveRow> chosen(Query right, Join how, NaiveRow left, Optional<NaiveTime> label) {
        return candidates(right, how, left, label)
                .filter(row -> !tooOld(right.group(), how, row, label))
                .filter(row -> NaiveValues.passes(right.filter(), row.values()));
    }

    /** The newest row of equal key that was known, however old, whatever the filter. */
    Optional<NaiveRow> candidates(Query right, Join how, NaiveRow left, Optional<NaiveTime> label) {
        FeatureGroupSpec group = right.group();
        return rows.apply(group.ref()).stream()
                .filter(row -> how.on().stream().allMatch(pair -> equal(left, pair, row)))
                .filter(row -> group.eventTime().isEmpty()
                        || label.filter(at -> known(group, how, row, at)).isPresent())
                .max(newestLast(group));
    }

    private static boolean equal(NaiveRow left, KeyPair pair, NaiveRow right) {
        Object a = left.get(pair.left());
        Object b = right.get(pair.right());
        return a != null && b != null && NaiveValues.compare(a, b) == 0;
    }

    private static boolean known(FeatureGroupSpec group, Join how, NaiveRow row, NaiveTime label) {
        Optional<NaiveTime> time = time(group, row);
        if (time.isEmpty()) {
            return false;
        }
        long delay = micros(group.eventTime().orElseThrow().knownAfter());
        return how.strict()
                ? time.get().high() + delay < label.low()
                : time.get().low() + delay <= label.high();
    }

    static boolean tooOld(FeatureGroupSpec group, Join how, NaiveRow row, Optional<NaiveTime> label) {
        if (group.eventTime().isEmpty()) {
            return false;
        }
        long age = label.orElseThrow().low() - time(group, row).orElseThrow().low();
        return group.ttl().filter(most -> age > micros(most)).isPresent()
                || how.lookback().filter(most -> age > micros(most)).isPresent();
    }

    private static Comparator<NaiveRow> newestLast(FeatureGroupSpec group) {
        Comparator<NaiveRow> order = Comparator.comparingLong(
                row -> time(group, row).map(NaiveTime::low).orElse(Long.MIN_VALUE));
        order = order.thenComparingLong(NaiveRow::written);
        for (String column : group.primaryKey()) {
            order = order.thenComparing(row -> row.get(column), NaiveValues::compareNullsFirst);
        }
        return order;
    }

    private static Optional<NaiveTime> time(FeatureGroupSpec group, NaiveRow row) {
        Optional<EventTime> eventTime = group.eventTime();
        if (eventTime.isEmpty()) {
            return Optional.empty();
        }
        Object value = row.get(eventTime.get().column());
        return value == null
                ? Optional.empty()
                : Optional.of(NaiveTime.of(value, eventTime.get().zone()));
    }

    private static long micros(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
    }
}
