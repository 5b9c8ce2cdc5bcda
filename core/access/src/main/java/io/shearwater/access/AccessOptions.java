package io.shearwater.access;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How keys live. Immutable.
 *
 * @param clock what tells the time
 * @param keyLife how long a key lives for which nothing else is said
 * @param longestKeyLife how long a key may live at most
 * @param longestGrace how long an old secret may stay valid beside the new one at most
 * @param mostKeys how many keys a principal may have that are valid
 */
public record AccessOptions(
        InstantSource clock, Duration keyLife, Duration longestKeyLife, Duration longestGrace, int mostKeys) {
    public AccessOptions {
        if (!keyLife.isPositive() || keyLife.compareTo(longestKeyLife) > 0) {
            throw AccessError.BAD_REQUEST.because("Keys cannot live for " + keyLife
                    + " by default: it has to be more than nothing and at most " + longestKeyLife
                    + ", the longest that a key may live.");
        }
        if (longestGrace.isNegative() || mostKeys < 1) {
            throw AccessError.BAD_REQUEST.because("A grace of " + longestGrace + " and " + mostKeys
                    + " keys make no sense: the first has to be 0 or more, the second 1 or more.");
        }
    }

    /** 90 days, at most 365; an old secret for at most 7 days; 100 keys. */
    public static AccessOptions defaults() {
        return new AccessOptions(
                InstantSource.system(), Duration.ofDays(90), Duration.ofDays(365), Duration.ofDays(7), 100);
    }

    public AccessOptions withClock(InstantSource next) {
        return new AccessOptions(next, keyLife, longestKeyLife, longestGrace, mostKeys);
    }

    /** How long keys live for which nothing else is said, and at most. */
    public AccessOptions withKeyLife(Duration usual, Duration longest) {
        return new AccessOptions(clock, usual, longest, longestGrace, mostKeys);
    }
}
