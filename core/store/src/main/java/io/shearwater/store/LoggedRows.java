package io.shearwater.store;

import io.shearwater.model.FrameBuilder;
import io.shearwater.serving.LogTally;
import java.util.Optional;

/** Rows on their way into a log. What it takes on the path of a request is to make this; columns come later. */
interface LoggedRows {
    /** How many rows it has. */
    int size();

    /** Appends them; columns of other versions are null. */
    void appendTo(FrameBuilder rows);

    /** Who wants to know what becomes of them. */
    default Optional<LogTally> tally() {
        return Optional.empty();
    }
}
