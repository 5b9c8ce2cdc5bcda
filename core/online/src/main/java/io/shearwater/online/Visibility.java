package io.shearwater.online;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Times;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * When rows of a group count, in the microseconds by which the store orders them: the event time, of a date its first
 * microsecond, 0 in a group without one. The rule is {@link io.shearwater.plan.AsOfRule} for a label at now. Immutable and
 * thread-safe.
 */
final class Visibility {
    /** What stands for the event time in a group that has none. */
    static final long TIMELESS = 0;

    private final Optional<EventTime> eventTime;
    private final boolean days;
    private final long knownAfter;

    Visibility(FeatureGroupSpec spec) {
        this.eventTime = spec.eventTime();
        this.days = eventTime
                .map(time -> spec.schema().field(time.column()).type() instanceof DataType.DateType)
                .orElse(false);
        this.knownAfter = eventTime.map(time -> micros(time.knownAfter())).orElse(0L);
    }

    boolean timeless() {
        return eventTime.isEmpty();
    }

    /** The latest event time that is known at {@code now}. */
    long upTo(long now) {
        return timeless() ? TIMELESS : minus(now, knownAfter);
    }

    /** The latest event time that was known before {@code now}: of a date, once its whole day was. */
    long strictlyUpTo(long now) {
        if (timeless()) {
            return TIMELESS;
        }
        long known = minus(now, knownAfter);
        if (!days) {
            return minus(known, 1);
        }
        ZoneId zone = eventTime.orElseThrow().zone();
        LocalDate today = LocalDate.ofInstant(Times.instant(known), zone);
        return Times.startOfDay(today.toEpochDay(), zone) - 1;
    }

    /** Of rows up to here no reader wants any but the newest, from {@code now} on. */
    long settled(long now) {
        return strictlyUpTo(now);
    }

    /** The event times of rows. */
    long[] times(FeatureGroupSpec spec, Frame rows) {
        long[] times = new long[rows.rows()];
        if (timeless()) {
            return times;
        }
        EventTime time = eventTime.orElseThrow();
        Column column = rows.column(time.column());
        requireNoNull(spec, time.column(), column);
        if (column instanceof Column.Longs instants) {
            System.arraycopy(instants.values(), 0, times, 0, times.length);
            return times;
        }
        int[] epochDays = ((Column.Ints) column).values();
        boolean utc = time.zone().normalized().equals(ZoneOffset.UTC);
        for (int row = 0; row < times.length; row++) {
            boolean asBefore = row > 0 && epochDays[row] == epochDays[row - 1];
            if (asBefore) {
                times[row] = times[row - 1];
            } else {
                times[row] = Times.startOfDay(epochDays[row], utc ? ZoneOffset.UTC : time.zone());
            }
        }
        return times;
    }

    static void requireNoNull(FeatureGroupSpec spec, String name, Column column) {
        if (column.validity().allValid()) {
            return;
        }
        for (int row = 0; row < column.size(); row++) {
            if (column.isNull(row)) {
                throw OnlineError.BAD_ROWS.because("Row " + row + " for the feature group '" + spec.name()
                        + "' has no '" + name + "', which says whose row it is or when. Nothing was written.");
            }
        }
    }

    /** Whole microseconds, at most what 64 bits hold. */
    static long micros(Duration duration) {
        try {
            return Math.addExact(Math.multiplyExact(duration.getSeconds(), Times.MICROS), duration.getNano() / 1_000);
        } catch (ArithmeticException beyondAllTime) {
            return Long.MAX_VALUE;
        }
    }

    /** The difference, no earlier than 64 bits reach. */
    static long minus(long now, long duration) {
        long earlier = now - duration;
        return earlier > now ? Long.MIN_VALUE : earlier;
    }
}
