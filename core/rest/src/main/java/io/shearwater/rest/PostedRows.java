package io.shearwater.rest;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;

/** Rows that are read from what came with a request, which is let go of once they are read. For one thread. */
record PostedRows(FrameReader rows, Posted posted) implements FrameReader {
    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Optional<Frame> next() {
        return posted.told(rows::next);
    }

    @Override
    public void close() {
        try {
            rows.close();
        } finally {
            posted.close();
        }
    }
}
