package io.shearwater.model;

import java.util.Arrays;
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
     * Appends a row by column name; absent names are null. A row that is refused leaves no trace.
     *
     * @throws ShearwaterException UNKNOWN_COLUMN for a name that the schema lacks, WRONG_TYPE for a value that does not
     *     fit
     */
    public FrameBuilder append(Map<String, ? extends @Nullable Object> row) {
        for (String name : row.keySet()) {
            schema.index(name);
        }
        @Nullable Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = row.get(schema.field(i).name());
        }
        return append(values);
    }

    /** Appends a row by position. A row that is refused leaves no trace. */
    public FrameBuilder append(@Nullable Object... row) {
        if (row.length != columns.length) {
            throw ModelError.WRONG_TYPE.because(
                    "A row of " + columns.length + " columns was given " + row.length + " values.");
        }
        int at = 0;
        try {
            for (; at < columns.length; at++) {
                columns[at].append(row[at]);
            }
        } catch (ShearwaterException refused) {
            while (--at >= 0) {
                columns[at].cut(columns[at].size() - 1);
            }
            throw refused;
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
                schema, Arrays.stream(columns).map(ColumnBuilder::build).toList(), size);
    }
}
