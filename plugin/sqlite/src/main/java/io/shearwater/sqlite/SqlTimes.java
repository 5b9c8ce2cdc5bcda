package io.shearwater.sqlite;

import io.shearwater.model.Times;
import java.time.Instant;

/** Instants as the registry's tables hold them. */
final class SqlTimes {
    private static final Instant LAST = Times.instant(Long.MAX_VALUE);
    private static final Instant FIRST = Times.instant(Long.MIN_VALUE);

    private SqlTimes() {}

    /** Microseconds since the epoch; instants beyond 64 bits as the last or first one. */
    static long saturated(Instant instant) {
        if (instant.isAfter(LAST)) {
            return Long.MAX_VALUE;
        }
        return instant.isBefore(FIRST) ? Long.MIN_VALUE : Times.micros(instant);
    }
}
