package io.shearwater.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Frame} row by row or column by column. Not thread-safe; used once. */
public final class FrameBuilder {
    private final Schema schema;
    private final ColumnBuilder[] columns;
    private int rows;

    public FrameBuilder(Schema schema, int expectedRows) {
        this.schema = schema;
        this.columns = schema.fields().stream()
                .map(field -> ColumnBuilder.of(field.name(), field.type(), Math.max(expectedRows, 8)))
                .toArray(ColumnBuilder[]::new);
    }

    public Schema schema() {
        return schema;
    }

    /** The number of whole rows appended with {@code append…}; rows made through {@link #column} count at build. */
    public int rows() {
        return rows;
    }

    /** The builder of one column, for loops over primitives; all columns must be equally long in the end. */
    public ColumnBuilder column(int index) {
        return columns[index];
    }

    /**
     * Appends a row by column name; absent names are null.
     *
     * @throws ShearwaterException UNKNOWN_COLUMN for a name that the schema lacks, WRONG_TYPE for a value that does not
     *     fit
     */
    public FrameBuilder append(Map<String, ? extends @Nullable Object> row) {
        for (String name : row.keySet()) {
            schema.index(name);
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(row.get(schema.field(i).name()));
        }
        rows++;
        return this;
    }

    /** Appends a row by position. */
    public FrameBuilder append(@Nullable Object... row) {
        if (row.length != columns.length) {
            throw ModelError.WRONG_TYPE.because(
                    "A row of " + columns.length + " columns was given " + row.length + " values.");
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(row[i]);
        }
        rows++;
        return this;
    }

    /** Copies a row of a frame with the same column types in the same order. */
    public FrameBuilder appendRow(Frame frame, int row) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(frame.column(i), row);
        }
        rows++;
        return this;
    }

    public Frame build() {
        int size = columns.length == 0 ? rows : columns[0].size();
        return new Frame(
                schema,
                java.util.Arrays.stream(columns).map(ColumnBuilder::build).toList(),
                size);
    }

    /** One frame from several of the same schema. */
    static Frame concat(Schema schema, List<Frame> frames) {
        if (frames.size() == 1) {
            return frames.getFirst();
        }
        FrameBuilder all =
                new FrameBuilder(schema, frames.stream().mapToInt(Frame::rows).sum());
        for (Frame frame : frames) {
            for (int i = 0; i < all.columns.length; i++) {
                Column column = frame.column(i);
                for (int row = 0; row < frame.rows(); row++) {
                    all.columns[i].append(column, row);
                }
            }
            all.rows += frame.rows();
        }
        return all.build();
    }
}
