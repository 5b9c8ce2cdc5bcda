package io.shearwater.store;

import io.shearwater.model.FrameBuilder;

/** Rows on their way into a log. What it takes on the path of a request is to make this; columns come later. */
interface LoggedRows {
    /** How many rows it has. */
    int size();

    /** Appends them; columns of other versions are null. */
    void appendTo(FrameBuilder rows);

    /** What became of them. */
    default void settled(Fate fate) {
        // Who logs vectors asks the log.
    }

    /** What becomes of rows. */
    enum Fate {
        WRITTEN,
        LOST
    }
}
