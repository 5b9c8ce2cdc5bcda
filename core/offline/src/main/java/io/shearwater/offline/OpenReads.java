package io.shearwater.offline;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps files from being deleted while a reader that was opened before may still need them, here or in another process: then
 * they wait for the next occasion. Thread-safe.
 */
final class OpenReads {
    private static final System.Logger LOG = System.getLogger(OpenReads.class.getName());

    private final Consumer<List<String>> delete;
    private final ReaderLock others;
    private final List<String> waiting = new ArrayList<>();
    private int open;
    private ReaderLock.@Nullable Reading reading;

    OpenReads(Consumer<List<String>> delete, ReaderLock others) {
        this.delete = delete;
        this.others = others;
    }

    /** Counts a reader until it is closed; {@code start} opens it. */
    FrameReader during(Supplier<FrameReader> start) {
        begin();
        try {
            return new Tracked(start.get());
        } catch (RuntimeException | Error failed) {
            end();
            throw failed;
        }
    }

    /** Counts as a reader until it is closed. */
    ReaderLock.Reading hold() {
        begin();
        return this::end;
    }

    /** Deletes files once nobody reads. */
    void deleteWhenUnread(List<String> files) {
        synchronized (this) {
            waiting.addAll(files);
        }
        deleteIfUnread();
    }

    private synchronized void begin() {
        if (open == 0) {
            reading = others.reading();
        }
        open++;
    }

    private void end() {
        synchronized (this) {
            open--;
            ReaderLock.Reading last = reading;
            if (open == 0 && last != null) {
                reading = null;
                last.close();
            }
        }
        deleteIfUnread();
    }

    /** What cannot be deleted now is by a later call; what is left when the process ends, by an expiry. */
    private void deleteIfUnread() {
        List<String> files;
        synchronized (this) {
            if (open > 0 || waiting.isEmpty()) {
                return;
            }
            files = List.copyOf(waiting);
            waiting.clear();
        }
        boolean deleted = true;
        try {
            deleted = others.unlessRead(() -> delete.accept(files));
        } catch (ShearwaterException undeleted) {
            LOG.log(System.Logger.Level.WARNING, "Files that are not needed any more could not be deleted", undeleted);
        }
        if (!deleted) {
            synchronized (this) {
                waiting.addAll(files);
            }
        }
    }

    private final class Tracked implements FrameReader {
        private final FrameReader reader;
        private boolean closed;

        private Tracked(FrameReader reader) {
            this.reader = reader;
        }

        @Override
        public Schema schema() {
            return reader.schema();
        }

        @Override
        public Optional<Frame> next() {
            return reader.next();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                reader.close();
                end();
            }
        }
    }
}
