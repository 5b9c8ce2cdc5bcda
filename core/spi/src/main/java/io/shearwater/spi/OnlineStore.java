package io.shearwater.spi;

import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Keeps the latest rows of entities for reads in microseconds. Keys and values are bytes; the codec is in the online
 * module.
 *
 * <p>A table has generations, of which one is active: the one that reads see. A rebuild fills the next one and activates
 * it. Numbers of generations only grow. Thread-safe; changes of one table are applied one after the other.
 */
public interface OnlineStore extends AutoCloseable {
    /**
     * Gives the current row of each key in each active table, where there is one; order is free. The rows of tables with
     * one {@link OnlineTable.Retention} are of one moment: a batch is seen whole or not at all.
     */
    void read(OnlineRead request, OnlineRows into);

    /**
     * Gives the row of each key that has exactly the event time which is asked for, where there is one; order is free. The table
     * keeps all rows ({@link OnlineTable.Retention#ALL}). Each row is of some moment during the call.
     */
    void readAt(OnlineRowsAt request, OnlineRows into);

    /** Gives rows through time. */
    void history(OnlineHistory request, OnlineHistoryRows into);

    /**
     * Applies changes atomically; durable, and seen by reads that follow, when this returns.
     *
     * @throws io.shearwater.model.ShearwaterException STALE_BASE if the generation was replaced by a later one, or the table
     *     was dropped
     */
    void apply(OnlineBatch batch);

    /** How far a feed was applied. */
    Optional<Cursor> cursor(String name);

    /**
     * Fills a generation that nobody reads yet, faster than {@link #apply}. What a load that did not end had left in this
     * generation is removed first. Durable when this returns.
     *
     * @param settled as in {@link OnlineBatch}
     * @param sorted by key, byte by byte unsigned, then from the newest event time to the oldest; each once
     */
    void load(OnlineTable table, int generation, long settled, Iterator<OnlineMutation.PutRow> sorted);

    /**
     * Makes a generation the active one, and moves a cursor with it; older generations are swept. Does nothing to a
     * generation that is active.
     *
     * @throws io.shearwater.model.ShearwaterException STALE_BASE if a later generation is active
     */
    void activate(OnlineTable table, int generation, Optional<Cursor> cursor);

    /** The active generation of a table, if it has one here. */
    OptionalInt active(OnlineTable table);

    /** Removes a table; its rows are not read from now on and are swept. Its number is spent. */
    void drop(OnlineTable table);

    /** Removes what is not needed any more from the active generation. Returns how many rows were too old. */
    long purge(OnlinePurge purge);

    /**
     * Keeps a small value by name beside the data, in place of the one of that name. The codec notes here what it needs to
     * read the rows. Durable when this returns.
     */
    void note(String name, byte[] value);

    /** The value noted under a name. */
    Optional<byte[]> note(String name);

    @Override
    void close();
}
