package io.shearwater.pipeline;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A reader whose frames pass through a function; frames that come out empty are left out. Read by one thread. */
final class Rows implements FrameReader {
    private final FrameReader input;
    private final Schema schema;
    private final UnaryOperator<Frame> function;
    private final Runnable end;
    private boolean ended;
    private @Nullable Frame large;
    private int taken;

    /**
     * @param schema of what the function gives
     * @param end run once, when the last row has been asked for
     */
    Rows(FrameReader input, Schema schema, UnaryOperator<Frame> function, Runnable end) {
        this.input = input;
        this.schema = schema;
        this.function = function;
        this.end = end;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        if (large != null) {
            return Optional.of(piece(large));
        }
        for (Optional<Frame> next = input.next(); next.isPresent(); next = input.next()) {
            Frame given = function.apply(next.get());
            if (given.rows() > MAX_ROWS) {
                return Optional.of(piece(given));
            }
            if (given.rows() > 0) {
                return Optional.of(given);
            }
        }
        if (!ended) {
            ended = true;
            end.run();
        }
        return Optional.empty();
    }

    /** The next rows of a frame that is too large for one. */
    private Frame piece(Frame whole) {
        int end = Math.min(taken + MAX_ROWS, whole.rows());
        Frame piece = whole.slice(taken, end);
        taken = end < whole.rows() ? end : 0;
        large = end < whole.rows() ? whole : null;
        return piece;
    }

    @Override
    public void close() {
        input.close();
    }
}
