package io.shearwater.model;

import java.util.Optional;

/** Rows under other names of columns. */
record RenamedRows(FrameReader rows, Schema schema) implements FrameReader {
    @Override
    public Optional<Frame> next() {
        return rows.next().map(frame -> new Frame(schema, frame.columns(), frame.rows()));
    }

    @Override
    public void close() {
        rows.close();
    }
}
