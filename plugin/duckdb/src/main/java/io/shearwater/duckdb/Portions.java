package io.shearwater.duckdb;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;

/** One stream of rows, given out in stretches, each a stream of its own. Used by one thread at a time. */
final class Portions implements AutoCloseable {
    private final FrameReader rows;
    private Optional<Frame> pending = Optional.empty();

    /** Takes over a stream. */
    Portions(FrameReader rows) {
        this.rows = rows;
    }

    /** Whether there is another row. */
    boolean hasMore() {
        while (pending.isEmpty() || pending.get().rows() == 0) {
            pending = rows.next();
            if (pending.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** The next stretch of at most so many rows, to be read to its end before another is asked for. */
    Portion next(long mostRows) {
        return new Portion(mostRows);
    }

    private Optional<Frame> take(long most) {
        if (most == 0 || !hasMore()) {
            return Optional.empty();
        }
        Frame frame = pending.orElseThrow();
        if (frame.rows() <= most) {
            pending = Optional.empty();
            return Optional.of(frame);
        }
        pending = Optional.of(frame.slice((int) most, frame.rows()));
        return Optional.of(frame.slice(0, (int) most));
    }

    @Override
    public void close() {
        rows.close();
    }

    /** A stretch; closing it leaves the rest alone. */
    final class Portion implements FrameReader {
        private final long most;
        private long taken;

        private Portion(long most) {
            this.most = most;
        }

        @Override
        public Schema schema() {
            return rows.schema();
        }

        @Override
        public Optional<Frame> next() {
            Optional<Frame> next = take(most - taken);
            taken += next.map(Frame::rows).orElse(0);
            return next;
        }

        /** The rows that were read so far. */
        long taken() {
            return taken;
        }

        @Override
        public void close() {}
    }
}
