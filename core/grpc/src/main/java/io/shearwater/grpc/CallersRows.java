package io.shearwater.grpc;

import io.grpc.Context;
import io.shearwater.gate.StoppableRows;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;

/** Rows for a caller who may go away, or whose deadline may pass. Made on a thread that works for the call. */
final class CallersRows implements FrameReader {
    private final StoppableRows rows;
    private final Context call = Context.current();
    private final Context.CancellationListener gone;

    CallersRows(FrameReader rows) {
        this.rows = new StoppableRows(
                rows, () -> RpcError.BROKEN_OFF.because("The caller broke the stream off, or its deadline passed."));
        this.gone = cancelled -> this.rows.stop();
        call.addListener(gone, Runnable::run);
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
        call.removeListener(gone);
        rows.close();
    }
}
