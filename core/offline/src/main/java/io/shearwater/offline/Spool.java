package io.shearwater.offline;

import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files beside a commit that live until it is online: the keys of the entities that it set back. */
record Spool(Path directory) {
    Path keys(long commit) {
        return directory.resolve("keys-" + commit + ".parquet");
    }

    /** Removes what a commit left here, if anything. */
    void clear(long commit) {
        try {
            Files.deleteIfExists(keys(commit));
        } catch (IOException failed) {
            throw SpiError.IO.because("'" + keys(commit) + "' cannot be deleted: " + failed.getMessage(), failed);
        }
    }
}
