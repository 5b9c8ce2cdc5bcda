package io.shearwater.serving;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts who uses something that is to be closed when the last user is gone. Users never wait; threads count in places of their own,
 * far from one another in memory.
 *
 * <p>A user enters, and then looks whether the thing is still the one in use; if it is not, he exits and has not used it. So, once
 * another one is in use, each place that is seen at 0 stays without users.
 */
final class Leases {
    private static final int PLACES = 64;
    private static final int APART = 16;

    private final AtomicLongArray users = new AtomicLongArray(PLACES * APART);

    /** Enters; returns the place to {@link #exit}. */
    int enter() {
        int place = (Long.hashCode(Thread.currentThread().threadId()) & (PLACES - 1)) * APART;
        users.getAndIncrement(place);
        return place;
    }

    void exit(int place) {
        users.getAndDecrement(place);
    }

    /** Waits until nobody uses it; returns false if somebody still does after this time. */
    boolean awaitUnused(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        for (int place = 0; place < PLACES; place++) {
            while (users.get(place * APART) != 0) {
                if (System.nanoTime() > end) {
                    return false;
                }
                LockSupport.parkNanos(this, 100_000);
            }
        }
        return true;
    }
}
