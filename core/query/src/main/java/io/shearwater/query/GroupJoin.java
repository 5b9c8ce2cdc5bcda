package io.shearwater.query;

import io.shearwater.model.EventTime;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Joins to each label row the one row of a group that it may see.
 *
 * @param on the key: the left plan's columns beside the group's
 * @param bound whether a row at exactly the label's time is too late
 * @param ttl the greatest age of a row
 * @param keep a condition on the group's columns
 */
record GroupJoin(Node node, List<KeyPair> on, AsOfRule.Bound bound, Optional<Duration> ttl, Predicate keep) {

    /** As the query says it; {@code parent} gives the names that the parent's columns have in the plan. */
    static GroupJoin of(Node node, UnaryOperator<String> parent) {
        Join how = node.how().orElseThrow();
        List<KeyPair> on = how.on().stream()
                .map(pair -> new KeyPair(parent.apply(pair.left()), pair.right()))
                .toList();
        Optional<Duration> ttl = node.group().ttl();
        if (how.lookback().isPresent()) {
            Duration lookback = how.lookback().orElseThrow();
            ttl = Optional.of(
                    ttl.filter(lifetime -> lifetime.compareTo(lookback) < 0).orElse(lookback));
        }
        AsOfRule.Bound bound = how.strict() ? AsOfRule.Bound.STRICTLY_BEFORE : AsOfRule.Bound.INCLUSIVE;
        return new GroupJoin(node, on, bound, ttl, node.query().filter());
    }

    /** The root's own row for a key that the caller brought. */
    static GroupJoin lookup(Node root) {
        List<KeyPair> on = root.group().primaryKey().stream()
                .map(column -> new KeyPair(ColumnNames.ofSpine(column), column))
                .toList();
        return new GroupJoin(root, on, AsOfRule.Bound.INCLUSIVE, root.group().ttl(), Predicate.all());
    }

    /**
     * The join.
     *
     * @param columns of the group that the plan carries on; what the join itself needs is added
     * @param labelTime absent if no time bounds the label rows
     */
    Plan to(Plan left, TableScans scans, List<String> columns, LabelTime labelTime) {
        if (!node.group().isWritten()) {
            return new AggregateJoin(this).to(left, scans, columns, labelTime);
        }
        List<String> order = tieBreak();
        List<String> read = new ArrayList<>(columns);
        if (!order.isEmpty()) {
            read.add(HiddenColumns.SEQUENCE.name());
        }
        Plan right = scans.named(node, read, labelTime.span().visible(node.group(), ttl));
        List<KeyPair> keys = on.stream()
                .map(pair -> new KeyPair(pair.left(), named(pair.right())))
                .toList();
        List<String> names = order.stream().map(this::named).toList();
        Predicate kept = ColumnNames.rename(keep, this::named);
        String present = ColumnNames.presence(node.number());
        if (node.group().eventTime().isEmpty()) {
            return new Plan.KeyJoin(left, right, new Plan.KeyRule(keys, names, kept), present);
        }
        EventTime time = node.group().eventTime().orElseThrow();
        AsOfRule rule = new AsOfRule(
                keys,
                labelTime.column().orElseThrow(() -> unbound(node)),
                new TimeColumn(named(time.column()), time.zone()),
                time.knownAfter(),
                bound,
                ttl,
                names,
                kept);
        return new Plan.AsOfJoin(left, right, rule, present);
    }

    /**
     * What the label rows of a plan say.
     *
     * @param column their time
     * @param given what the plan calls a column of theirs, by its name
     */
    record LabelTime(Optional<TimeColumn> column, LabelSpan span, Function<String, Optional<String>> given) {}

    /** What orders rows of equal key and event time; nothing has to where the key is whole, since the identity is unique. */
    private List<String> tieBreak() {
        List<String> covered = on.stream().map(KeyPair::right).toList();
        List<String> open = node.group().primaryKey().stream()
                .filter(column -> !covered.contains(column))
                .toList();
        return open.isEmpty()
                ? List.of()
                : Stream.concat(Stream.of(HiddenColumns.SEQUENCE.name()), open.stream())
                        .toList();
    }

    private String named(String column) {
        return ColumnNames.ofNode(node.number(), column);
    }

    static ShearwaterException unbound(Node node) {
        return QueryError.NO_TIME_BOUND.because("'" + node.group().name() + "' version "
                + node.group().version()
                + " has an event time, but the root of the query has none: its rows could not be "
                + "limited to what was known. Give the root group an event time, or bring a spine with a time column '"
                + LabelRows.OfSpine.EVENT_TIME + "', or read the latest rows.");
    }
}
