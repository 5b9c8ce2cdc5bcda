package io.shearwater.pipeline;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.HeapGuard;
import io.shearwater.model.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Rows that are read several times, or only once all is well: a few in memory, many in a file of the run. Thread-safe. */
final class HeldRows {
    // Several nodes may hold rows at a time, beside all else: a 64th of the heap each, 32 MiB of 2 GiB.
    private static final long MOST_BYTES =
            Math.max(1L << 20, Runtime.getRuntime().maxMemory() / 64);

    private final FeatureStore store;
    private final Schema schema;
    private final List<Frame> frames;
    private final Optional<Path> file;

    private HeldRows(FeatureStore store, Schema schema, List<Frame> frames, Optional<Path> file) {
        this.store = store;
        this.schema = schema;
        this.frames = frames;
        this.file = file;
    }

    /**
     * Takes all rows of a reader, and closes it.
     *
     * @param file where rows go that are too many for the memory; it is not there yet
     */
    static HeldRows of(FrameReader rows, FeatureStore store, Supplier<Path> file) {
        try (rows) {
            List<Frame> frames = new ArrayList<>();
            long bytes = 0;
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                frames.add(next.get());
                bytes += HeapGuard.bytes(next.get());
                if (bytes > MOST_BYTES) {
                    Path spilled = file.get();
                    store.writeFile(FrameReader.of(rows.schema(), new Rest(frames, rows)), spilled);
                    return new HeldRows(store, rows.schema(), List.of(), Optional.of(spilled));
                }
            }
            return new HeldRows(store, rows.schema(), List.copyOf(frames), Optional.empty());
        }
    }

    /** The frames that were taken, then what is left of the reader. */
    private static final class Rest implements Iterator<Frame> {
        private final List<Frame> taken;
        private final FrameReader rows;
        private Optional<Frame> next = Optional.empty();

        Rest(List<Frame> taken, FrameReader rows) {
            this.taken = taken;
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            if (next.isEmpty()) {
                next = taken.isEmpty() ? rows.next() : Optional.of(taken.removeFirst());
            }
            return next.isPresent();
        }

        @Override
        public Frame next() {
            Frame frame = next.orElseThrow();
            next = Optional.empty();
            return frame;
        }
    }

    Schema schema() {
        return schema;
    }

    FrameReader reader() {
        return file.map(path -> store.reader(FileSource.of(path).withSchema(schema)))
                .orElseGet(() -> FrameReader.of(schema, frames.iterator()));
    }
}
