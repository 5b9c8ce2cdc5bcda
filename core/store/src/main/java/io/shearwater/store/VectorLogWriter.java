package io.shearwater.store;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.VectorLog;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Feature;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Schema;
import io.shearwater.registry.GroupRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into a log, in the background. Between the requests and the writer is a queue of bounded
 * size; what does not fit is dropped and counted. What cannot be written is tried again, while the queue fills. Thread-safe.
 */
final class VectorLogWriter implements VectorLog, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(VectorLogWriter.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(2);
    /** The values that may wait, whatever a vector's width: tens of megabytes. */
    private static final int MOST_VALUES = 2_000_000;

    private static final int MOST_REQUESTS = 1 << 15;
    private static final int ROWS_A_COMMIT = 4_096;
    private static final int ATTEMPTS = 5;

    private final StoreParts parts;
    private final GroupRef group;
    private final ArrayBlockingQueue<LoggedRows> queue;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ReentrantLock writing = new ReentrantLock();
    private final Queue<LoggedRows> unwritten = new ArrayDeque<>();
    private int attempts;
    /** A thread of the platform: it spends its time in files and native code, where a virtual one would hold a carrier. */
    private final Thread thread;

    VectorLogWriter(StoreParts parts, LogLayout layout) {
        this.parts = parts;
        this.group = layout.group().ref();
        int width = layout.columns().size();
        this.queue = new ArrayBlockingQueue<>(Math.clamp(MOST_VALUES / width, 256, MOST_REQUESTS));
        this.thread = Thread.ofPlatform().daemon().name("log of " + group).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Makes sure that the group has the columns of a layout. */
    void prepare(LogLayout layout) {
        writing.lock();
        try {
            if (parts.registry().findGroup(group).isEmpty()) {
                new GroupCreation(parts).create(layout.group());
            }
            Schema stored = parts.registry().group(group).spec().schema();
            List<Feature> missing = new ArrayList<>();
            for (Feature column : layout.columns()) {
                if (!stored.contains(column.name())) {
                    missing.add(column);
                } else if (!stored.field(column.name()).type().equals(column.type())) {
                    throw StoreError.BAD_CHANGE.because("The log of vectors '" + group.name() + "' has the column '"
                            + column.name() + "' as "
                            + stored.field(column.name()).type() + ", and it is " + column.type()
                            + " now. Delete the group, or make a new version of the view.");
                }
            }
            if (!missing.isEmpty()) {
                new EmbeddedFeatureGroup(parts, group).appendFeatures(missing);
            }
        } finally {
            writing.unlock();
        }
    }

    // ---- on the path of requests

    /** Vectors that were left out so far. */
    long dropped() {
        return dropped.get();
    }

    /** Takes a request, or drops it. */
    void offer(LoggedRows request) {
        if (closed.get() || !queue.offer(request)) {
            dropped.addAndGet(request.size());
            request.settled(LoggedRows.Fate.LOST);
            return;
        }
        int size = request.size();
        int before = waiting.getAndAdd(size);
        if (before < ROWS_A_COMMIT && before + size >= ROWS_A_COMMIT) {
            LockSupport.unpark(thread);
        }
    }

    // ---- in the background

    private void run() {
        while (!closed.get()) {
            LockSupport.parkNanos(this, EVERY.toNanos());
            try {
                flush();
            } catch (RuntimeException failed) {
                LOG.log(System.Logger.Level.WARNING, "Vectors wait to be written to " + group, failed);
            }
        }
    }

    @Override
    public void flush() {
        writing.lock();
        try {
            int rows;
            do {
                rows = unwritten.stream().mapToInt(LoggedRows::size).sum();
                for (LoggedRows next = take(rows); next != null; next = take(rows)) {
                    unwritten.add(next);
                    rows += next.size();
                }
                write(rows);
            } while (rows > 0);
        } finally {
            writing.unlock();
        }
    }

    private @Nullable LoggedRows take(int rows) {
        return rows < ROWS_A_COMMIT ? queue.poll() : null;
    }

    private void write(int rows) {
        if (rows == 0) {
            return;
        }
        LoggedRows.Fate fate = LoggedRows.Fate.WRITTEN;
        try {
            GroupRecord log = parts.registry().group(group);
            FrameBuilder builder = new FrameBuilder(log.spec().schema(), rows);
            unwritten.forEach(request -> request.appendTo(builder));
            Frame frame = builder.build();
            parts.offline().writer().insert(log, frame.reader(), WriteOptions.plain());
            written.addAndGet(rows);
        } catch (RuntimeException failed) {
            attempts++;
            if (attempts < ATTEMPTS) {
                throw failed;
            }
            dropped.addAndGet(rows);
            fate = LoggedRows.Fate.LOST;
            LOG.log(System.Logger.Level.ERROR, rows + " vectors could not be written to " + group, failed);
        }
        attempts = 0;
        settle(fate);
        waiting.addAndGet(-rows);
    }

    private void settle(LoggedRows.Fate fate) {
        unwritten.forEach(request -> request.settled(fate));
        unwritten.clear();
    }

    // ---- for people

    @Override
    public FeatureGroup group() {
        return new EmbeddedFeatureGroup(parts, group);
    }

    @Override
    public Counts counts() {
        return new Counts(written.get(), waiting.get(), dropped.get());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
            if (parts.registry().findGroup(group).isPresent()) {
                flush();
            }
        }
    }
}
