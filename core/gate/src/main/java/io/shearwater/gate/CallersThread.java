package io.shearwater.gate;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The thread that a request came on. Heavy work is done on another; what has to be done on this one is done through here, such as to
 * write to a socket: a virtual thread can be woken from a write that nobody takes, one of the platform cannot.
 */
public final class CallersThread {
    private CallersThread() {}

    /** Writes somewhere. */
    @FunctionalInterface
    public interface Write {
        void run() throws IOException;
    }

    /** Runs it on the thread that the request came on, which is this one unless it does heavy work, and waits until it is done. */
    public static void run(Write write) throws IOException {
        Optional<HeavyWork<?>> heavy = HeavyWork.current();
        if (heavy.isEmpty()) {
            write.run();
            return;
        }
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        heavy.get().handBack(() -> {
            try {
                write.run();
                written.complete(true);
            } catch (IOException | RuntimeException | Error failed) {
                written.completeExceptionally(failed);
            }
        });
        join(written);
    }

    /** Whatever happens to this thread, what it gave away to write is its own again only when that has ended. */
    private static void join(CompletableFuture<Boolean> written) throws IOException {
        try {
            written.join();
        } catch (CompletionException ended) {
            switch (ended.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> throw new IllegalStateException(ended);
            }
        }
    }
}
