package io.shearwater.training;

import io.shearwater.model.IoReason;
import io.shearwater.spi.DurableFiles;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is written under another name and takes its own once it is whole and on the disk. Not thread-safe. */
final class DraftFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 18;

    private final Path file;
    private final Path draft;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    DraftFile(Path file) {
        this.file = file;
        this.draft = file.resolveSibling("." + file.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            this.channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    /** The name that it gets. */
    Path path() {
        return file;
    }

    /** Little-endian room for so many more bytes, which are written in their time. */
    ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    /** Writes bytes, as many as there are. */
    void write(byte[] bytes, int size) {
        if (size <= buffer.capacity()) {
            room(size).put(bytes, 0, size);
            return;
        }
        flush();
        writeAll(ByteBuffer.wrap(bytes, 0, size));
    }

    private void flush() {
        writeAll(buffer.flip());
        buffer.clear();
    }

    private void writeAll(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    /** Writes over the first bytes. */
    void writeFirst(ByteBuffer bytes) {
        flush();
        try {
            channel.position(0);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
        writeAll(bytes);
    }

    /** Gives the file its name; nothing can be written afterwards. */
    void finish() {
        flush();
        try {
            channel.force(true);
            channel.close();
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            DurableFiles.force(file.toAbsolutePath().resolveSibling(""));
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private RuntimeException unwritable(IOException failure) {
        return SpiError.IO.because(
                "The file " + file + " cannot be written: " + IoReason.of(failure)
                        + ". What was there before still is. Check that its directory exists, can be written and has free "
                        + "space, or name another.",
                failure);
    }

    /** Removes what was written, unless it was finished. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(draft);
        } catch (IOException leftBehind) {
            // A hidden file of no use is left; what led here is what the caller has to know.
        }
    }
}
