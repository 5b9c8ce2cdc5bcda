package io.shearwater.rocksdb;

import io.shearwater.spi.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts right what a power cut leaves where a file system keeps new names in any order. RocksDB makes a manifest, then names it in
 * the file CURRENT, then forces the names of both at once: CURRENT may name a manifest whose own name was lost. The manifest before
 * it is still there, and holds everything, since nothing was written by the new one yet.
 */
final class CurrentManifest {
    private static final String MANIFEST = "MANIFEST-";
    private static final String TABLE = ".sst";

    private CurrentManifest() {}

    /** Lets CURRENT name the manifest before the one that was lost; does nothing where none was, or tables came after it. */
    static void mend(Path rows) throws IOException {
        Path current = rows.resolve("CURRENT");
        if (!Files.exists(current)) {
            return;
        }
        String named = Files.readString(current, StandardCharsets.US_ASCII).strip();
        if (!named.startsWith(MANIFEST) || Files.exists(rows.resolve(named))) {
            return;
        }
        long lost = number(named, MANIFEST.length(), named.length());
        List<String> names;
        try (Stream<Path> files = Files.list(rows)) {
            names = files.map(file -> file.getFileName().toString()).toList();
        }
        boolean wasUsed = names.stream()
                .filter(name -> name.endsWith(TABLE))
                .anyMatch(name -> number(name, 0, name.length() - TABLE.length()) > lost);
        Optional<String> before = names.stream()
                .filter(name -> name.startsWith(MANIFEST))
                .filter(name -> number(name, MANIFEST.length(), name.length()) < lost)
                .max(Comparator.comparingLong(name -> number(name, MANIFEST.length(), name.length())));
        if (!wasUsed && before.isPresent()) {
            DurableFiles.write(current, before.get() + "\n");
        }
    }

    /** The number in a file's name; one that has none is counted as the last. */
    private static long number(String name, int begin, int end) {
        try {
            return Long.parseLong(name, begin, end, 10);
        } catch (NumberFormatException none) {
            return Long.MAX_VALUE;
        }
    }
}
