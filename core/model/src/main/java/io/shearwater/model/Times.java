package io.shearwater.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since the epoch, the unit of every timestamp inside Shearwater. */
public final class Times {
    /** Microseconds of a second. */
    public static final long MICROS = 1_000_000L;

    private Times() {}

    /**
     * Microseconds since 1970-01-01T00:00:00Z; nanoseconds are cut towards the past.
     *
     * @throws ShearwaterException BAD_RANGE when the instant is out of the range of 64 bits (about 292,000 years)
     */
    public static long micros(Instant instant) {
        long seconds = instant.getEpochSecond();
        long fraction = instant.getNano() / 1_000;
        try {
            // Before the epoch the whole seconds alone may not fit although the sum does: count down from the next one.
            return seconds < 0 && fraction > 0
                    ? Math.addExact(Math.multiplyExact(seconds + 1, MICROS), fraction - MICROS)
                    : Math.addExact(Math.multiplyExact(seconds, MICROS), fraction);
        } catch (ArithmeticException overflow) {
            throw new ShearwaterException(
                    ModelError.BAD_RANGE,
                    "The instant " + instant + " is out of range: it does not fit 64 bits of microseconds.",
                    overflow);
        }
    }

    /** The instant of so many microseconds since the epoch. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
    }

    /** The instant cut to whole microseconds, as it is stored. */
    public static Instant truncated(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** The first microsecond of a day in a zone. */
    public static long startOfDay(long epochDay, ZoneId zone) {
        return micros(LocalDate.ofEpochDay(epochDay).atStartOfDay(zone).toInstant());
    }

    /**
     * The day's number since 1970-01-01, as date columns hold it.
     *
     * @throws ShearwaterException BAD_RANGE when it does not fit 32 bits (about 5.8 million years)
     */
    public static int epochDay(LocalDate date) {
        long day = date.toEpochDay();
        if (day != (int) day) {
            throw ModelError.BAD_RANGE.because(
                    "The date " + date + " is out of range: its day number does not fit 32 bits.");
        }
        return (int) day;
    }

    /** The last microsecond of a day in a zone. */
    public static long endOfDay(long epochDay, ZoneId zone) {
        return startOfDay(epochDay + 1, zone) - 1;
    }
}
