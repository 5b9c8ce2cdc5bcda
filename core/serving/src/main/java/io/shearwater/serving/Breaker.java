package io.shearwater.serving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps requests from a model that fails again and again. Closed, all requests go to it; after {@link #FAILURES} failures in a row it
 * opens, and none does for {@link #PAUSE}; then one request tries: if it succeeds the breaker closes, else it opens again.
 * Thread-safe, without locks.
 */
final class Breaker {
    static final int FAILURES = 10;
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final State CLOSED = new State(0, Instant.MIN);

    private final InstantSource clock;
    private final AtomicReference<State> state = new AtomicReference<>(CLOSED);

    /**
     * What is known.
     *
     * @param failures in a row
     * @param openUntil when the next request may try, if it is open
     */
    private record State(int failures, Instant openUntil) {
        boolean isOpen() {
            return failures >= FAILURES;
        }
    }

    Breaker(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether a request may go to the model now. Whoever is let through says what became of it. */
    boolean letsThrough() {
        State now = now();
        if (!now.isOpen()) {
            return true;
        }
        Instant time = clock.instant();
        // Of those that come when the pause is over, one gets through: it begins another pause for the others.
        return !time.isBefore(now.openUntil) && state.compareAndSet(now, new State(now.failures, time.plus(PAUSE)));
    }

    void succeeded() {
        if (now().failures != 0) {
            state.set(CLOSED);
        }
    }

    void failed() {
        state.updateAndGet(now -> {
            int failures = Math.min(FAILURES, now.failures + 1);
            return new State(failures, failures == FAILURES ? clock.instant().plus(PAUSE) : Instant.MIN);
        });
    }

    private State now() {
        return Objects.requireNonNull(state.get());
    }

    boolean isOpen() {
        return now().isOpen();
    }
}
