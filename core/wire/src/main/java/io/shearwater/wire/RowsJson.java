package io.shearwater.wire;

import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Rows as JSON (docs/format/wire.md), in three forms: a list of objects; {@code {"columns": […], "rows": [[…]]}}; lines with an
 * object each. Neither side holds more than a frame.
 */
public final class RowsJson {
    /** The media type of the first two forms. */
    public static final String MEDIA_TYPE = "application/json";

    /** The media type of lines. */
    public static final String LINES_MEDIA_TYPE = "application/x-ndjson";

    /** How rows are laid out. */
    public enum Form {
        /** {@code [{"a": 1}, {"a": 2}]}. */
        OBJECTS,
        /** {@code {"columns": ["a"], "rows": [[1], [2]]}}. */
        COLUMNS,
        /** An object a line. Nothing tells that the last line is the last. */
        LINES
    }

    private RowsJson() {}

    /**
     * Rows of known columns. A column that a row lacks is null; a name that is no column is refused. Closing the reader closes the
     * stream.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_ROWS naming the row and the column, TOO_LARGE for a row of more than
     *     16 MiB, IO; here or while it is read
     */
    public static FrameReader reader(InputStream in, Schema schema) {
        return new RowsJsonReader(new RowSource(in, false), schema);
    }

    /** The same from lines. */
    public static FrameReader lines(InputStream in, Schema schema) {
        return new RowsJsonReader(new RowSource(in, true), schema);
    }

    /**
     * Rows whose columns and types follow from the first thousand: integers are {@code long}, other numbers {@code double}, texts
     * that are all instants or days {@code timestamp} or {@code date}, objects structs; what is always null is {@code string}.
     *
     * @throws io.shearwater.model.ShearwaterException as {@link #reader(InputStream, Schema)}; BAD_ROWS too where a column has
     *     values of kinds that do not go together
     */
    public static FrameReader reader(InputStream in) {
        return RowInference.reader(new RowSource(in, false));
    }

    /** The same from lines. */
    public static FrameReader lines(InputStream in) {
        return RowInference.reader(new RowSource(in, true));
    }

    /**
     * Writes all rows and closes the reader, but not the stream. Where reading fails, what was written is left without its end: the
     * connection has to be broken off, so that nobody takes it for all.
     *
     * @return the number of rows
     * @throws io.shearwater.model.ShearwaterException what the reader threw; IO
     */
    public static long write(FrameReader rows, Form form, OutputStream out) {
        try (rows) {
            return new RowsJsonWriter(rows, out).write(form);
        }
    }
}
