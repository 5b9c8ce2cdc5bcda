package io.shearwater.aggregate;

import org.jspecify.annotations.Nullable;

/** Reads what a function gives from the state that is kept for it. */
@FunctionalInterface
interface Answer {
    /**
     * The value at a time, as a column's boxed accessor gives it; null where there are no values.
     *
     * @param time microseconds: when it is asked
     */
    @Nullable
    Object of(State state, long time);
}
