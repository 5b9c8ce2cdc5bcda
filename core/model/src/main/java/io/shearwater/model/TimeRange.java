package io.shearwater.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/**
 * A stretch of event time, in microseconds: later than the start, up to and including the end. Two adjacent ranges cover
 * every row once.
 */
public record TimeRange(OptionalLong startExclusive, OptionalLong endInclusive) {
    /** All of time. */
    public static final TimeRange ALL = new TimeRange(OptionalLong.empty(), OptionalLong.empty());

    public TimeRange {
        if (startExclusive.isPresent()
                && endInclusive.isPresent()
                && startExclusive.getAsLong() > endInclusive.getAsLong()) {
            throw ModelError.BAD_RANGE.because("The range ends at " + Times.instant(endInclusive.getAsLong())
                    + ", before it starts at " + Times.instant(startExclusive.getAsLong()) + ".");
        }
    }

    /** {@code (start, end]}. */
    public static TimeRange of(Instant startExclusive, Instant endInclusive) {
        return new TimeRange(
                OptionalLong.of(Times.micros(startExclusive)), OptionalLong.of(Times.micros(endInclusive)));
    }

    public static TimeRange after(Instant startExclusive) {
        return new TimeRange(OptionalLong.of(Times.micros(startExclusive)), OptionalLong.empty());
    }

    public static TimeRange upTo(Instant endInclusive) {
        return new TimeRange(OptionalLong.empty(), OptionalLong.of(Times.micros(endInclusive)));
    }

    /** Whole days in UTC, both included. */
    public static TimeRange ofDays(LocalDate first, LocalDate last) {
        return ofDays(first, last, ZoneOffset.UTC);
    }

    /** Whole days in a zone, both included. */
    public static TimeRange ofDays(LocalDate first, LocalDate last, ZoneId zone) {
        if (last.isBefore(first)) {
            throw ModelError.BAD_RANGE.because(
                    "The range of days ends on " + last + ", before it starts on " + first + ".");
        }
        return new TimeRange(
                OptionalLong.of(Times.startOfDay(first.toEpochDay(), zone) - 1),
                OptionalLong.of(Times.endOfDay(last.toEpochDay(), zone)));
    }

    public boolean contains(long micros) {
        return (startExclusive.isEmpty() || micros > startExclusive.getAsLong())
                && (endInclusive.isEmpty() || micros <= endInclusive.getAsLong());
    }

    /** Whether some instant lies in both. */
    public boolean overlaps(TimeRange other) {
        return beginsBeforeEndOf(other)
                && other.beginsBeforeEndOf(this)
                && beginsBeforeEndOf(this)
                && other.beginsBeforeEndOf(other);
    }

    private boolean beginsBeforeEndOf(TimeRange other) {
        return startExclusive.isEmpty()
                || other.endInclusive.isEmpty()
                || startExclusive.getAsLong() < other.endInclusive.getAsLong();
    }

    @Override
    public String toString() {
        String start = startExclusive.isPresent()
                ? Times.instant(startExclusive.getAsLong()).toString()
                : "-";
        String end = endInclusive.isPresent()
                ? Times.instant(endInclusive.getAsLong()).toString()
                : "-";
        return "(" + start + ", " + end + "]";
    }
}
