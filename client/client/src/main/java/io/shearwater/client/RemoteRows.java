package io.shearwater.client;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.wire.WireError;
import java.util.Optional;

/** Rows on their way from a server; a connection that breaks says what it broke. Read by one thread. */
final class RemoteRows implements FrameReader {
    private final FrameReader rows;
    private final String what;
    private long read;

    RemoteRows(FrameReader rows, String what) {
        this.rows = rows;
        this.what = what;
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Optional<Frame> next() {
        try {
            Optional<Frame> next = rows.next();
            read += next.map(Frame::rows).orElse(0);
            return next;
        } catch (ShearwaterException broken) {
            if (broken.code() == WireError.IO || broken.code() == WireError.CUT_STREAM) {
                throw ClientError.CONNECTION_LOST.because(
                        "The connection broke after " + read + " rows of this: " + what + ". " + broken.getMessage()
                                + " Read them again.",
                        broken);
            }
            throw broken;
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
