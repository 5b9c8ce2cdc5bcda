package io.shearwater.training;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a stream as several, one after the other. Closing one of them leaves the stream open. Not thread-safe. */
final class CutReader {
    private final FrameReader rows;
    private @Nullable Frame ahead;

    CutReader(FrameReader rows) {
        this.rows = rows;
    }

    /** Whether there are rows that no stream gave yet. Sees the end, and what goes wrong there. */
    boolean hasMore() {
        if (ahead == null) {
            ahead = rows.next().orElse(null);
        }
        return ahead != null;
    }

    /** The next rows, at most so many. */
    FrameReader next(long limit) {
        return new FrameReader() {
            private long left = limit;

            @Override
            public Schema schema() {
                return rows.schema();
            }

            @Override
            public Optional<Frame> next() {
                if (left == 0 || !hasMore()) {
                    return Optional.empty();
                }
                Frame frame = take((int) Math.min(left, Integer.MAX_VALUE));
                left -= frame.rows();
                return Optional.of(frame);
            }

            @Override
            public void close() {}
        };
    }

    private Frame take(int most) {
        Frame frame = Objects.requireNonNull(ahead);
        if (frame.rows() <= most) {
            ahead = null;
            return frame;
        }
        ahead = frame.slice(most, frame.rows());
        return frame.slice(0, most);
    }
}
