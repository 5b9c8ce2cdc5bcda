package io.shearwater.gate;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does work on a thread of the platform while the virtual thread that wants it waits. Engines and learners are native code, which
 * holds the thread that carries a virtual one for as long as it runs: as many long queries as there are cores would leave nobody to
 * answer a vector. What the work has to do on the waiting thread it hands back: {@link CallersThread}.
 */
final class HeavyWork<T> implements Runnable {
    private static final ScopedValue<HeavyWork<?>> CURRENT = ScopedValue.newInstance();

    private final Supplier<T> work;
    /** For the waiting thread; the last is empty. */
    private final BlockingQueue<Optional<Runnable>> handedBack = new LinkedBlockingQueue<>();

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
        heavy.await(Thread.ofPlatform().daemon().name("shearwater-heavy").start(heavy));
        return heavy.result();
    }

    /** The work that this thread does for a waiting one. */
    static Optional<HeavyWork<?>> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Has the waiting thread run something, some time. */
    void handBack(Runnable task) {
        handedBack.add(Optional.of(task));
    }

    private void await(Thread worker) {
        boolean interrupted = false;
        while (true) {
            try {
                Optional<Runnable> next = handedBack.take();
                if (next.isEmpty()) {
                    break;
                }
                next.get().run();
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
            done = ScopedValue.where(CURRENT, this).call(work::get);
        } catch (RuntimeException | Error thrown) {
            failed = thrown;
        } finally {
            handedBack.add(Optional.empty());
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
