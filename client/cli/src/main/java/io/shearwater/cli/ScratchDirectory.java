package io.shearwater.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is deleted when it is closed. */
record ScratchDirectory(Path path) implements AutoCloseable {
    static ScratchDirectory make() {
        try {
            return new ScratchDirectory(Files.createTempDirectory("shearwater-"));
        } catch (IOException failure) {
            throw new UncheckedIOException("No temporary directory can be made", failure);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException leftForTheSystem) {
            // It lies where the system clears up.
        }
    }
}
