package io.shearwater.spi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files and directories that a local disk keeps when the power goes. A file's bytes and its name are two things: the name
 * is safe once the directory is forced. Thread-safe.
 */
public final class DurableFiles {
    private DurableFiles() {}

    /** Forces a file's bytes, or a directory's names, to the disk. */
    public static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failure) {
            if (Files.isDirectory(path) && System.getProperty("os.name").startsWith("Windows")) {
                // Windows opens no directories and keeps their names without being asked.
                return;
            }
            throw failure;
        }
    }

    /** Writes a small file, or replaces it: whatever happens, it has the old text or the new one, and at the end the new. */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #write(Path, String)}. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path draft = draft(file);
        Files.write(draft, bytes);
        force(draft);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        force(file.toAbsolutePath().resolveSibling(""));
    }

    /** The name under which {@link #write} first writes; a crash may leave it behind, and the next write takes it over. */
    public static Path draft(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Makes a directory with its parents, unless it is there. */
    public static void createDirectories(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent == null || Files.isDirectory(directory)) {
            return;
        }
        createDirectories(parent);
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException exists) {
            if (!Files.isDirectory(directory)) {
                throw exists;
            }
        }
        force(parent);
    }
}
