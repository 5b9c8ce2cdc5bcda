package io.shearwater.wire;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.HeapGuard;
import io.shearwater.model.IoReason;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Writes a stream of frames piece by piece (docs/format/frames.md): {@link FrameStream#write} for those who have no reader. It ends
 * with {@link #end} or {@link #fail}; without either it is cut, which readers notice. Not thread-safe.
 */
public final class FrameStreamWriter {
    /** About how long blocks are, in bytes: large enough for speed, small enough for the caches and for many at once. */
    private static final long BLOCK = 4 << 20;

    private final OutputStream out;
    private final Schema schema;
    private final BlockBuffer block = new BlockBuffer();
    private final ColumnEncoder encoder = new ColumnEncoder(block);
    private long rows;
    private boolean broken;

    /**
     * Begins a stream with its columns.
     *
     * @throws ShearwaterException IO where it cannot be written
     */
    public FrameStreamWriter(OutputStream out, Schema schema) {
        this(out, FrameColumns.of(schema));
    }

    FrameStreamWriter(OutputStream out, FrameColumns columns) {
        this.out = out;
        this.schema = columns.schema();
        ByteBuffer head = ByteBuffer.allocate(FrameStream.HEAD).order(ByteOrder.LITTLE_ENDIAN);
        head.put(FrameStream.MAGIC).putInt(FrameStream.VERSION).putInt(0);
        put(head.array(), FrameStream.HEAD);
        begin();
        content(columns.json());
        send(FrameStream.Kind.COLS);
    }

    /**
     * Writes rows.
     *
     * @throws ShearwaterException BAD_FRAMES for rows with other columns, TOO_LARGE for a row of more than 256 MiB, IO
     */
    public void write(Frame frame) {
        if (!frame.schema().equals(schema)) {
            throw WireError.BAD_FRAMES.because("The stream has the columns " + WireJson.shown(schema)
                    + " and cannot take a frame with " + WireJson.shown(frame.schema()) + ".");
        }
        int all = frame.rows();
        long pieces = Math.max(1, Math.ceilDiv(HeapGuard.bytes(frame), BLOCK));
        int piece = Math.clamp(Math.ceilDiv(all, pieces), 1, FrameReader.MAX_ROWS);
        for (int start = 0; start < all; start += piece) {
            rows(frame, start, Math.min(all, start + piece));
        }
    }

    private void rows(Frame frame, int start, int end) {
        begin();
        try {
            block.room(8).putInt(end - start).putInt(schema.size());
            frame.columns().forEach(column -> encoder.encode(column, start, end));
        } catch (BlockBuffer.TooLong tooLong) {
            if (end - start == 1) {
                throw WireError.TOO_LARGE.because(
                        "Row " + (rows + 1) + " takes more than " + (BlockBuffer.LONGEST >> 20)
                                + " MiB, which a stream of frames cannot carry. Leave columns out.",
                        tooLong);
            }
            int middle = (start + end) >>> 1;
            rows(frame, start, middle);
            rows(frame, middle, end);
            return;
        }
        send(FrameStream.Kind.ROWS);
        rows += end - start;
    }

    /** The rows written so far. */
    public long rows() {
        return rows;
    }

    /**
     * Ends a stream that is whole.
     *
     * @throws ShearwaterException IO
     */
    public void end() {
        begin();
        block.room(8).putLong(rows);
        send(FrameStream.Kind.DONE);
        flush();
    }

    /**
     * Ends a stream that cannot go on.
     *
     * @throws ShearwaterException IO
     */
    public void fail(Problem problem) {
        begin();
        content(ProblemJson.write(problem).getBytes(StandardCharsets.UTF_8));
        send(FrameStream.Kind.FAIL);
        flush();
    }

    /** Ends it where that is still possible; what fails now is less than what failed before. */
    void failAfter(Problem problem, RuntimeException before) {
        if (!broken) {
            try {
                fail(problem);
            } catch (ShearwaterException gone) {
                before.addSuppressed(gone);
            }
        }
    }

    private void begin() {
        block.clear();
        block.room(FrameStream.HEAD).position(FrameStream.HEAD);
    }

    private void content(byte[] bytes) {
        block.room(bytes.length).put(bytes);
    }

    private void send(FrameStream.Kind kind) {
        int end = block.position();
        byte[] bytes = block.bytes();
        ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(kind.code()).putInt(end - FrameStream.HEAD);
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, 8);
        sum.update(bytes, FrameStream.HEAD, end - FrameStream.HEAD);
        head.putInt((int) sum.getValue()).putInt(0);
        put(bytes, end);
    }

    private void put(byte[] bytes, int length) {
        try {
            out.write(bytes, 0, length);
        } catch (IOException gone) {
            throw unwritable(gone);
        }
    }

    private void flush() {
        try {
            out.flush();
        } catch (IOException gone) {
            throw unwritable(gone);
        }
    }

    private ShearwaterException unwritable(IOException gone) {
        broken = true;
        return WireError.IO.because("The rows cannot be sent: " + IoReason.of(gone) + ".", gone);
    }
}
