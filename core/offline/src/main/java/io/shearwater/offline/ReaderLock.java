package io.shearwater.offline;

/**
 * Tells those that delete files of those that read them, in whatever process. Implemented where the store is composed.
 * Thread-safe.
 */
public interface ReaderLock {
    /** Keeps others from deleting files until it is closed; waits while they do. */
    Reading reading();

    /** Does something unless somebody else reads; returns whether it was done. */
    boolean unlessRead(Runnable work);

    /** A right to read. */
    interface Reading extends AutoCloseable {
        @Override
        void close();
    }
}
