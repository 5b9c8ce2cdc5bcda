package io.shearwater.store;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;
import java.util.OptionalInt;

/** Rows as rows of another schema: columns that they lack are null, others of theirs are left out. Not thread-safe. */
final class SpooledRows implements FrameReader {
    private final FrameReader rows;
    private final Schema wanted;

    SpooledRows(FrameReader rows, Schema wanted) {
        this.rows = rows;
        this.wanted = wanted;
    }

    @Override
    public Schema schema() {
        return wanted;
    }

    @Override
    public Optional<Frame> next() {
        return rows.next()
                .map(frame -> new Frame(
                        wanted,
                        wanted.fields().stream()
                                .map(field -> column(frame, field))
                                .toList(),
                        frame.rows()));
    }

    private static Column column(Frame frame, Field field) {
        OptionalInt own = frame.schema().findIndex(field.name());
        if (own.isPresent() && frame.column(own.getAsInt()).type().equals(field.type())) {
            return frame.column(own.getAsInt());
        }
        ColumnBuilder column = ColumnBuilder.of(field.name(), field.type(), frame.rows());
        for (int row = 0; row < frame.rows(); row++) {
            column.append(own.isPresent() ? frame.column(own.getAsInt()).value(row) : null);
        }
        return column.build();
    }

    @Override
    public void close() {
        rows.close();
    }
}
