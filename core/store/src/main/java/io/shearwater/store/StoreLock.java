package io.shearwater.store;

import io.shearwater.model.IoReason;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The exclusive right to a store's directory. The operating system takes it back when the process ends, however it ends. */
final class StoreLock implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    /** The lock lies beyond the text about its holder, so that the text can be read while it is held. */
    private static final long POSITION = 1L << 40;

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, waiting a little.
     *
     * @throws io.shearwater.model.ShearwaterException LOCKED naming the holder
     */
    static StoreLock acquire(Path file, Duration wait) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            long deadline = System.nanoTime() + wait.toNanos();
            while (tryLock(channel) == null) {
                if (System.nanoTime() > deadline) {
                    throw StoreError.LOCKED.because("The store in '" + file.getParent() + "' is open already ("
                            + holder(channel) + "). Close it there, or open it read only.");
                }
                Thread.sleep(POLL);
            }
            writeHolder(channel);
            return new StoreLock(channel);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closeQuietly(channel);
            throw StoreError.LOCKED.because("Waiting for the store in '" + file.getParent() + "' was interrupted.");
        } catch (IOException failed) {
            closeQuietly(channel);
            throw StoreError.BAD_DIRECTORY.because(
                    "The lock '" + file + "' cannot be taken: " + IoReason.of(failed)
                            + ". Check that the store's directory can be written and has free space.",
                    failed);
        } catch (RuntimeException failed) {
            closeQuietly(channel);
            throw failed;
        }
    }

    /** Who holds the lock now, if somebody does. */
    static Optional<String> holder(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock free = tryLock(channel)) {
            return free == null ? Optional.of(holder(channel)) : Optional.empty();
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(POSITION, 1, false);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void writeHolder(FileChannel channel) throws IOException {
        String text = "process " + ProcessHandle.current().pid() + " on "
                + InetAddress.getLocalHost().getHostName() + " since " + Instant.now();
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(400);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException unimportant) {
                // The reason why the lock could not be taken is what the caller needs to hear.
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
