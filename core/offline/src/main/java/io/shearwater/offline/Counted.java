package io.shearwater.offline;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A reader that says how many rows passed. */
record Counted(FrameReader input, LongConsumer total, long[] count) implements FrameReader {
    Counted(FrameReader input, LongConsumer total) {
        this(input, total, new long[1]);
    }

    @Override
    public Schema schema() {
        return input.schema();
    }

    @Override
    public Optional<Frame> next() {
        Optional<Frame> next = input.next();
        next.ifPresent(frame -> {
            count[0] += frame.rows();
            total.accept(count[0]);
        });
        return next;
    }

    @Override
    public void close() {
        input.close();
    }
}
