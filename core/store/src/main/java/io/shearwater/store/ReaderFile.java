package io.shearwater.store;

import io.shearwater.offline.ReaderLock;
import io.shearwater.spi.StoreContext.Mode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The readers of a store, known to its writer by locks of the operating system on a file: who reads shares the lock, who
 * deletes needs it alone. A process that ends gives its lock back, however it ends.
 */
final class ReaderFile implements ReaderLock, AutoCloseable {
    private static final long POLL_NANOS = 5_000_000;

    private final Path file;
    private final Mode mode;
    /** Absent where there is nothing to lock: on a medium that nobody can write to. */
    private final Optional<FileChannel> channel;

    private ReaderFile(Path file, Mode mode, Optional<FileChannel> channel) {
        this.file = file;
        this.mode = mode;
        this.channel = channel;
    }

    static ReaderFile open(Path file, Mode mode) {
        try {
            if (mode == Mode.READ_WRITE) {
                return new ReaderFile(
                        file,
                        mode,
                        Optional.of(FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)));
            }
            boolean there = Files.exists(file);
            return new ReaderFile(
                    file,
                    mode,
                    there ? Optional.of(FileChannel.open(file, StandardOpenOption.READ)) : Optional.empty());
        } catch (IOException failed) {
            throw unusable(file, failed);
        }
    }

    /** The one writer counts its own readers itself; all others show that they read. */
    @Override
    public Reading reading() {
        if (mode == Mode.READ_WRITE || channel.isEmpty()) {
            return () -> {};
        }
        FileLock lock = tryLock(channel.get(), true);
        while (lock == null) {
            // The writer deletes a few files; that is over soon.
            LockSupport.parkNanos(POLL_NANOS);
            lock = tryLock(channel.get(), true);
        }
        FileLock held = lock;
        return () -> release(held);
    }

    @Override
    public boolean unlessRead(Runnable work) {
        if (channel.isEmpty()) {
            return false;
        }
        FileLock lock = tryLock(channel.get(), false);
        if (lock == null) {
            return false;
        }
        try {
            work.run();
            return true;
        } finally {
            release(lock);
        }
    }

    private @Nullable FileLock tryLock(FileChannel locked, boolean shared) {
        try {
            return locked.tryLock(0, 1, shared);
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        } catch (IOException failed) {
            throw unusable(file, failed);
        }
    }

    private void release(FileLock lock) {
        try {
            lock.release();
        } catch (IOException failed) {
            throw unusable(file, failed);
        }
    }

    private static RuntimeException unusable(Path file, IOException failed) {
        return StoreError.BAD_DIRECTORY.because(
                "The lock of the readers, '" + file + "', cannot be used: " + failed.getMessage(), failed);
    }

    @Override
    public void close() {
        channel.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException failed) {
                throw unusable(file, failed);
            }
        });
    }
}
