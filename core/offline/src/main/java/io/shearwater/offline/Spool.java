package io.shearwater.offline;

import io.shearwater.model.IoReason;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files beside a commit.
 *
 * @param directory for those that live until the commit is online: the keys of the entities that it set
 *     back
 * @param scratch for those that live as long as the write at most: rows of a group without history
 */
public record Spool(Path directory, Path scratch) {
    Path keys(long commit) {
        return directory.resolve("keys-" + commit + ".parquet");
    }

    /** Of which entities the events were that a commit replaced or deleted. */
    Path touched(long commit) {
        return directory.resolve("touched-" + commit + ".parquet");
    }

    Path rows(long commit) {
        return scratch.resolve("rows-" + commit + ".parquet");
    }

    /** Removes what a commit left here, if anything. */
    void clear(long commit) {
        delete(keys(commit));
        delete(touched(commit));
        delete(rows(commit));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw SpiError.IO.because(
                    "'" + file + "' cannot be deleted: " + IoReason.of(failed)
                            + ". Check that the store's directory can be written and has free space.",
                    failed);
        }
    }
}
