package io.shearwater.grpc;

import io.grpc.Context;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;

/**
 * Rows for a caller who may go away, or whose deadline may pass: then their reader is closed, which ends also a query that has given
 * none yet. Made on a thread that works for the call.
 */
final class CallersRows implements FrameReader {
    private final FrameReader rows;
    private final Context call = Context.current();
    private final Context.CancellationListener giveUp = cancelled -> giveUp();
    private volatile boolean gone;

    CallersRows(FrameReader rows) {
        this.rows = rows;
        call.addListener(giveUp, Runnable::run);
    }

    private void giveUp() {
        gone = true;
        // Closing waits for what runs to notice; the connection has others to serve. Not on a virtual thread, of which
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
            if (!gone) {
                return next;
            }
        } catch (RuntimeException failed) {
            if (!gone) {
                throw failed;
            }
        }
        throw RpcError.BROKEN_OFF.because("The caller broke the stream off, or its deadline passed.");
    }

    @Override
    public void close() {
        call.removeListener(giveUp);
        rows.close();
    }
}
