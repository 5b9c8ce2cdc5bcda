package io.shearwater.training;

import io.shearwater.model.FrameReader;

/**
 * What versions of training data keep in files: rows that callers brought along, and what transformations learnt. Implemented
 * where the store is composed. Thread-safe.
 */
public interface DatasetFiles {
    /** Keeps rows under a version's name, exactly and in their order, durably when this returns; closes the reader. */
    void saveSpine(String name, FrameReader rows);

    /** The rows of a version. */
    FrameReader loadSpine(String name);

    /** Keeps what transformations learnt, durably when this returns. */
    void saveFitted(String name, byte[] states);

    /** What transformations learnt. */
    byte[] loadFitted(String name);

    /** Forgets all that is kept of a version; harmless if there is nothing. */
    void delete(String name);
}
