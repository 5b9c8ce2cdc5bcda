package io.shearwater.store;

import io.shearwater.model.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a project keeps what is in files (docs/format/store.md); but for its tables, which their store places itself. */
record ProjectDirectories(StoreDirectory store, String project) {
    /** Files of people and models. */
    Path files() {
        return store.files().resolve(project);
    }

    /** What callers brought for training datasets, and what transformations learnt. */
    Path spines() {
        return store.spines().resolve(project);
    }

    /** Rows that wait to be committed to logs. */
    Path logs() {
        return store.spool().resolve("logs").resolve(project);
    }

    /** What trainings that were killed go on from. */
    Path checkpoints() {
        return store.checkpoints().resolve(project);
    }

    /** Removes all of it. */
    void remove() {
        for (Path directory : List.of(files(), spines(), logs(), checkpoints())) {
            try {
                if (Files.exists(directory)) {
                    StoreDirectory.remove(directory);
                }
            } catch (IOException failed) {
                throw StoreError.BAD_DIRECTORY.because(
                        "'" + directory + "' cannot be removed: " + IoReason.of(failed)
                                + ". Check that the store's directory can be written.",
                        failed);
            }
        }
    }
}
