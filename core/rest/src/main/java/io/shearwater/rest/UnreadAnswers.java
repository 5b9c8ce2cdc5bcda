package io.shearwater.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends answers of which the caller takes nothing for too long: they hold a place, and what they read. Thread-safe. */
final class UnreadAnswers implements AutoCloseable {
    private final Duration longest;
    private final Set<Writing> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("shearwater-unread").factory());
    private final ScheduledFuture<?> looking;

    UnreadAnswers(Duration longest) {
        this.longest = longest;
        long every = Math.max(1, longest.toMillis() / 4);
        looking = clock.scheduleWithFixedDelay(() -> running.forEach(this::look), every, every, TimeUnit.MILLISECONDS);
    }

    /** One write, of as many bytes as are sent at once. */
    private static final class Writing {
        private final Thread thread = Thread.currentThread();
        private final long since = System.nanoTime();
        private boolean over;
        private boolean cut;

        synchronized void cut() {
            if (!over) {
                cut = true;
                thread.interrupt();
            }
        }

        /** Whether it was cut; from now on it will not be. */
        synchronized boolean end() {
            over = true;
            return cut;
        }
    }

    private void look(Writing writing) {
        if (System.nanoTime() - writing.since > longest.toNanos()) {
            writing.cut();
        }
    }

    /** Writes to a connection. */
    @FunctionalInterface
    interface Write {
        void run() throws IOException;
    }

    /**
     * Writes, for as long as that may take. The connections are channels: whoever interrupts a thread that writes closes its own.
     *
     * @throws io.shearwater.model.ShearwaterException TOO_SLOW when nobody takes it
     */
    void write(Write write) throws IOException {
        Writing writing = new Writing();
        running.add(writing);
        try {
            write.run();
        } catch (IOException | RuntimeException broken) {
            if (writing.end()) {
                throw RestError.TOO_SLOW.because(
                        "Nothing of the answer was taken for " + longest.toSeconds()
                                + " seconds, so it was given up. Ask again, and read it as it comes.",
                        broken);
            }
            throw broken;
        } finally {
            running.remove(writing);
            if (writing.end()) {
                // It was for this write, whether or not it came in time.
                Thread.interrupted();
            }
        }
    }

    /** As {@link #write}, where what fails is not checked. */
    void send(Runnable send) {
        try {
            write(send::run);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void close() {
        looking.cancel(false);
        clock.shutdownNow();
    }
}
