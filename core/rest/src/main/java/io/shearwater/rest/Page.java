package io.shearwater.rest;

import java.util.List;
import java.util.OptionalLong;

/**
 * Which part of a list is wanted. Immutable.
 *
 * @param offset how many come before it
 * @param limit how many it has at most
 */
record Page(long offset, long limit) {
    private static final long USUAL = 100;
    private static final long MOST = 1000;

    static Page of(Call call) {
        return new Page(
                call.queryNumber("offset", 0, Long.MAX_VALUE).orElse(0L),
                call.queryNumber("limit", 1, MOST).orElse(USUAL));
    }

    /** An operation that gives a page, with the parameters for it. */
    static Operation paged(Operation operation) {
        return operation
                .parameter("offset", "integer", "How many to leave out before the first; 0 by itself")
                .parameter("limit", "integer", "How many at most; " + USUAL + " by itself, " + MOST + " at most");
    }

    <T> List<T> of(List<T> all) {
        int from = (int) Math.min(offset, all.size());
        int to = (int) Math.min(from + limit, all.size());
        return all.subList(from, to);
    }

    /** Where the next page begins; empty after the last. */
    OptionalLong next(long total) {
        return offset + limit < total ? OptionalLong.of(offset + limit) : OptionalLong.empty();
    }
}
