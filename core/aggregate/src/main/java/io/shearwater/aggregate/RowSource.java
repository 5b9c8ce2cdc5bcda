package io.shearwater.aggregate;

import io.shearwater.model.Column;
import java.util.List;

/** Chosen columns of a frame, from which events are taken. */
record RowSource(List<Column> columns) {
    boolean isPresent(int column, int row) {
        return !columns.get(column).isNull(row);
    }

    long word(int column, int row, ValueKind kind) {
        return kind.word(columns.get(column), row);
    }

    Object object(int column, int row, ValueKind kind) {
        return kind.object(columns.get(column), row);
    }
}
