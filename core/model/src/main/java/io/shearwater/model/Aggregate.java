package io.shearwater.model;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One feature computed of the events of an entity in a window. Its meaning is the same wherever it is computed
 * (docs/manual/aggregates.md). Immutable.
 *
 * @param name of the feature
 * @param where which events count; every one unless said
 * @param by a column by whose value events are told apart: the result is a map from its text to the aggregate over the events
 *     that have it; values without an event in the window are not in it
 * @param current whether events at exactly the time that is asked for count
 * @param whenMissing what stands in place of null where there are no values
 */
public record Aggregate(
        String name,
        AggregateFunction function,
        AggregationWindow window,
        Predicate where,
        Optional<String> by,
        Current current,
        Optional<Object> whenMissing) {

    /** Whether events at exactly the time that is asked for count. */
    public enum Current {
        /** They do. */
        INCLUDED,
        /** They do not: an event does not see itself. Windows that hop or tumble never see them. */
        EXCLUDED
    }

    public Aggregate {
        Names.check("feature", name);
    }

    /** A function over a window, named after both: {@code amount_sum_10m}. */
    public static Aggregate of(AggregateFunction function, AggregationWindow window) {
        return new Aggregate(
                AggregateText.name(function, window),
                function,
                window,
                Predicate.all(),
                Optional.empty(),
                Current.INCLUDED,
                Optional.empty());
    }

    public Aggregate as(String next) {
        return new Aggregate(next, function, window, where, by, current, whenMissing);
    }

    /** Over the events that pass; several conditions must all pass. */
    public Aggregate where(Predicate condition) {
        return new Aggregate(name, function, window, where.and(condition), by, current, whenMissing);
    }

    /** For each value of a column of its own. */
    public Aggregate by(String column) {
        return new Aggregate(name, function, window, where, Optional.of(column), current, whenMissing);
    }

    /** Without the events at exactly the time that is asked for. */
    public Aggregate excludeCurrent() {
        return new Aggregate(name, function, window, where, by, Current.EXCLUDED, whenMissing);
    }

    /** With a value where there would be null because there are no values. */
    public Aggregate whenMissing(Object value) {
        return new Aggregate(name, function, window, where, by, current, Optional.of(value));
    }

    /** The columns of an event that it reads. */
    public Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>(function.columns());
        columns.addAll(where.columns());
        by.ifPresent(columns::add);
        return columns;
    }

    /**
     * What it gives over events of these columns.
     *
     * @throws ShearwaterException BAD_DEFINITION where the function has no meaning over them, UNKNOWN_COLUMN
     */
    public DataType resultType(Schema events) {
        return AggregateTypes.of(this, events);
    }

    @Override
    public String toString() {
        return function + " over " + window + (where.passesAll() ? "" : " where " + where)
                + by.map(column -> " by " + column).orElse("")
                + (current == Current.EXCLUDED ? " excluding current" : "")
                + whenMissing.map(value -> " when missing " + value).orElse("") + " as " + name;
    }
}
