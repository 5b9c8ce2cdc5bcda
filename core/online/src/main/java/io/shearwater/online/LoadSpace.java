package io.shearwater.online;

import java.nio.file.Path;

/**
 * Where and in how much memory rows are sorted for a rebuild.
 *
 * @param directory for temporary files, removed when the rebuild ends; made if it is not there
 * @param memory bytes on the heap; more rows than fit are sorted in pieces on disk
 */
public record LoadSpace(Path directory, long memory) {
    /** Enough for most groups, little beside any heap. */
    public static final long DEFAULT_MEMORY = 64L << 20;

    public LoadSpace {
        if (memory < 1) {
            throw OnlineError.BAD_REQUEST.because(
                    "Sorting in " + memory + " bytes of memory is not possible; give it some megabytes.");
        }
    }

    /** With the usual share of memory. */
    public static LoadSpace in(Path directory) {
        return new LoadSpace(directory, DEFAULT_MEMORY);
    }
}
