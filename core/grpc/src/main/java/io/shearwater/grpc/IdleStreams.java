package io.shearwater.grpc;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Ends streams whose callers owe a message for too long, or that the server does not outlive. Thread-safe. */
final class IdleStreams implements AutoCloseable {
    private final Set<WatchedCall<?, ?>> calls = ConcurrentHashMap.newKeySet();
    private final Duration longest;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("shearwater-rpc-idle").factory());
    private final ScheduledFuture<?> looking;

    IdleStreams(Duration longest) {
        this.longest = longest;
        long every = Math.max(1, longest.toMillis() / 4);
        looking = clock.scheduleWithFixedDelay(() -> calls.removeIf(this::isOver), every, every, TimeUnit.MILLISECONDS);
    }

    void watch(WatchedCall<?, ?> call) {
        calls.add(call);
    }

    private boolean isOver(WatchedCall<?, ?> call) {
        if (!call.isOver() && call.silentNanos() > longest.toNanos()) {
            call.end(RpcError.TOO_SLOW.because("Nothing of the stream came for " + longest.toSeconds()
                    + " seconds, so it was given up. Send it again, without such a pause."));
        }
        return call.isOver();
    }

    /** Ends all that still run because the server does, so that their callers are told to come again. */
    void endAll() {
        calls.forEach(call -> {
            if (!call.isOver()) {
                call.end(RpcError.BROKEN_OFF.because(
                        "The server ended before this was answered, so whether it was done is not known. Send it again in a"
                                + " moment, an insert with its idempotency key."));
            }
        });
    }

    @Override
    public void close() {
        looking.cancel(false);
        clock.shutdownNow();
    }
}
