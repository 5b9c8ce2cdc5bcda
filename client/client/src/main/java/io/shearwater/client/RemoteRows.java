package io.shearwater.client;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.wire.WireError;
import java.util.Optional;

/** Rows on their way from a server; a connection that breaks says what it broke. Read by one thread. */
final class RemoteRows implements FrameReader {
    private final Http http;
    private final FrameReader rows;
    private final String what;
    private long read;
    private boolean ended;
    private boolean closed;

    RemoteRows(Http http, FrameReader rows, String what) {
        this.http = http;
        this.rows = rows;
        this.what = what;
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Optional<Frame> next() {
        if (ended) {
            return Optional.empty();
        }
        requireOpen();
        try {
            Optional<Frame> next = rows.next();
            ended = next.isEmpty();
            read += next.map(Frame::rows).orElse(0);
            return next;
        } catch (ShearwaterException broken) {
            requireOpen();
            if (broken.code() == WireError.IO || broken.code() == WireError.CUT_STREAM) {
                throw ClientError.CONNECTION_LOST.because(
                        "The connection broke after " + read + " rows of this: " + what + ". " + broken.getMessage()
                                + " Read them again.",
                        broken);
            }
            throw broken;
        }
    }

    /** What is closed has not come to its end: a caller would take half of the rows for all of them. */
    private void requireOpen() {
        if (closed || http.isClosed()) {
            throw ClientError.CLOSED.because(
                    "The rows of this were not read to their end: " + what + ". Their reader was"
                            + " closed, or the store that they come from. Read them while the store is open.");
        }
    }

    @Override
    public void close() {
        closed = true;
        rows.close();
    }
}
