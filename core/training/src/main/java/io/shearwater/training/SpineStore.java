package io.shearwater.training;

import io.shearwater.model.FrameReader;

/** Keeps the rows that callers brought along. Implemented where the store is composed. Thread-safe. */
public interface SpineStore {
    /** Keeps rows under a name, exactly and in their order, durably when this returns; closes the reader. */
    void save(String name, FrameReader rows);

    /** The rows of a name. */
    FrameReader load(String name);

    /** Forgets the rows of a name; harmless if there are none. */
    void delete(String name);
}
