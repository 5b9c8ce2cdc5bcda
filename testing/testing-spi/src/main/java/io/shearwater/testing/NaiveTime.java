package io.shearwater.testing;

import io.shearwater.model.Times;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The stretch of microseconds that an event time stands for: an instant itself, a date its whole day in a zone. */
record NaiveTime(long low, long high) {
    static NaiveTime of(Object value, ZoneId zone) {
        return switch (value) {
            case Instant instant -> new NaiveTime(Times.micros(instant), Times.micros(instant));
            case LocalDate day ->
                new NaiveTime(
                        Times.micros(day.atStartOfDay(zone).toInstant()),
                        Times.micros(day.plusDays(1).atStartOfDay(zone).toInstant()) - 1);
            default -> throw new IllegalArgumentException("No event time: " + value);
        };
    }

    static NaiveTime at(Instant instant) {
        return of(instant, ZoneId.of("UTC"));
    }
}
