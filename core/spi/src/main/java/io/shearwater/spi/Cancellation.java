package io.shearwater.spi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets a long operation be stopped from another thread. Thread-safe. */
public final class Cancellation {
    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private volatile boolean requested;

    /** An action that waits for a cancellation; closing it takes the action back. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        /** Nothing waits. */
        Registration NONE = () -> {};

        @Override
        void close();
    }

    /** Asks the operation to stop at its next check. */
    public void cancel() {
        requested = true;
        actions.forEach(Runnable::run);
    }

    public boolean isRequested() {
        return requested;
    }

    /**
     * Stops here if asked to.
     *
     * @throws io.shearwater.model.ShearwaterException CANCELLED
     */
    public void check() {
        if (requested) {
            throw SpiError.CANCELLED.because("The operation was cancelled.");
        }
    }

    /**
     * Runs an action, on the thread that cancels, when the cancellation is requested: for work that cannot check by itself,
     * such as a native call. The action is quick, may run twice and does not throw. One registered after the request is not
     * run: register, then {@link #check()}.
     */
    public Registration whenRequested(Runnable action) {
        actions.add(action);
        return () -> actions.remove(action);
    }
}
