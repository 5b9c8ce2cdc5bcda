package io.shearwater.gate;

import io.shearwater.gate.Action.Load;
import io.shearwater.model.FrameReader;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much is done at a time. What is light and what is heavy have places of their own, so that a vector never waits for a table
 * that is read. A request waits for a place for a short time only, and only so many wait. Thread-safe.
 */
public final class Admission {
    private final Map<Load, Places> places = new EnumMap<>(Load.class);
    private final Duration longest;
    private final ScheduledThreadPoolExecutor clock = clock();

    /**
     * How much at a time.
     *
     * @param light how many light requests run at a time
     * @param heavy how many heavy ones
     * @param waiting how many of each wait for a place at most
     * @param patience how long one waits
     * @param longest how long rows may be on their way
     */
    public record Limits(int light, int heavy, int waiting, Duration patience, Duration longest) {
        public static Limits defaults() {
            int cores = Runtime.getRuntime().availableProcessors();
            return new Limits(64 * cores, 4 * cores, 256 * cores, Duration.ofSeconds(2), Duration.ofMinutes(30));
        }

        public Limits withLongest(Duration time) {
            return new Limits(light, heavy, waiting, patience, time);
        }
    }

    private record Places(Load load, int all, Semaphore free, AtomicInteger waiting, Limits limits) {
        void take() {
            if (free.tryAcquire()) {
                return;
            }
            if (waiting.incrementAndGet() > limits.waiting()) {
                waiting.decrementAndGet();
                throw full();
            }
            try {
                if (!free.tryAcquire(limits.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                    throw full();
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw GateError.ENDING.because("The server ends. Ask again in a moment.");
            } finally {
                waiting.decrementAndGet();
            }
        }

        private RuntimeException full() {
            return GateError.OVERLOADED.because("The server is busy with " + all + " "
                    + load.name().toLowerCase(Locale.ROOT) + " requests, as many as it does at a time. Ask again in a"
                    + " moment, with fewer at a time.");
        }
    }

    public Admission(Limits limits) {
        longest = limits.longest();
        places.put(Load.LIGHT, places(Load.LIGHT, limits.light(), limits));
        places.put(Load.HEAVY, places(Load.HEAVY, limits.heavy(), limits));
    }

    private static Places places(Load load, int many, Limits limits) {
        return new Places(load, many, new Semaphore(many), new AtomicInteger(), limits);
    }

    /** A place that is taken; closing it gives it back. */
    public static final class Place implements AutoCloseable {
        private final Semaphore free;

        private Place(Semaphore free) {
            this.free = free;
        }

        @Override
        public void close() {
            free.release();
        }
    }

    /**
     * Takes a place.
     *
     * @throws io.shearwater.model.ShearwaterException OVERLOADED when there is none in time
     */
    public Place take(Load load) {
        Places of = of(load);
        of.take();
        return new Place(of.free());
    }

    /** Its thread goes when there is nothing to wait for. */
    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("shearwater-deadlines").factory());
        clock.setRemoveOnCancelPolicy(true);
        clock.setKeepAliveTime(10, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        return clock;
    }

    /**
     * Rows that are given up when they take longer than a request may.
     *
     * @return a reader that throws TOO_LONG then; closing it closes the one behind
     */
    public FrameReader bound(FrameReader rows) {
        return new BoundedRows(rows, longest, clock);
    }

    /** Whether there is a place now, so that whoever takes one at once hardly waits. */
    public boolean hasPlace(Load load) {
        return of(load).free().availablePermits() > 0;
    }

    /** How many run now. */
    public int running(Load load) {
        Places of = of(load);
        return of.all() - of.free().availablePermits();
    }

    private Places of(Load load) {
        Places of = places.get(load);
        if (of == null) {
            throw new IllegalStateException("no places for " + load);
        }
        return of;
    }

    /**
     * Waits until nothing runs.
     *
     * @return whether it came to that in time
     */
    public boolean await(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        for (Places of : places.values()) {
            try {
                if (!of.free().tryAcquire(of.all(), Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    return false;
                }
                of.free().release(of.all());
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
