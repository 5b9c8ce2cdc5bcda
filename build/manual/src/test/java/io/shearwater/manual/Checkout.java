package io.shearwater.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small checkout with pages to test with. */
record Checkout(Path root) {
    /** This checkout. */
    static Path real() {
        return Path.of("").toAbsolutePath().resolve("../..").normalize();
    }

    Checkout with(String file, String text) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(root.resolve("docs/manual"));
            Files.writeString(path, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Manual manual() {
        return Manual.read(root);
    }
}
