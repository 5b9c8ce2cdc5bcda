package io.shearwater.pipeline;

import io.shearwater.model.Column;
import io.shearwater.model.EventTime;
import io.shearwater.model.Frame;
import io.shearwater.model.Times;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Passes on the rows of windows that end with a unit of time, and refuses those that their group would take for known before it:
 * the sum of a day, dated with the day's beginning, is not known at noon.
 *
 * @param what gives the rows, and into which group, for messages
 * @param time the group's event time
 * @param unit in microseconds
 */
record KnownInTime(String what, EventTime time, long unit, Calendar calendar) implements UnaryOperator<Frame> {
    @Override
    public Frame apply(Frame frame) {
        Column times = frame.column(time.column());
        for (int row = 0; row < frame.rows(); row++) {
            if (!times.isNull(row)) {
                require(calendar.micros(times, row));
            }
        }
        return frame;
    }

    private void require(long micros) {
        long end = calendar.plus(calendar.floor(micros, unit), unit);
        // Nothing happens after the last microsecond of the unit and before its end.
        if (Times.micros(Times.instant(micros).plus(time.knownAfter())) < end - 1) {
            throw PipelineError.READS_FUTURE.because(what + ": the row of " + Times.instant(micros)
                    + " is computed of events up to " + Times.instant(end) + ", and the group takes it for known at "
                    + Times.instant(micros).plus(time.knownAfter())
                    + ": training data would hold what was not known then. Make the group with knownAfter("
                    + Duration.between(Times.instant(micros), Times.instant(end)) + ").");
        }
    }
}
