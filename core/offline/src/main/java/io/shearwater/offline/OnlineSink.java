package io.shearwater.offline;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.OnlineCheck;
import io.shearwater.registry.GroupRecord;
import java.util.OptionalLong;

/**
 * Where committed rows go to be served. Rows have the group's columns and {@code _seq}. Every call is durable when it
 * returns, and harmless when it is made again. Thread-safe for different groups; calls for one group come one by one.
 */
public interface OnlineSink {
    /** Offers rows: of two with one key the later (event time, sequence) is served. Moves the group's position with them. */
    void put(GroupRecord group, Frame rows, long position);

    /**
     * Sets entities back: after it exactly {@code rows} are theirs, unless something was written after {@code sequence}.
     *
     * @param keys the primary keys, each once
     * @param rows what history still has of them
     */
    void replace(GroupRecord group, Frame keys, Frame rows, long sequence);

    /** Removes single rows by primary key and event time, unless they were written after {@code sequence}. */
    void delete(GroupRecord group, Frame identities, long sequence);

    /** The position that was moved last, if any. */
    OptionalLong position(GroupRecord group);

    /** Fills the generation of {@code group} with rows in any order and makes it the served one. Returns the rows. */
    long rebuild(GroupRecord group, FrameReader rows);

    /** A commit is about to be carried online: until it {@link #arrived}, some of its rows may be there and others not. */
    void arriving(GroupRecord group, long commit);

    /** A commit is online, and so is every one before. */
    void arrived(GroupRecord group, long commit);

    /**
     * Offers events to a group of aggregates over them, and moves its position with them; does nothing before its first
     * {@link #rebuildAggregates}.
     *
     * @param events rows of the events' group with {@code _seq}
     */
    void mergeEvents(GroupRecord follower, Frame events, long position);

    /**
     * Sets entities of a group of aggregates back: after it exactly {@code events} are theirs.
     *
     * @param keys with the primary key of the group; may name an entity more than once
     * @param events what history has of these entities, by the group's primary key, then in order; closed
     */
    void replaceEvents(GroupRecord follower, Frame keys, FrameReader events, long sequence);

    /** Whether a group of aggregates has to be filled by {@link #rebuildAggregates}: it never was, or was given more of them. */
    boolean isLost(GroupRecord follower);

    /** Fills a new generation of a group of aggregates from all events, in the same order. Returns how many. */
    long rebuildAggregates(GroupRecord follower, FrameReader events);

    /** Compares a group of aggregates with all events, in the same order; closes them. */
    OnlineCheck checkAggregates(GroupRecord follower, FrameReader events);

    /** Removes a group's rows. */
    void drop(GroupRecord group);
}
