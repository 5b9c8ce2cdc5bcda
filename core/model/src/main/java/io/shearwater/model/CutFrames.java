package io.shearwater.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a reader in frames of no more than so many each. Not thread-safe. */
final class CutFrames implements FrameReader {
    private final FrameReader rows;
    private final int most;
    private @Nullable Frame current;
    private int at;

    CutFrames(FrameReader rows, int most) {
        this.rows = rows;
        this.most = most;
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Optional<Frame> next() {
        Frame frame = current == null ? rows.next().orElse(null) : current;
        if (frame == null || (at == 0 && frame.rows() <= most)) {
            return Optional.ofNullable(frame);
        }
        int end = Math.min(at + most, frame.rows());
        Frame piece = frame.slice(at, end);
        current = end < frame.rows() ? frame : null;
        at = current == null ? 0 : end;
        return Optional.of(piece);
    }

    @Override
    public void close() {
        rows.close();
    }
}
