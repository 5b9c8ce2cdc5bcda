package io.shearwater.rest;

import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingRows;
import io.shearwater.model.Column;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The rows of a part of training data, features, labels and weights side by side. For one thread. */
final class PartRows implements FrameReader {
    private final TrainingRows rows;
    private final Schema schema;
    private Optional<Frame> next;

    /** @param empty the columns where there are no rows */
    PartRows(TrainingRows rows, Supplier<Schema> empty) {
        this.rows = rows;
        this.next = read();
        this.schema = next.map(Frame::schema).orElseGet(empty);
    }

    private Optional<Frame> read() {
        return rows.next().map(PartRows::beside);
    }

    private static Frame beside(TrainingData.Part part) {
        List<Field> fields = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (Frame frame : List.of(part.features(), part.labels(), part.weights())) {
            fields.addAll(frame.schema().fields());
            columns.addAll(frame.columns());
        }
        return new Frame(Schema.of(fields), columns, part.features().rows());
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        Optional<Frame> given = next;
        if (given.isPresent()) {
            next = read();
        }
        return given;
    }

    @Override
    public void close() {
        rows.close();
    }
}
