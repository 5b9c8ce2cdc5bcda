package io.shearwater.transform;

import io.shearwater.model.Times;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * What clocks of a zone show. Remembers between which two changes of the clock the last time was, so that neighbouring times need
 * no look at the rules. Not thread-safe.
 */
final class LocalClock {
    private final ZoneRules rules;
    private long from = 1;
    /** Before {@link #from}: nothing is known yet. */
    private long until;

    private long offset;

    LocalClock(ZoneId zone) {
        this.rules = zone.getRules();
    }

    /** The microseconds since the epoch that a clock without offset would show; wraps around at the ends of 64 bits. */
    long local(long micros) {
        if (micros < from || micros >= until) {
            look(micros);
        }
        return micros + offset;
    }

    private void look(long micros) {
        Instant instant = Times.instant(micros);
        offset = rules.getOffset(instant).getTotalSeconds() * Times.MICROS;
        // A change at this very instant is the one before.
        ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(instant);
        from = before == null ? Long.MIN_VALUE : Times.micros(before.getInstant());
        until = after == null ? Long.MAX_VALUE : Times.micros(after.getInstant());
    }
}
