package io.shearwater.model;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids of requests as UUIDs of version 7 (RFC 9562, section 5.7): milliseconds, then a counter, then bits that are random
 * for each maker and spread for each id. No two of a maker are equal, and each is greater than the one before: where more
 * than 4,096 fall into a millisecond, the counter runs into the next one. Thread-safe.
 */
public final class RequestIds {
    private static final int COUNTER_BITS = 12;
    private static final long COUNTER = (1L << COUNTER_BITS) - 1;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final long seed = ThreadLocalRandom.current().nextLong();
    /** Milliseconds and counter of the id that comes next at the earliest. */
    private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);

    /**
     * Reserves ids that follow one another.
     *
     * @param micros the time of the request, since the epoch
     * @return the first, for {@link #id}; those of the others are one greater each
     */
    public long reserve(long micros, int ids) {
        long now = Math.floorDiv(micros, 1_000L) << COUNTER_BITS;
        while (true) {
            long known = next.get();
            long first = Math.max(known, now);
            if (next.compareAndSet(known, first + ids)) {
                return first;
            }
        }
    }

    /** The id of a number that was reserved. */
    public RequestId id(long number) {
        long high = ((number >>> COUNTER_BITS) << 16) | VERSION_7 | (number & COUNTER);
        return new RequestId.Generated(new UUID(high, VARIANT | (spread(number ^ seed) >>> 2)));
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long spread(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
