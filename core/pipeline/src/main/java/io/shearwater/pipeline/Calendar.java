package io.shearwater.pipeline;

import io.shearwater.model.Column;
import io.shearwater.model.Times;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;

/** Days and weeks of a zone, some of which have an hour more or less than others. Instants are microseconds. Immutable. */
record Calendar(ZoneId zone) {
    static final Calendar UTC = new Calendar(ZoneOffset.UTC);
    private static final long DAY = Duration.ofDays(1).toSeconds() * Times.MICROS;

    /** Whether a window of so many microseconds is one of days or weeks. */
    static boolean isOfDays(long unit) {
        return unit % DAY == 0;
    }

    private static boolean isBound(long micros) {
        return micros == Span.BEGINNING || micros == Span.FOREVER;
    }

    /** The start of the unit that an instant lies in. */
    long floor(long micros, long unit) {
        if (unit == 1 || isBound(micros)) {
            return micros;
        }
        if (isOfDays(unit)) {
            LocalDate day = local(micros).toLocalDate();
            return start(unit == DAY ? day : day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
        }
        long offset = local(micros).getOffset().getTotalSeconds() * Times.MICROS;
        return Math.floorDiv(micros + offset, unit) * unit - offset;
    }

    /** What lies so much before an instant: whole days by the calendar, the rest by the clock. */
    long minus(long micros, long length) {
        if (isBound(micros)) {
            return micros;
        }
        ZonedDateTime back = local(micros).minusDays(length / DAY);
        return Times.micros(back.toInstant()) - length % DAY;
    }

    /** What lies so much after an instant: whole days by the calendar, the rest by the clock. */
    long plus(long micros, long length) {
        return minus(micros, -length);
    }

    /** The start of the day so many days before the one that begins at an instant. */
    long minusDays(long micros, int days) {
        return start(local(micros).toLocalDate().minusDays(days));
    }

    long start(LocalDate day) {
        return Times.micros(day.atStartOfDay(zone).toInstant());
    }

    private ZonedDateTime local(long micros) {
        return Times.instant(micros).atZone(zone);
    }

    /** The time of a row, which has one; of a date the day's first instant. */
    long micros(Column times, int row) {
        return switch (times) {
            case Column.Ints days -> Times.startOfDay(days.values()[row], zone);
            case Column.Longs micros -> micros.values()[row];
            default -> throw new IllegalStateException("not a time");
        };
    }
}
