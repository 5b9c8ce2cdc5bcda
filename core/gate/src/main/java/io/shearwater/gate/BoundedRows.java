package io.shearwater.gate;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Rows that have to be read within some time: then their reader is closed, which ends also a query that has given none yet. */
final class BoundedRows implements FrameReader {
    private final FrameReader rows;
    private final Duration longest;
    private final Future<?> end;
    private volatile boolean over;

    BoundedRows(FrameReader rows, Duration longest, ScheduledExecutorService clock) {
        this.rows = rows;
        this.longest = longest;
        this.end = clock.schedule(this::giveUp, longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveUp() {
        over = true;
        // Closing waits for what runs to notice; the clock has others to look after. Not on a virtual thread, of which
        // none
        // runs while native code holds the threads that carry them.
        Thread.ofPlatform().daemon().name("shearwater-give-up").start(rows::close);
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Optional<Frame> next() {
        try {
            Optional<Frame> next = rows.next();
            if (!over || next.isEmpty()) {
                return next;
            }
        } catch (RuntimeException failed) {
            if (!over) {
                throw failed;
            }
        }
        throw GateError.TOO_LONG.because("The rows were not read to their end within " + longest.toSeconds()
                + " s, which is the longest that a request may take. Ask for fewer columns or rows, or for a part of the range"
                + " at a time.");
    }

    @Override
    public void close() {
        end.cancel(false);
        rows.close();
    }
}
