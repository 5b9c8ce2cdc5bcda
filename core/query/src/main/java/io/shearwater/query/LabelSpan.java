package io.shearwater.query;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Predicate;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Between which microseconds the times of all label rows lie, both included, as far as that is known. It tells which feature
 * rows cannot matter, so that their files are not read; the join itself does not rely on it.
 */
record LabelSpan(OptionalLong first, OptionalLong last) {
    /** A range begins behind its start. */
    private static final Duration ONE_MICROSECOND = Duration.ofNanos(1_000);

    /** Nothing is known. */
    static final LabelSpan UNKNOWN = new LabelSpan(OptionalLong.empty(), OptionalLong.empty());

    /** All at one microsecond. */
    static LabelSpan at(long micros) {
        return new LabelSpan(OptionalLong.of(micros), OptionalLong.of(micros));
    }

    /** The span of labels in a range; a date spreads over its whole day. */
    static LabelSpan of(TimeRange range, DataType type, ZoneId zone) {
        OptionalLong end = range.endInclusive();
        if (end.isPresent() && type instanceof DataType.DateType) {
            long day = TimeBounds.lastDayBegun(Times.instant(end.getAsLong()), zone)
                    .toEpochDay();
            return new LabelSpan(range.startExclusive(), OptionalLong.of(Times.endOfDay(day, zone)));
        }
        return new LabelSpan(range.startExclusive(), end);
    }

    /**
     * The rows of a group that some label can see: not known later than the last label, and not too old for the first; exactly
     * those where all labels are at one microsecond. To leave out the too old ones changes nothing, because a label for which
     * one of them is the latest sees no row at all.
     */
    Predicate visible(FeatureGroupSpec group, Optional<Duration> ttl) {
        if (group.eventTime().isEmpty()) {
            return Predicate.all();
        }
        Duration knownAfter = group.eventTime().orElseThrow().knownAfter();
        OptionalLong end = minus(last, knownAfter.plusNanos(999));
        OptionalLong oldest =
                ttl.isPresent() ? minus(minus(first, ttl.orElseThrow()), ONE_MICROSECOND) : OptionalLong.empty();
        if (oldest.isPresent() && end.isPresent() && oldest.getAsLong() > end.getAsLong()) {
            return new Predicate.Or(List.of());
        }
        return TimeBounds.within(group, new TimeRange(oldest, end));
    }

    /** Parts of a microsecond are cut; empty where the result is out of range. */
    private static OptionalLong minus(OptionalLong micros, Duration duration) {
        if (micros.isEmpty()) {
            return micros;
        }
        try {
            long whole =
                    Math.addExact(Math.multiplyExact(duration.getSeconds(), Times.MICROS), duration.getNano() / 1_000);
            return OptionalLong.of(Math.subtractExact(micros.getAsLong(), whole));
        } catch (ArithmeticException outOfRange) {
            return OptionalLong.empty();
        }
    }
}
