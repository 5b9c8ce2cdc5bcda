package io.shearwater.duckdb;

import io.shearwater.spi.DurableFiles;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are on the disk for good, or not there. */
final class Durable {
    private Durable() {}

    /** Forces a file's contents, or a directory's entries, to the disk. */
    static void force(Path path) {
        try {
            DurableFiles.force(path);
        } catch (IOException failure) {
            throw SpiError.IO.because("Writing " + path + " to the disk failed: " + failure.getMessage(), failure);
        }
    }

    /** Removes what may be there of a file that was given up. */
    static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException leftBehind) {
            // Its name begins with the prefix of its commit, by which recovery finds it.
        }
    }
}
