package io.shearwater.rest;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;

/** Rows with what has to be let go of once they are read. For one thread. */
record OwnedRows(FrameReader rows, Runnable release) implements FrameReader {
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
        try {
            rows.close();
        } finally {
            release.run();
        }
    }
}
