package io.shearwater.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An empty directory of one's own for the time of a request. Closing it again does nothing. For one thread. */
record Scratch(Path directory) implements AutoCloseable {
    static Scratch make() {
        try {
            return new Scratch(Files.createTempDirectory("shearwater-"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Harmless the second time: rows that are read from here are closed by more than one. */
    @Override
    public void close() {
        if (Files.notExists(directory)) {
            return;
        }
        try {
            List<Path> deepestFirst;
            try (Stream<Path> all = Files.walk(directory)) {
                deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
