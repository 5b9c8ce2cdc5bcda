package io.shearwater.pipeline;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import java.util.BitSet;
import java.util.function.UnaryOperator;

/**
 * The rows of a span by a time column; of a day its first instant decides.
 *
 * @param what has the column, for messages
 */
record TimeFilter(Span span, Calendar calendar, String column, String what) implements UnaryOperator<Frame> {
    /** Refuses a schema whose column is no time. */
    TimeFilter on(Schema schema) {
        if (!schema.contains(column)) {
            throw PipelineError.BAD_PIPELINE.because("The time of " + what + " is to be '" + column
                    + "', which is none of its columns " + schema.names() + "."
                    + Names.didYouMean(column, schema.names()));
        }
        DataType type = schema.field(column).type();
        if (!(type instanceof DataType.TimestampType || type instanceof DataType.DateType)) {
            throw PipelineError.BAD_PIPELINE.because("The time of " + what + " is to be '" + column + "', which is "
                    + type + "; it has to be a timestamp or a date.");
        }
        return this;
    }

    @Override
    public Frame apply(Frame frame) {
        Column times = frame.column(column);
        BitSet kept = new BitSet(frame.rows());
        for (int row = 0; row < frame.rows(); row++) {
            if (times.isNull(row)) {
                throw PipelineError.BAD_OUTPUT.because(
                        "A row of " + what + " has no time: '" + column + "' is null. Leave such rows out.");
            }
            kept.set(row, span.contains(calendar.micros(times, row)));
        }
        if (kept.cardinality() == frame.rows()) {
            return frame;
        }
        FrameBuilder rows = new FrameBuilder(frame.schema(), kept.cardinality());
        kept.stream().forEach(row -> rows.appendRow(frame, row));
        return rows.build();
    }
}
