package io.shearwater.wire;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.ShearwaterException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Rows as bytes, in columns, with checksums and an end that tells whether all went well (docs/format/frames.md). Neither side
 * holds more than one block.
 */
public final class FrameStream {
    /** The media type. */
    public static final String MEDIA_TYPE = "application/vnd.shearwater.frames";

    static final byte[] MAGIC = "SWFRAMES".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 1;
    static final int HEAD = 16;

    /** What a block holds: four letters. */
    enum Kind {
        /** The columns, as JSON. */
        COLS,
        /** Rows. */
        ROWS,
        /** The end of a stream that is whole. */
        DONE,
        /** The end of a stream that failed, with the problem as JSON. */
        FAIL;

        /** The letters as a number, the first letter lowest. */
        int code() {
            int code = 0;
            for (int i = 0; i < 4; i++) {
                code |= name().charAt(i) << (8 * i);
            }
            return code;
        }
    }

    private FrameStream() {}

    /**
     * Writes all rows and the end, and closes the reader, but not the stream. Where reading fails, the failure is written, so that
     * it reaches who reads the stream, and thrown.
     *
     * @return the number of rows
     * @throws ShearwaterException what the reader threw; IO where nothing can be written any more
     */
    public static long write(FrameReader rows, OutputStream out) {
        try (rows) {
            FrameStreamWriter writer = new FrameStreamWriter(out, rows.schema());
            try {
                for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                    writer.write(next.get());
                }
            } catch (ShearwaterException failure) {
                writer.failAfter(Problem.of(failure), failure);
                throw failure;
            } catch (RuntimeException defect) {
                writer.failAfter(Problem.ofDefect(), defect);
                throw defect;
            }
            writer.end();
            return writer.rows();
        }
    }

    /**
     * The rows of a stream, whose columns are read at once. Closing the reader closes the stream.
     *
     * @throws ShearwaterException BAD_FRAMES where it is none, CUT_STREAM where it ends too early, IO where it cannot be read;
     *     what the sender failed with. The same while it is read
     */
    public static FrameReader reader(InputStream in) {
        return reader(in, new KnownColumns());
    }

    /** As {@link #reader(InputStream)}, where the same columns may have come before. */
    public static FrameReader reader(InputStream in, KnownColumns known) {
        return new FrameStreamReader(in, known);
    }

    /**
     * The rows of a file that a process may have been killed over: up to the first block that is not whole, without an end mark. Of one
     * whose columns are not whole there are neither columns nor rows.
     *
     * @throws ShearwaterException IO where it cannot be read; the same while it is read
     */
    public static FrameReader wholeBlocks(InputStream in) {
        return new WholeBlocks(in);
    }
}
