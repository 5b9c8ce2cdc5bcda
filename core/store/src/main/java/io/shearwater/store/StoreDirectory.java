package io.shearwater.store;

import io.shearwater.model.IoReason;
import io.shearwater.spi.DurableFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory of a store: who keeps what where (docs/format/store.md). */
record StoreDirectory(Path root) {
    /** The version of the layout and of everything in it; a greater one is not touched. */
    private static final int FORMAT = 1;

    private static final String FORMAT_FILE = "FORMAT";

    Path registry() {
        return root.resolve("registry");
    }

    Path tables() {
        return root.resolve("tables");
    }

    /** Of the compute engine, which keeps nothing: only its place in the store is said by it. */
    Path engine() {
        return root.resolve("engine");
    }

    Path online() {
        return root.resolve("online");
    }

    /** Small files that live from a commit until it is online, and spines of training datasets. */
    Path spool() {
        return root.resolve("spool");
    }

    Path spines() {
        return root.resolve("spines");
    }

    /** Jars with the code of transformations, named after its digest. */
    Path code() {
        return root.resolve("code");
    }

    /** Files of projects beside their features. */
    Path files() {
        return root.resolve("files");
    }

    /** What trainings that were killed go on from. */
    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** Temporary files, worthless after the process. */
    Path scratch() {
        return root.resolve("scratch");
    }

    Path lockFile() {
        return root.resolve("LOCK");
    }

    /** What readers share a lock on while they read. */
    Path readersFile() {
        return root.resolve("READERS");
    }

    /** Makes the directories of a new store, or checks those of an old one. */
    static StoreDirectory openOrCreate(Path path) {
        StoreDirectory directory = new StoreDirectory(absolute(path));
        Path root = directory.root();
        try {
            if (Files.exists(root) && !Files.isDirectory(root)) {
                throw StoreError.BAD_DIRECTORY.because(
                        "'" + root + "' is a file; a store is a directory. Name another path.");
            }
            if (!Files.exists(root.resolve(FORMAT_FILE))) {
                directory.create();
            }
            directory.checkFormat();
            // Before the rest is made: without a FORMAT it would be somebody else's. Every time, because the process
            // that made it may have been killed.
            DurableFiles.force(root);
            for (Path part : directory.parts()) {
                Files.createDirectories(part);
            }
            DurableFiles.force(root);
            return directory;
        } catch (IOException failed) {
            throw unusable(root, failed);
        }
    }

    /** Checks the directory of a store that must be there. */
    static StoreDirectory open(Path path) {
        StoreDirectory directory = new StoreDirectory(absolute(path));
        if (!Files.exists(directory.root().resolve(FORMAT_FILE))) {
            throw StoreError.BAD_DIRECTORY.because("There is no store in '" + directory.root()
                    + "'. Shearwater.open and the commands import and apply make one; or name another path.");
        }
        try {
            directory.checkFormat();
        } catch (IOException failed) {
            throw unusable(directory.root(), failed);
        }
        return directory;
    }

    private List<Path> parts() {
        return List.of(registry(), tables(), online(), spool(), spines(), files(), scratch());
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private void create() throws IOException {
        DurableFiles.createDirectories(root);
        Path format = root.resolve(FORMAT_FILE);
        Set<Path> ours = Set.of(lockFile(), DurableFiles.draft(format));
        try (Stream<Path> entries = Files.list(root)) {
            // A lock or a half-made store is ours; anything else is somebody's files.
            if (!entries.allMatch(ours::contains)) {
                throw StoreError.BAD_DIRECTORY.because(
                        "'" + root + "' is not empty and not a store. Name an empty or a new directory.");
            }
        }
        DurableFiles.write(format, FORMAT + "\n");
    }

    private void checkFormat() throws IOException {
        if (format() > FORMAT) {
            throw StoreError.NEWER_FORMAT.because("The store in '" + root + "' has the format version " + format()
                    + "; this Shearwater reads up to " + FORMAT + ". Use a newer Shearwater.");
        }
    }

    /** The version that the store's files have. */
    int format() throws IOException {
        String text = Files.readString(root.resolve(FORMAT_FILE)).strip();
        if (!text.matches("[0-9]{1,9}")) {
            throw StoreError.BAD_DIRECTORY.because("'" + root.resolve(FORMAT_FILE) + "' says '" + text
                    + "' where the version of the store's format should be. The store is damaged.");
        }
        return Integer.parseInt(text);
    }

    /** Empties the scratch directory; what another process could still use is not there, because the store is locked. */
    void emptyScratch() {
        try {
            remove(scratch());
            Files.createDirectory(scratch());
        } catch (IOException failed) {
            throw unusable(root, failed);
        }
    }

    /** Removes a directory with all that is in it. */
    static void remove(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static RuntimeException unusable(Path root, IOException failed) {
        return StoreError.BAD_DIRECTORY.because(
                "The store directory '" + root + "' cannot be used: " + IoReason.of(failed)
                        + ". Check that it can be made, is writable and has free space, or name another path.",
                failed);
    }
}
