package io.shearwater.gate;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does work on a thread of the platform while the virtual thread that wants it waits. Engines and learners are native code, which
 * holds the thread that carries a virtual one for as long as it runs: as many long queries as there are cores would leave nobody to
 * answer a vector.
 */
final class HeavyWork<T> implements Runnable {
    private final Supplier<T> work;
    // Written by the thread that works, read once it has ended.
    private @Nullable T done;
    private @Nullable Throwable failed;

    private HeavyWork(Supplier<T> work) {
        this.work = work;
    }

    /** What the work gives; throws what it throws. Whoever interrupts the waiting thread interrupts the work. */
    static <T> T call(Supplier<T> work) {
        if (!Thread.currentThread().isVirtual()) {
            return work.get();
        }
        HeavyWork<T> heavy = new HeavyWork<>(work);
        await(Thread.ofPlatform().daemon().name("shearwater-heavy").start(heavy));
        return heavy.result();
    }

    private static void await(Thread worker) {
        boolean interrupted = false;
        while (true) {
            try {
                worker.join();
                break;
            } catch (InterruptedException stopped) {
                interrupted = true;
                worker.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            done = work.get();
        } catch (RuntimeException | Error thrown) {
            failed = thrown;
        }
    }

    private T result() {
        T given = done;
        switch (failed) {
            case null -> {}
            case RuntimeException refused -> throw refused;
            case Error error -> throw error;
            case Throwable impossible -> throw new IllegalStateException(impossible);
        }
        if (given == null) {
            throw new IllegalStateException("work of a request gives something");
        }
        return given;
    }
}
