package io.shearwater.gate;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Rows that another thread may stop while they are read: their reader is closed, which ends also a query that has given none yet.
 * Whoever reads on is told why, and never that the rows are at their end. Read by one thread, stopped by any.
 */
public final class StoppableRows implements FrameReader {
    private final FrameReader rows;
    private final Supplier<ShearwaterException> why;
    private volatile boolean stopped;

    /** @param why what a reader is told of rows that were stopped */
    public StoppableRows(FrameReader rows, Supplier<ShearwaterException> why) {
        this.rows = rows;
        this.why = why;
    }

    /** Returns at once. Closing waits for what runs to notice, and whoever stops rows has others to look after. */
    public void stop() {
        stopped = true;
        // Not on a virtual thread, of which none runs while native code holds the threads that carry them.
        Thread.ofPlatform().daemon().name("shearwater-stop").start(rows::close);
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Optional<Frame> next() {
        try {
            Optional<Frame> next = rows.next();
            if (!stopped) {
                return next;
            }
        } catch (RuntimeException failed) {
            if (!stopped) {
                throw failed;
            }
        }
        throw why.get();
    }

    @Override
    public void close() {
        rows.close();
    }
}
