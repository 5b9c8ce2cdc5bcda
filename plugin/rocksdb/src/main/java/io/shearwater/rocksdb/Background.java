package io.shearwater.rocksdb;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The one thread of work that nobody waits for. Thread-safe. */
final class Background implements AutoCloseable {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("online-background").factory());

    /** Does the work as soon as what was given before it is done. */
    void execute(Runnable work) {
        thread.execute(work);
    }

    /** Does the work later. */
    Future<?> executeIn(long millis, Runnable work) {
        return thread.schedule(work, millis, TimeUnit.MILLISECONDS);
    }

    /** Waits for what is being done; the rest is forgotten. */
    @Override
    public void close() {
        thread.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
