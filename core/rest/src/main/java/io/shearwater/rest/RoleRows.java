package io.shearwater.rest;

import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingRows;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.wire.TrainingParts;
import java.util.Optional;
import java.util.function.Supplier;

/** The rows of a part of training data with all of their columns, each named by its role. For one thread. */
final class RoleRows implements FrameReader {
    private final TrainingRows rows;
    private final Schema schema;
    private Optional<Frame> next;

    private RoleRows(TrainingRows rows, Optional<Frame> first, Schema schema) {
        this.rows = rows;
        this.next = first;
        this.schema = schema;
    }

    /** @param empty the part where it has no rows, for its columns */
    static FrameReader of(TrainingRows rows, Supplier<TrainingData.Part> empty) {
        try {
            Optional<Frame> first = rows.next().map(TrainingParts::frame);
            Schema schema =
                    first.orElseGet(() -> TrainingParts.frame(empty.get())).schema();
            return new RoleRows(rows, first, schema);
        } catch (RuntimeException | Error failed) {
            rows.close();
            throw failed;
        }
    }

    /** Rows in memory. */
    static FrameReader of(TrainingData.Part part) {
        return TrainingParts.frame(part).reader();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        Optional<Frame> given = next;
        if (given.isPresent()) {
            next = rows.next().map(TrainingParts::frame);
        }
        return given;
    }

    @Override
    public void close() {
        rows.close();
    }
}
