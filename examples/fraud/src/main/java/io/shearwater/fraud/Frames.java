package io.shearwater.fraud;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Streams of frames from streams of frames. */
final class Frames {
    private Frames() {}

    /** Each frame changed by a pipeline that keeps the number of rows or drops some. */
    static FrameReader each(FrameReader source, Schema schema, UnaryOperator<Frame> pipeline) {
        return new FrameReader() {
            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public Optional<Frame> next() {
                for (Optional<Frame> next = source.next(); next.isPresent(); next = source.next()) {
                    Frame changed = pipeline.apply(next.get());
                    if (changed.rows() > 0) {
                        return Optional.of(changed);
                    }
                }
                return Optional.empty();
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    /** Rows from a number (inclusive, counted from 0) to another (exclusive). */
    static FrameReader rows(FrameReader source, long start, long end) {
        return each(source, source.schema(), new UnaryOperator<>() {
            private long passed;

            @Override
            public Frame apply(Frame frame) {
                int from = Math.clamp(start - passed, 0, frame.rows());
                int to = Math.clamp(end - passed, from, frame.rows());
                passed += frame.rows();
                return from == 0 && to == frame.rows() ? frame : frame.slice(from, to);
            }
        });
    }

    /** Rows whose value in a column is one of these. */
    static FrameReader matching(FrameReader source, String column, Set<?> values) {
        return each(source, source.schema(), frame -> {
            FrameBuilder kept = new FrameBuilder(frame.schema(), 0);
            for (int row = 0; row < frame.rows(); row++) {
                if (values.contains(frame.column(column).valueAt(row))) {
                    kept.appendRow(frame, row);
                }
            }
            return kept.build();
        });
    }
}
