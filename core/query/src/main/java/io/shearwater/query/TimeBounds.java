package io.shearwater.query;

import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.Predicate;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.OptionalLong;

/** Ranges of event time as conditions on the event-time column, so that engines and stores can prune with them. */
public final class TimeBounds {
    private TimeBounds() {}

    /**
     * The condition that a row's event time lies in {@code (start, end]}. A date counts with its first microsecond in the
     * group's zone.
     */
    public static Predicate within(EventTime time, DataType type, TimeRange range) {
        Predicate after = lower(time, type, range.startExclusive());
        return after.and(upper(time, type, range.endInclusive()));
    }

    private static Predicate lower(EventTime time, DataType type, OptionalLong startExclusive) {
        if (startExclusive.isEmpty()) {
            return Predicate.all();
        }
        long start = startExclusive.getAsLong();
        return type instanceof DataType.DateType
                ? Predicate.greaterThan(time.column(), lastDayStartingBy(start, time.zone()))
                : Predicate.greaterThan(time.column(), Times.instant(start));
    }

    private static Predicate upper(EventTime time, DataType type, OptionalLong endInclusive) {
        if (endInclusive.isEmpty()) {
            return Predicate.all();
        }
        long end = endInclusive.getAsLong();
        return type instanceof DataType.DateType
                ? Predicate.atMost(time.column(), lastDayStartingBy(end, time.zone()))
                : Predicate.atMost(time.column(), Times.instant(end));
    }

    /** The day in which an instant lies is the last one that has started by then. */
    private static LocalDate lastDayStartingBy(long micros, ZoneId zone) {
        return LocalDate.ofInstant(Times.instant(micros), zone);
    }
}
