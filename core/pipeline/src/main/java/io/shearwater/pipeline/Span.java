package io.shearwater.pipeline;

import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import java.util.OptionalLong;

/**
 * A stretch of event time, in microseconds: from the start up to but without the end. The least and greatest long stand for no
 * bound.
 */
record Span(long startInclusive, long endExclusive) {
    static final long BEGINNING = Long.MIN_VALUE;
    static final long FOREVER = Long.MAX_VALUE;
    static final Span ALL = new Span(BEGINNING, FOREVER);

    boolean isEmpty() {
        return startInclusive >= endExclusive;
    }

    boolean contains(long micros) {
        return micros >= startInclusive && micros < endExclusive;
    }

    /** Whether every instant of the other lies in this one. */
    boolean covers(Span other) {
        return startInclusive <= other.startInclusive && endExclusive >= other.endExclusive;
    }

    /** This span from an instant on. */
    Span from(long micros) {
        return new Span(Math.max(startInclusive, micros), endExclusive);
    }

    /** The same instants as a range. */
    TimeRange range() {
        return new TimeRange(
                startInclusive == BEGINNING ? OptionalLong.empty() : OptionalLong.of(startInclusive - 1),
                endExclusive == FOREVER
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.max(endExclusive, startInclusive) - 1));
    }

    @Override
    public String toString() {
        return "[" + (startInclusive == BEGINNING ? "-" : Times.instant(startInclusive)) + ", "
                + (endExclusive == FOREVER ? "-" : Times.instant(endExclusive)) + ")";
    }
}
