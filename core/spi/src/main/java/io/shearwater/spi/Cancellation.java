package io.shearwater.spi;

/** Lets a long operation be stopped from another thread. Thread-safe. */
public final class Cancellation {
    private volatile boolean requested;

    /** Asks the operation to stop at its next check. */
    public void cancel() {
        requested = true;
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
}
