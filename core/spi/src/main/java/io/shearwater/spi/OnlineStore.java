package io.shearwater.spi;

import java.util.Iterator;
import java.util.Optional;

/**
 * Keeps the latest rows of entities for reads in microseconds. Keys and values are bytes; the codec is in the online
 * module. Thread-safe.
 */
public interface OnlineStore extends AutoCloseable {
    /** Gives the current row of each key in each table, where there is one; order is free. */
    void read(OnlineRead request, OnlineRows into);

    /** Gives rows of entities through time; the key's position in the calls counts entities from 0. */
    void history(OnlineHistory request, OnlineRows into);

    /** Applies changes atomically; durable when this returns. */
    void apply(OnlineBatch batch);

    Optional<Cursor> cursor(String name);

    /** Fills a generation that nobody reads yet, faster than {@link #apply}. Sorted by key, then event time. */
    void load(OnlineTable table, Iterator<OnlineMutation.PutRow> sorted);

    /** Makes a generation the one that is read; the group's other generations are swept. */
    void activate(OnlineTable table);

    /** The active generation of a group, if it has rows here. */
    Optional<OnlineTable> active(EntitySpace space, int group);

    /** Removes a group. */
    void drop(EntitySpace space, int group);

    /** Removes rows of a table whose event time is before an instant (microseconds). Returns how many. */
    long purge(OnlineTable table, long before);

    @Override
    void close();
}
