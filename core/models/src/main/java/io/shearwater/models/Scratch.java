package io.shearwater.models;

import io.shearwater.model.IoReason;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Gives directories for a while.
 *
 * @param directory in which they are made; made itself where it is not there
 */
public record Scratch(Path directory) {
    /** Does work with an empty directory, which is gone afterwards. */
    <T> T with(Function<Path, T> work) {
        Path own = make();
        try {
            return work.apply(own);
        } finally {
            remove(own);
        }
    }

    private Path make() {
        try {
            return Files.createTempDirectory(Files.createDirectories(directory), "model-");
        } catch (IOException failed) {
            throw SpiError.IO.because(
                    "No directory can be made in '" + directory + "': " + IoReason.of(failed) + ".", failed);
        }
    }

    /** What cannot be deleted stays; the store empties its scratch directory when it is opened. */
    static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException left) {
            System.getLogger(Scratch.class.getName())
                    .log(System.Logger.Level.DEBUG, "'" + directory + "' was not removed", left);
        }
    }

    /** Refuses a directory with files in it. */
    static void requireEmpty(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.limit(1).toList();
            if (!found.isEmpty()) {
                throw SpiError.ALREADY_EXISTS.because("The directory '" + directory + "' is not empty: it has '"
                        + found.getFirst().getFileName() + "'. Name one that is empty or not there.");
            }
        } catch (IOException unreadable) {
            throw SpiError.IO.because(
                    "'" + directory + "' is no directory that can be read: " + IoReason.of(unreadable) + ".",
                    unreadable);
        }
    }
}
