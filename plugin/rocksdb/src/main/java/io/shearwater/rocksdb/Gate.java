package io.shearwater.rocksdb;

import io.shearwater.spi.SpiError;
import java.util.concurrent.locks.StampedLock;

/** Lets calls in until it is closed, and closes when the last one is out: the native library does not forgive a late call. */
final class Gate {
    private final StampedLock lock = new StampedLock();
    private boolean closed;

    /** Enters; the stamp is given back to {@link #leave}. */
    long enter() {
        long stamp = lock.readLock();
        if (closed) {
            lock.unlockRead(stamp);
            throw SpiError.IO.because("The online store is closed.");
        }
        return stamp;
    }

    void leave(long stamp) {
        lock.unlockRead(stamp);
    }

    /** Waits until everybody is out, then runs this once; later calls do nothing. */
    void close(Runnable last) {
        long stamp = lock.writeLock();
        try {
            if (!closed) {
                closed = true;
                last.run();
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }
}
