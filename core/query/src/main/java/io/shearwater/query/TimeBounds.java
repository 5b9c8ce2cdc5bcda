package io.shearwater.query;

import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Predicate;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import io.shearwater.plan.TimeColumn;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.OptionalLong;

/**
 * Ranges of event time as conditions on the event-time column, so that engines and stores can prune with them. Of a date its
 * first microsecond in the group's zone decides, so that adjacent ranges hold every day once.
 */
public final class TimeBounds {
    private TimeBounds() {}

    /**
     * The condition that a row's event time lies in the range; none for {@link TimeRange#ALL}.
     *
     * @throws io.shearwater.model.ShearwaterException NO_EVENT_TIME when the group has none
     */
    public static Predicate within(FeatureGroupSpec group, TimeRange range) {
        if (range.equals(TimeRange.ALL)) {
            return Predicate.all();
        }
        EventTime time = group.eventTime()
                .orElseThrow(() -> QueryError.NO_EVENT_TIME.because("The rows of '" + group.name() + "' version "
                        + group.version() + " cannot be limited to " + range
                        + ": the group has no event time. Leave the range out, or filter on a column."));
        return within(time, group.schema().field(time.column()).type(), range);
    }

    /** The condition that an event time of type timestamp or date lies in the range. */
    public static Predicate within(EventTime time, DataType type, TimeRange range) {
        return within(new TimeColumn(time.column(), time.zone()), type, range);
    }

    /** The condition that a column of type timestamp or date lies in the range. */
    public static Predicate within(TimeColumn time, DataType type, TimeRange range) {
        OptionalLong start = range.startExclusive();
        OptionalLong end = range.endInclusive();
        Predicate after = start.isPresent()
                ? Predicate.greaterThan(time.column(), bound(start.getAsLong(), type, time.zone()))
                : Predicate.all();
        Predicate upTo = end.isPresent()
                ? Predicate.atMost(time.column(), bound(end.getAsLong(), type, time.zone()))
                : Predicate.all();
        return after.and(upTo);
    }

    private static Object bound(long micros, DataType type, ZoneId zone) {
        Instant instant = Times.instant(micros);
        return type instanceof DataType.DateType ? lastDayBegun(instant, zone) : instant;
    }

    /**
     * The last day that has begun at an instant. That is not always the local date: where clocks go back over midnight, it is
     * yesterday again for a while after the day has begun.
     */
    static LocalDate lastDayBegun(Instant instant, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(instant, zone);
        while (!begin(day.plusDays(1), zone).isAfter(instant)) {
            day = day.plusDays(1);
        }
        while (begin(day, zone).isAfter(instant)) {
            day = day.minusDays(1);
        }
        return day;
    }

    private static Instant begin(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }
}
