package io.shearwater.spi;

import java.util.List;

/**
 * A new state of a table that is on disk and not yet visible: it becomes visible when the registry swaps the pointer.
 *
 * @param snapshot the newest snapshot of the new state, {@link #NO_SNAPSHOT} for a table without rows
 * @param garbage paths that no state needs any more once the swap is done and no reader holds them
 */
public record StagedChange(TablePointer next, long snapshot, List<String> garbage) {
    /** Of a table that never had a commit. */
    public static final long NO_SNAPSHOT = -1;

    public StagedChange {
        garbage = List.copyOf(garbage);
    }
}
