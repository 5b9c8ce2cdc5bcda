package io.shearwater.access;

import io.shearwater.access.AuditWriter.Item;
import io.shearwater.spi.RegistryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Who did what and when: entries are added and never changed, and each says by its hash what all before it were. One log of a
 * directory is open at a time. An event is never dropped: where it cannot be written, the call fails, and what it is about must
 * not be done. Thread-safe.
 */
public final class AuditLog implements AutoCloseable {
    private final AuditWriter writer;
    private final AuditOptions options;
    /** Held for reading while an event is put into the queue, so that none comes after the end. */
    private final ReadWriteLock life = new ReentrantReadWriteLock();

    private boolean closed;

    private AuditLog(AuditWriter writer, AuditOptions options) {
        this.writer = writer;
        this.options = options;
    }

    /**
     * Opens the log of a directory, which is made if it is not there. What a crash tore off is cut, and an entry
     * {@code audit.recover} says so, as it does of what is missing or was altered at the end.
     *
     * @param store where the head is kept, in the same store always; it is not closed here
     * @throws io.shearwater.model.ShearwaterException NOT_AUDITED if the directory cannot be written
     */
    public static AuditLog open(Path directory, RegistryStore store, AuditOptions options) {
        try {
            AuditWriter writer = new AuditWriter(directory, store, options);
            writer.start();
            return new AuditLog(writer, options);
        } catch (IOException failure) {
            throw AccessError.NOT_AUDITED.because(
                    "The audit in " + directory + " cannot be opened: " + failure.getMessage()
                            + ". Look whether its disk is full or broken, and who may write there.",
                    failure);
        }
    }

    /**
     * Adds an event, without waiting for the disk: for reads. A process that is killed loses what was added in the last
     * milliseconds; a machine that loses power, the last second. Waits for a place in a full queue.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_AUDITED if the log cannot be written, is far behind, or was closed
     */
    public void record(AuditEvent event) {
        put(new Item(event, Item.Need.NOTHING, new CompletableFuture<>()));
    }

    /**
     * Adds an event, and returns when it is on the disk: for changes, before they are made. Several that come at once share one
     * write.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_AUDITED if it could not be written in time; it may be in the log all the same
     */
    public void recordDurably(AuditEvent event) {
        putAndAwait(event, Item.Need.DURABLE);
    }

    private void put(Item item) {
        Lock open = life.readLock();
        open.lock();
        try {
            if (closed) {
                throw AccessError.NOT_AUDITED.because(
                        "The audit in " + writer.directory() + " was closed, so nothing was done.");
            }
            writer.put(item);
        } finally {
            open.unlock();
        }
    }

    private AuditEnd putAndAwait(@Nullable AuditEvent event, Item.Need need) {
        Item item = new Item(event, need, new CompletableFuture<>());
        put(item);
        try {
            return item.done().get(options.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw writer.notWritten(failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException late) {
            throw AccessError.NOT_AUDITED.because(
                    "The audit was not written within " + options.patience() + "; nothing was done. Try again later.",
                    late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw AccessError.NOT_AUDITED.because(
                    "Waiting for the audit was interrupted; nothing was done.", interrupted);
        }
    }

    /**
     * The newest entries that a filter lets through, the newest first, with all that were added before this call. Lines that
     * somebody damaged are left out; {@link #verify} finds them.
     */
    public List<AuditEntry> query(AuditFilter filter) {
        AuditEnd end = putAndAwait(null, Item.Need.WRITTEN);
        Lock reading = writer.files().readLock();
        reading.lock();
        try {
            List<AuditEntry> page = new ArrayList<>();
            List<AuditFile> files = AuditFile.list(writer.directory()).stream()
                    .filter(end::reaches)
                    .toList();
            for (AuditFile file : files.reversed()) {
                int wanted = filter.most() - page.size();
                if (wanted == 0) {
                    break;
                }
                if (file.first() < filter.before() && mayFit(file, end, filter)) {
                    page.addAll(newest(file, end.within(file), filter, wanted));
                }
            }
            return List.copyOf(page);
        } catch (IOException failure) {
            throw unreadable(failure);
        } finally {
            reading.unlock();
        }
    }

    private boolean mayFit(AuditFile file, AuditEnd end, AuditFilter filter) throws IOException {
        boolean timed = filter.from().isPresent() || filter.until().isPresent();
        if (!timed || file.first() == end.first()) {
            return true;
        }
        AuditSpans.Span span = writer.spans().of(file);
        return filter.mayFit(span.earliest(), span.latest());
    }

    private static List<AuditEntry> newest(AuditFile file, long limit, AuditFilter filter, int most)
            throws IOException {
        Deque<AuditEntry> found = new ArrayDeque<>();
        file.lines(limit, line -> {
            line.entry().filter(filter::fits).ifPresent(entry -> {
                found.addFirst(entry);
                if (found.size() > most) {
                    found.removeLast();
                }
            });
            return true;
        });
        return List.copyOf(found);
    }

    /** Whether every entry that is kept is there, in its place, and as it was written, up to this call. */
    public AuditVerdict verify() {
        AuditEnd end = putAndAwait(null, Item.Need.WRITTEN);
        Lock reading = writer.files().readLock();
        reading.lock();
        try {
            AuditHead known = writer.head().reaching(end.place());
            return new AuditCheck(known).run(writer.directory(), end);
        } catch (IOException failure) {
            throw unreadable(failure);
        } finally {
            reading.unlock();
        }
    }

    /**
     * As {@link #verify()}, of a log that is not open. The end is checked as far as the head in the registry knows it.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_AUDITED if it cannot be read
     */
    public static AuditVerdict verify(Path directory, RegistryStore store) {
        try {
            AuditEnd all = new AuditEnd(Long.MAX_VALUE, Long.MAX_VALUE, AuditChain.BEGINNING);
            return new AuditCheck(AuditHead.read(store)).run(directory, all);
        } catch (IOException failure) {
            throw AccessError.NOT_AUDITED.because(
                    "The audit in " + directory + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private RuntimeException unreadable(IOException failure) {
        return AccessError.NOT_AUDITED.because(
                "The audit in " + writer.directory() + " cannot be read: " + failure.getMessage()
                        + ". Look whether its disk is broken.",
                failure);
    }

    /** Writes what waits, forces it to the disk, and writes the head. Harmless when done twice. */
    @Override
    public void close() {
        Lock closing = life.writeLock();
        closing.lock();
        try {
            if (!closed) {
                closed = true;
                writer.stop();
            }
        } catch (IOException failure) {
            throw writer.notWritten(failure);
        } finally {
            closing.unlock();
        }
    }
}
