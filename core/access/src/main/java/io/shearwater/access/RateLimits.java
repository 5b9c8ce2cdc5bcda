package io.shearwater.access;

import io.shearwater.model.ShearwaterException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps each key to its rate, in this process. A token bucket as one number, the time at which it would be full again (the
 * generic cell rate algorithm of ITU-T I.371): no lock and no thread that fills it. Thread-safe.
 */
public final class RateLimits {
    private static final int MANY = 10_000;

    private final LongSupplier nanoTime;
    private final Map<String, AtomicLong> fullAt = new ConcurrentHashMap<>();

    public RateLimits() {
        this(System::nanoTime);
    }

    /** With a clock that only goes forward, in nanoseconds. */
    RateLimits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes from what a key has left; nothing is taken if it fails.
     *
     * @param key of whom: the id of an API key, or an address
     * @param cost what the request counts for; more than the burst never fits and counts as the burst
     * @throws ShearwaterException {@link RetryLater} RATE, with the time after which it would fit
     */
    public void take(String key, RateLimit limit, int cost) {
        long now = nanoTime.getAsLong();
        AtomicLong full = fullAt.computeIfAbsent(key, unknown -> new AtomicLong(now));
        double interval = limit.interval();
        long needed = Math.round(Math.min(cost, limit.burst()) * interval);
        long most = Math.round(limit.burst() * interval);
        while (true) {
            long before = full.get();
            // Differences, since the clock may pass over the largest number.
            long after = (before - now > 0 ? before : now) + needed;
            long over = after - now - most;
            if (over > 0) {
                throw refused(limit, Duration.ofNanos(over));
            }
            if (full.compareAndSet(before, after)) {
                break;
            }
        }
        if (fullAt.size() > MANY) {
            forgetFull(now);
        }
    }

    /** What is full is as good as unknown. */
    private void forgetFull(long now) {
        fullAt.values().removeIf(full -> full.get() - now <= 0);
    }

    private static ShearwaterException refused(RateLimit limit, Duration wait) {
        Duration rounded =
                Duration.ofSeconds(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
        return new ShearwaterException(
                new RetryLater(AccessError.RATE, rounded),
                "Too many requests with this key: it has " + limit.perSecond() + " a second, and " + limit.burst()
                        + " at once. Try again after " + rounded.toSeconds() + " s.");
    }
}
