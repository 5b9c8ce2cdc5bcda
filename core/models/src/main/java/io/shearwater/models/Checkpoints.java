package io.shearwater.models;

import io.shearwater.model.IoReason;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What trainings need to go on after a crash: a directory for each run that has not ended.
 *
 * @param directory in which they lie; made itself where it is not there
 */
public record Checkpoints(Path directory) {
    /** The directory of a run, made if it is not there. */
    Path of(String run) {
        try {
            return Files.createDirectories(directory.resolve(run));
        } catch (IOException failed) {
            throw SpiError.IO.because(
                    "No directory for checkpoints can be made in '" + directory + "': " + IoReason.of(failed) + ".",
                    failed);
        }
    }

    /** Removes what a run left. */
    void remove(String run) {
        Scratch.remove(directory.resolve(run));
    }

    /** The runs that left something. */
    List<String> runs() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> runs = Files.list(directory)) {
            return runs.map(run -> run.getFileName().toString()).toList();
        } catch (IOException unreadable) {
            throw SpiError.IO.because(
                    "'" + directory + "' cannot be read: " + IoReason.of(unreadable) + ".", unreadable);
        }
    }
}
