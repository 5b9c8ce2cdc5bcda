package io.shearwater.gate;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Rows that have to be read within some time. */
final class BoundedRows implements FrameReader {
    private final StoppableRows rows;
    private final Future<?> end;

    BoundedRows(FrameReader rows, Duration longest, ScheduledExecutorService clock) {
        this.rows = new StoppableRows(
                rows,
                () -> GateError.TOO_LONG.because("The rows were not read to their end within " + longest.toSeconds()
                        + " s, which is the longest that a request may take. Ask for fewer columns or rows, or for a part of"
                        + " the range at a time."));
        this.end = clock.schedule(this.rows::stop, longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Optional<Frame> next() {
        return rows.next();
    }

    @Override
    public void close() {
        end.cancel(false);
        rows.close();
    }
}
