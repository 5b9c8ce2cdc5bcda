package io.shearwater.store;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.VectorLog;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.Feature;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Schema;
import io.shearwater.registry.GroupRecord;
import io.shearwater.serving.LogTally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes rows into a log, in the background. Between the requests and the log are a queue of bounded size and files: one thread
 * takes from the queue and appends to a file, many times a second; another commits what the files hold, every few seconds, and
 * tries again until it succeeds. What does not fit is dropped and counted. Thread-safe.
 */
final class VectorLogWriter implements VectorLog, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(VectorLogWriter.class.getName());
    private static final Duration SPOOLED_EVERY = Duration.ofMillis(100);
    private static final Duration COMMITTED_EVERY = Duration.ofSeconds(2);
    /** The values that may wait in memory, whatever a vector's width: tens of megabytes. */
    private static final int MOST_VALUES = 2_000_000;

    private static final int MOST_REQUESTS = 1 << 15;
    private static final int ROWS_A_BLOCK = 4_096;

    private final StoreParts parts;
    private final GroupRef group;
    private final ArrayBlockingQueue<LoggedRows> queue;
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong spooled = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** The group was deleted, and not made again. */
    private final AtomicBoolean groupless = new AtomicBoolean();
    /** Held while rows go from the queue to files. */
    private final ReentrantLock spooling = new ReentrantLock();
    /** Held while files go to the group; taken before {@link #spooling}. */
    private final ReentrantLock committing = new ReentrantLock();

    private final LogSpool spool;
    /** For each file whose rows are waited for, who waits and for how many. */
    private final Map<Path, Map<LogTally, Integer>> owners = new HashMap<>();

    private Map<LogTally, Integer> newest = new HashMap<>();
    /** Threads of the platform: they spend their time in files and native code, where virtual ones would hold a carrier. */
    private final List<Thread> threads;

    VectorLogWriter(StoreParts parts, LogLayout layout) {
        this.parts = parts;
        this.group = layout.group().ref();
        int width = layout.columns().size();
        this.queue = new ArrayBlockingQueue<>(Math.clamp(MOST_VALUES / width, 256, MOST_REQUESTS));
        this.spool = parts.logs().spool(group);
        this.threads = List.of(
                thread("log of " + group, COMMITTED_EVERY, this::flush),
                thread("queue of the log of " + group, SPOOLED_EVERY, this::spool));
    }

    private Thread thread(String name, Duration every, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            while (!closed.get()) {
                LockSupport.parkNanos(this, every.toNanos());
                try {
                    parts.registry().asProject(work);
                } catch (RuntimeException failed) {
                    LOG.log(System.Logger.Level.WARNING, "Rows wait to be written to " + group, failed);
                }
            }
        });
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Makes sure that the group has the columns of a layout. */
    void prepare(LogLayout layout) {
        parts.registry().asProject(() -> requireColumns(layout));
    }

    private void requireColumns(LogLayout layout) {
        committing.lock();
        try {
            if (parts.registry().findGroup(group).isEmpty()) {
                new GroupCreation(parts).create(layout.group());
            }
            groupless.set(false);
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
            committing.unlock();
        }
    }

    // ---- on the path of requests

    /** Vectors that were left out so far. */
    long dropped() {
        return dropped.get();
    }

    /** Takes a request, or drops it. */
    void offer(LoggedRows request) {
        int size = request.size();
        // Counted before, so that whoever takes it finds it counted.
        queued.addAndGet(size);
        if (closed.get() || groupless.get() || !queue.offer(request)) {
            queued.addAndGet(-size);
            dropped.addAndGet(size);
            request.tally().ifPresent(tally -> tally.lost(size));
        } else if (queue.size() == ROWS_A_BLOCK) {
            LockSupport.unpark(threads.getLast());
        }
    }

    // ---- in the background

    /** Moves all that is queued to files. */
    private void spool() {
        spooling.lock();
        try {
            while (!queue.isEmpty()) {
                Schema columns = parts.registry().group(group).spec().schema();
                List<LoggedRows> taken = new ArrayList<>();
                int size = 0;
                for (LoggedRows next = queue.poll(); next != null; next = size < ROWS_A_BLOCK ? queue.poll() : null) {
                    taken.add(next);
                    size += next.size();
                }
                spool(taken, columns);
            }
        } finally {
            spooling.unlock();
        }
    }

    private void spool(List<LoggedRows> taken, Schema columns) {
        Frame rows;
        try {
            FrameBuilder builder = new FrameBuilder(columns, ROWS_A_BLOCK);
            taken.forEach(next -> next.appendTo(builder));
            rows = builder.build();
        } catch (RuntimeException unfit) {
            if (taken.size() == 1) {
                lost(taken, unfit);
            } else {
                // One that does not fit is left out alone.
                taken.forEach(next -> spool(List.of(next), columns));
            }
            return;
        }
        try {
            if (spool.append(rows)) {
                queued.addAndGet(-rows.rows());
                spooled.addAndGet(rows.rows());
                taken.forEach(next -> next.tally().ifPresent(tally -> newest.merge(tally, next.size(), Integer::sum)));
            } else {
                lost(taken, new IllegalStateException("too many rows wait on disk to be committed"));
            }
        } catch (RuntimeException failed) {
            lost(taken, failed);
        }
    }

    private void lost(List<LoggedRows> taken, RuntimeException reason) {
        int size = taken.stream().mapToInt(LoggedRows::size).sum();
        queued.addAndGet(-size);
        dropped.addAndGet(size);
        taken.forEach(next -> next.tally().ifPresent(tally -> tally.lost(next.size())));
        LOG.log(System.Logger.Level.ERROR, size + " rows could not be written to " + group, reason);
    }

    /** Whoever asks for it now: the rows are there because the project logs. */
    @Override
    public void flush() {
        committing.lock();
        try {
            if (!groupless.get()) {
                parts.registry().asProject(() -> ready().forEach(this::commit));
            }
        } finally {
            committing.unlock();
        }
    }

    /** Everything that was offered until now, in files that nobody writes to any more. */
    private List<Path> ready() {
        spooling.lock();
        try {
            spool();
            spool.seal();
            List<Path> files = spool.sealed();
            if (!newest.isEmpty()) {
                // Who waits for several files waits for the last of them, which is committed last.
                owners.put(files.getLast(), newest);
                newest = new HashMap<>();
            }
            return files;
        } finally {
            spooling.unlock();
        }
    }

    private void commit(Path file) {
        GroupRecord log = parts.registry().group(group);
        long rows = 0;
        try (FrameReader reader = LogSpool.read(file, log.spec().schema())) {
            Optional<Frame> first = reader.next();
            if (first.isPresent()) {
                // Committed and not yet deleted when the process ended: its key makes the second time harmless.
                String key = "spooled " + file.getFileName();
                Commit.Counts counts = parts.offline()
                        .writer()
                        .insert(
                                log,
                                new Begun(first.get(), reader),
                                WriteOptions.plain().withKey(key))
                        .counts();
                rows = counts.inserted() + counts.updated() + counts.duplicates();
            }
        }
        spooling.lock();
        try {
            spool.delete(file);
        } finally {
            spooling.unlock();
        }
        written.addAndGet(rows);
        long done = rows;
        spooled.updateAndGet(before -> Math.max(0, before - done));
        Map<LogTally, Integer> waited = owners.remove(file);
        if (waited != null) {
            waited.forEach(LogTally::written);
        }
    }

    /** A reader whose first frame was taken. */
    private static final class Begun implements FrameReader {
        private final FrameReader rest;
        private Optional<Frame> first;

        Begun(Frame first, FrameReader rest) {
            this.first = Optional.of(first);
            this.rest = rest;
        }

        @Override
        public Schema schema() {
            return rest.schema();
        }

        @Override
        public Optional<Frame> next() {
            Optional<Frame> next = first.isPresent() ? first : rest.next();
            first = Optional.empty();
            return next;
        }

        @Override
        public void close() {
            rest.close();
        }
    }

    /** Writes rows at once, and returns when they are there. */
    void write(Frame rows) {
        committing.lock();
        try {
            parts.registry()
                    .asProject(() -> parts.offline()
                            .writer()
                            .insert(parts.registry().group(group), rows.reader(), WriteOptions.plain()));
            written.addAndGet(rows.rows());
        } finally {
            committing.unlock();
        }
    }

    /** Drops what waits, and what comes until the group is made again: it was deleted. */
    void discard() {
        groupless.set(true);
        committing.lock();
        spooling.lock();
        try {
            List<LoggedRows> waiting = new ArrayList<>();
            queue.drainTo(waiting);
            int rows = waiting.stream().mapToInt(LoggedRows::size).sum();
            queued.addAndGet(-rows);
            dropped.addAndGet(rows + spooled.getAndSet(0));
            waiting.forEach(next -> next.tally().ifPresent(tally -> tally.lost(next.size())));
            owners.values().forEach(owned -> owned.forEach(LogTally::lost));
            owners.clear();
            newest.forEach(LogTally::lost);
            newest = new HashMap<>();
            spool.clear();
        } finally {
            spooling.unlock();
            committing.unlock();
        }
    }

    // ---- for people

    @Override
    public FeatureGroup group() {
        return new EmbeddedFeatureGroup(parts, group);
    }

    @Override
    public Counts counts() {
        return new Counts(written.get(), queued.get() + spooled.get(), dropped.get());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            threads.forEach(LockSupport::unpark);
            if (parts.registry().findGroup(group).isPresent()) {
                flush();
            }
        }
    }
}
