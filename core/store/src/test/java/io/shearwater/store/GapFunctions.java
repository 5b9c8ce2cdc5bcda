package io.shearwater.store;

import io.shearwater.transform.FromColumn;
import io.shearwater.transform.TransformationFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A function on demand whose body tests can change under its name. */
public final class GapFunctions {
    /** What the body adds: another body. */
    static final AtomicLong DRIFT = new AtomicLong();

    /** What happens when the function runs, after a request has read; once. */
    static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>(() -> {});

    private GapFunctions() {}

    /** Seconds since the card was used before; null of a card that was not. */
    @TransformationFunction
    public static @Nullable Long gap(
            @FromColumn("event_time") Instant eventTime, @FromColumn("last_used") @Nullable Instant lastUsed) {
        MEANWHILE.getAndSet(() -> {}).run();
        return lastUsed == null
                ? null
                : Long.valueOf(Duration.between(lastUsed, eventTime).toSeconds() + DRIFT.get());
    }
}
