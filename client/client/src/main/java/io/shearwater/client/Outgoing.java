package io.shearwater.client;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.wire.FrameStream;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Rows on their way to a server, which tell how many went. Read by one thread. */
final class Outgoing implements FrameReader {
    private static final long FEW = 10_000;

    private final FrameReader rows;
    private final LongConsumer progress;
    private long sent;

    Outgoing(FrameReader rows, LongConsumer progress) {
        this.rows = rows;
        this.progress = progress;
    }

    /** Rows that are in memory, which can be sent again; few of them at once, without asking first. */
    static Body of(Frame rows) {
        if ((long) rows.rows() * rows.schema().size() <= FEW) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            FrameStream.write(rows.reader(), bytes);
            return Body.bytes(FrameStream.MEDIA_TYPE, bytes.toByteArray());
        }
        return Body.streamed(FrameStream.MEDIA_TYPE, out -> FrameStream.write(rows.reader(), out));
    }

    /** Rows that can be read once; the reader is closed. */
    static Body of(FrameReader rows, LongConsumer progress) {
        return Body.once(FrameStream.MEDIA_TYPE, out -> FrameStream.write(new Outgoing(rows, progress), out));
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Optional<Frame> next() {
        Optional<Frame> next = rows.next();
        if (next.isPresent()) {
            sent += next.get().rows();
            progress.accept(sent);
        }
        return next;
    }

    @Override
    public void close() {
        rows.close();
    }
}
