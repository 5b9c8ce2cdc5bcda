package io.shearwater.api;

import io.shearwater.model.ModelError;
import io.shearwater.model.Predicate;
import io.shearwater.model.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What to read of a feature group's history.
 *
 * @param columns the wanted columns in order; all when empty
 * @param range of event time
 * @param asOf which state of the group
 * @param limit the greatest number of rows
 */
public record ReadOptions(List<String> columns, Predicate filter, TimeRange range, AsOf asOf, OptionalLong limit) {
    /** Which state of a group is read. */
    public sealed interface AsOf {
        /** The newest. */
        record Now() implements AsOf {}

        /** Right after a commit. */
        record AtCommit(long id) implements AsOf {}

        /** As it was known at an instant. */
        record AtInstant(Instant instant) implements AsOf {}
    }

    public ReadOptions {
        columns = List.copyOf(columns);
        if (limit.isPresent() && limit.getAsLong() < 0) {
            throw ModelError.BAD_RANGE.because("The limit of a read is " + limit.getAsLong()
                    + " rows; it must be 0 or more. Leave it out to read all.");
        }
    }

    /** Everything as it is now. */
    public static ReadOptions all() {
        return new ReadOptions(List.of(), Predicate.all(), TimeRange.ALL, new AsOf.Now(), OptionalLong.empty());
    }

    public ReadOptions select(String... names) {
        return new ReadOptions(List.of(names), filter, range, asOf, limit);
    }

    /** Only rows that pass; several conditions must all pass. */
    public ReadOptions where(Predicate condition) {
        return new ReadOptions(columns, filter.and(condition), range, asOf, limit);
    }

    public ReadOptions within(TimeRange eventTimes) {
        return new ReadOptions(columns, filter, eventTimes, asOf, limit);
    }

    /** As it was right after this commit. */
    public ReadOptions asOf(long commit) {
        return new ReadOptions(columns, filter, range, new AsOf.AtCommit(commit), limit);
    }

    /** As it was known at this instant. */
    public ReadOptions asOf(Instant instant) {
        return new ReadOptions(columns, filter, range, new AsOf.AtInstant(instant), limit);
    }

    public ReadOptions limit(long rows) {
        return new ReadOptions(columns, filter, range, asOf, OptionalLong.of(rows));
    }
}
