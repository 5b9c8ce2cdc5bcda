package io.shearwater.store;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.IoReason;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.SpiError;
import io.shearwater.wire.FrameStream;
import io.shearwater.wire.FrameStreamWriter;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of rows that wait to be committed to a log, oldest first. What was appended is with the operating system, and so survives the
 * process, though not the machine. Not thread-safe: its writer guards it.
 */
final class LogSpool {
    /** What may wait on disk. */
    static final long MOST_BYTES = 1L << 30;

    private final Path directory;
    private long number;
    private @Nullable OutputStream current;
    private @Nullable Path currentFile;
    private @Nullable Schema currentSchema;
    private @Nullable FrameStreamWriter writer;
    private final ByteArrayOutputStream unwritten = new ByteArrayOutputStream();
    private long bytes;

    LogSpool(Path directory) {
        this.directory = directory;
        this.bytes = sealed().stream().mapToLong(LogSpool::size).sum();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** Appends rows to the file that is being written; false where too much waits already. */
    boolean append(Frame rows) {
        try {
            if (writer == null || currentSchema == null || !currentSchema.equals(rows.schema())) {
                seal();
                writer = new FrameStreamWriter(unwritten, rows.schema());
                currentSchema = rows.schema();
            }
            writer.write(rows);
            if (bytes + unwritten.size() > MOST_BYTES) {
                if (current == null) {
                    seal();
                }
                unwritten.reset();
                return false;
            }
            if (current == null) {
                begin();
            }
            unwritten.writeTo(Objects.requireNonNull(current));
            bytes += unwritten.size();
            unwritten.reset();
            return true;
        } catch (IOException failed) {
            throw unwritable(failed);
        }
    }

    private void begin() throws IOException {
        Files.createDirectories(directory);
        String name = String.format(
                Locale.ROOT, "%013d-%06d-%s.rows", System.currentTimeMillis(), number++, UUID.randomUUID());
        Path file = directory.resolve(name);
        current = Files.newOutputStream(file);
        currentFile = file;
    }

    /** Ends the file that is being written. */
    void seal() {
        OutputStream open = current;
        current = null;
        currentFile = null;
        currentSchema = null;
        writer = null;
        unwritten.reset();
        if (open != null) {
            try {
                open.close();
            } catch (IOException failed) {
                throw unwritable(failed);
            }
        }
    }

    /** The files that are not being written, oldest first. */
    List<Path> sealed() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(
                    files.filter(file -> !file.equals(currentFile)).sorted().toList());
        } catch (IOException failed) {
            throw unreadable(failed);
        }
    }

    void delete(Path file) {
        try {
            bytes -= size(file);
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw unwritable(failed);
        }
    }

    /** Deletes all files, and the directory. */
    void clear() {
        seal();
        sealed().forEach(this::delete);
        try {
            Files.deleteIfExists(directory);
        } catch (IOException failed) {
            throw unwritable(failed);
        }
    }

    /** The rows of a file with these columns. */
    static FrameReader read(Path file, Schema columns) {
        try {
            return new SpooledRows(
                    FrameStream.wholeBlocks(new BufferedInputStream(Files.newInputStream(file))), columns);
        } catch (IOException damaged) {
            throw unreadable(damaged);
        }
    }

    static ShearwaterException unreadable(IOException failed) {
        return SpiError.IO.because("Rows that wait to be logged cannot be read: " + IoReason.of(failed) + ".", failed);
    }

    private ShearwaterException unwritable(IOException failed) {
        return SpiError.IO.because(
                "Rows that are to be logged cannot be written to '" + directory + "': " + IoReason.of(failed)
                        + ". Check that the store's directory can be written and has free space.",
                failed);
    }
}
