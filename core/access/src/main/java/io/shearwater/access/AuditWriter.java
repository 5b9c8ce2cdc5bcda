package io.shearwater.access;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.RegistryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes the log: takes what waits in the queue, appends it, forces it to the disk for those who wait for
 * that, and otherwise once a second. While the disk fails it tries again with what it has and refuses more. What other threads
 * call is thread-safe.
 */
final class AuditWriter {
    private static final int BATCH = 512;
    private static final long FORCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration RETRY = Duration.ofMillis(200);
    /** Where nobody waits, entries of so long a time share one write: waking for each would cost requests more than the entry. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Path directory;
    private final RegistryStore store;
    private final AuditOptions options;
    private final BlockingQueue<Item> queue;
    private final AuditOutput output;
    private final AuditSpans spans;
    /** Held for reading by who reads files, for writing by who deletes some. */
    private final ReadWriteLock files = new ReentrantReadWriteLock();

    private final Thread thread;
    private volatile AuditHead head;
    private volatile @Nullable IOException failure;
    private volatile boolean stopping;
    private long forcedAt = System.nanoTime();
    private long headAt = System.nanoTime();

    /**
     * Something that waits.
     *
     * @param event null for who only waits until all before it was written
     */
    record Item(@Nullable AuditEvent event, Need need, CompletableFuture<AuditEnd> done) {
        /** What somebody waits for. */
        enum Need {
            NOTHING,
            WRITTEN,
            DURABLE
        }

        boolean isAwaited() {
            return need != Need.NOTHING;
        }
    }

    AuditWriter(Path directory, RegistryStore store, AuditOptions options) throws IOException {
        this.directory = directory;
        this.store = store;
        this.options = options;
        this.queue = new ArrayBlockingQueue<>(options.queue());
        this.head = AuditHead.read(store);
        this.spans = new AuditSpans();
        AuditRecovery recovered = AuditRecovery.run(directory, head);
        this.output = new AuditOutput(directory, recovered, options.fileBytes());
        if (!recovered.notes().isEmpty()) {
            output.append(List.of(new AuditEvent(
                    options.clock().instant(),
                    "",
                    Principal.OPERATOR,
                    "",
                    "",
                    "audit.recover",
                    "",
                    AuditEvent.Outcome.ALLOWED,
                    "",
                    recovered.notes())));
            output.force();
        }
        this.thread = Thread.ofPlatform().name("audit").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Path directory() {
        return directory;
    }

    AuditSpans spans() {
        return spans;
    }

    ReadWriteLock files() {
        return files;
    }

    AuditHead head() {
        return head;
    }

    AuditEnd end() {
        return output.end();
    }

    /** Puts something into the queue, waiting for a place. */
    void put(Item item) {
        IOException broken = failure;
        if (broken != null) {
            throw notWritten(broken);
        }
        try {
            if (!queue.offer(item, options.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw AccessError.NOT_AUDITED.because("The audit is " + options.queue()
                        + " entries behind and took no more for " + options.patience()
                        + ", so nothing was done. Try again later; if it lasts, look at the disk of " + directory
                        + ".");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw AccessError.NOT_AUDITED.because(
                    "Waiting for the audit was interrupted; nothing was done.", interrupted);
        }
        if (item.isAwaited()) {
            LockSupport.unpark(thread);
        }
    }

    ShearwaterException notWritten(Throwable cause) {
        return AccessError.NOT_AUDITED.because(
                "The audit in " + directory + " cannot be written, so nothing was done: " + cause.getMessage()
                        + ". Try again later; look whether its disk is full or broken.",
                cause);
    }

    /** Writes all that waits, and ends. Nothing may be put any more. */
    void stop() throws IOException {
        stopping = true;
        // So that the thread does not go on waiting for an entry. If there is no place, it does not wait.
        queue.offer(new Item(null, Item.Need.NOTHING, new CompletableFuture<>()));
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        output.close();
        writeHead("close audit");
    }

    private void run() {
        List<Item> batch = new ArrayList<>();
        while (true) {
            if (batch.isEmpty()) {
                if (stopping && queue.isEmpty()) {
                    return;
                }
                take(batch);
            }
            try {
                write(batch);
                batch.clear();
                failure = null;
                keepHouse();
            } catch (IOException | RuntimeException broken) {
                if (!retry(batch, broken)) {
                    return;
                }
            }
        }
    }

    private void take(List<Item> batch) {
        try {
            Item first = queue.poll(100, TimeUnit.MILLISECONDS);
            if (first == null) {
                return;
            }
            batch.add(first);
            queue.drainTo(batch, BATCH - 1);
            if (batch.size() < BATCH && batch.stream().noneMatch(Item::isAwaited)) {
                LockSupport.parkNanos(this, GATHER_NANOS);
                queue.drainTo(batch, BATCH - batch.size());
            }
        } catch (InterruptedException interrupted) {
            // Nobody interrupts this thread; stop() ends it.
        }
    }

    private void write(List<Item> batch) throws IOException {
        List<AuditEvent> events = new ArrayList<>(batch.size());
        boolean durable = false;
        for (Item item : batch) {
            if (item.event() != null) {
                events.add(item.event());
            }
            durable |= item.need() == Item.Need.DURABLE;
        }
        if (!events.isEmpty()) {
            if (output.isFull()) {
                rotate();
            }
            output.append(events);
            batch.replaceAll(item -> new Item(null, item.need(), item.done()));
        }
        if (durable || System.nanoTime() - forcedAt > FORCE_NANOS) {
            output.force();
            forcedAt = System.nanoTime();
        }
        AuditEnd end = output.end();
        batch.forEach(item -> item.done().complete(end));
    }

    /** Those who wait are told; the entries are kept. Gives up only at the end. */
    private boolean retry(List<Item> batch, Exception broken) {
        IOException cause = broken instanceof IOException io ? io : new IOException(broken.getMessage(), broken);
        failure = cause;
        batch.forEach(item -> item.done().completeExceptionally(cause));
        if (stopping) {
            return false;
        }
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException interrupted) {
            return false;
        }
        return true;
    }

    private void rotate() throws IOException {
        output.rotate();
        tryHead();
        expire();
    }

    /** A registry that fails now is asked again later: entries are chained without it. */
    private void tryHead() {
        try {
            writeHead("continue audit");
        } catch (ShearwaterException unavailable) {
            headAt = System.nanoTime();
        }
    }

    private void keepHouse() throws IOException {
        boolean due = System.nanoTime() - headAt > options.headEvery().toNanos();
        if (due && output.end().place().number() > head.last().number()) {
            output.force();
            tryHead();
        }
    }

    private void writeHead(String action) {
        headAt = System.nanoTime();
        AuditHead next = head.reaching(output.end().place());
        if (next.equals(head)) {
            return;
        }
        next.write(store, action);
        head = next;
    }

    /** Gives up the files whose entries are all too old; the place where the next one begins is kept. */
    private void expire() throws IOException {
        if (options.keep().isEmpty() || !files.writeLock().tryLock()) {
            return;
        }
        try {
            Instant before = options.clock().instant().minus(options.keep().get());
            List<AuditFile> all = AuditFile.list(directory);
            int old = 0;
            while (old < all.size() - 1 && spans.of(all.get(old)).isBefore(before)) {
                old++;
            }
            if (old > 0 && spans.of(all.get(old - 1)).isWhole()) {
                AuditHead next = head.startingAt(spans.of(all.get(old - 1)).last());
                next.write(store, "expire audit before " + before);
                head = next;
                for (AuditFile file : all.subList(0, old)) {
                    Files.delete(file.path());
                }
            }
        } catch (ShearwaterException unavailable) {
            headAt = System.nanoTime();
        } finally {
            files.writeLock().unlock();
        }
    }
}
