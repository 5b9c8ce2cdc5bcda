package io.shearwater.serving;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that ask the shadows of one lineup, and what waits for them. Each lineup has its own, so that a shadow that hangs keeps
 * no other deployment's from being asked. None is made before it is needed. Thread-safe.
 */
final class Shadows implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 1_024;

    private final AtomicLong unanswered = new AtomicLong();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("deployment shadows ", 0).factory());

    Shadows() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** Asks later; false where too many wait. */
    boolean offer(Runnable task) {
        unanswered.incrementAndGet();
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    unanswered.decrementAndGet();
                }
            });
            return true;
        } catch (RejectedExecutionException full) {
            unanswered.decrementAndGet();
            return false;
        }
    }

    /** Waits until all have answered, or for this time where one does not. */
    void await(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (unanswered.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(this, 200_000);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
