package io.shearwater.model;

import java.time.Duration;
import java.time.Instant;

/**
 * One change of a feature group that is durable.
 *
 * @param id counts up from 1 within the store; a later commit has a greater id
 * @param at when it became visible; strictly increasing within the store
 * @param sequence the write sequence of its rows within the group; settles ties of event time
 * @param duration from the start of the write until it was visible
 */
public record Commit(
        long id, GroupRef group, Operation operation, Instant at, long sequence, Counts counts, Duration duration) {
    /** What kind of change. */
    public enum Operation {
        INSERT,
        APPEND,
        DELETE,
        COMPACT,
        /** Took over what another program wrote to the table; counts the rows that it added without a write sequence. */
        ADOPT
    }

    /**
     * What it did.
     *
     * @param inserted rows with an identity that was not there
     * @param updated rows that replaced one of the same identity
     * @param deleted rows taken away without a successor
     * @param duplicates rows of the input dropped because a later row of the same input has their identity
     */
    public record Counts(long inserted, long updated, long deleted, long duplicates) {
        public static final Counts NONE = new Counts(0, 0, 0, 0);
    }
}
