package io.shearwater.rest;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a connection may be answered before others are. Its virtual thread runs until it waits, and that of a caller who sends
 * requests without a pause never does: one such caller for each core kept everybody else out.
 */
final class Turn {
    /** Requests, on average: about a millisecond of the smallest. */
    private static final int LENGTH = 16;

    private Turn() {}

    /**
     * Lets others go on, once in a while. To yield is not enough: the scheduler takes the thread that yielded from its queue again
     * before it looks into the other queues.
     */
    static void mayEnd() {
        if (ThreadLocalRandom.current().nextInt(LENGTH) == 0) {
            LockSupport.parkNanos(1);
        }
    }
}
