package io.shearwater.transform;

import io.shearwater.model.Column;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Columns side by side that are transformed together; a single row is a batch of one. Immutable by contract.
 *
 * @param rows the number of rows of every column
 * @param rowHashes for training, where a transformation {@linkplain Transformation#readsRowHashes reads} them, a hash of each
 *     row's identity, by which rows are put into folds whatever their order; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ColumnBatch(List<Column> columns, int rows, long[] rowHashes) {
    private static final long[] NO_HASHES = {};

    /** Columns of rows to predict for. */
    public ColumnBatch(List<Column> columns, int rows) {
        this(columns, rows, NO_HASHES);
    }

    public Column column(int index) {
        return columns.get(index);
    }

    /** Only the rows whose bits are set. */
    public ColumnBatch only(BitSet kept) {
        int count = kept.cardinality();
        if (count == rows) {
            return this;
        }
        List<Column> picked =
                columns.stream().map(column -> Rows.only(column, kept)).toList();
        long[] hashes = rowHashes.length == 0
                ? rowHashes
                : kept.stream().mapToLong(row -> rowHashes[row]).toArray();
        return new ColumnBatch(picked, count, hashes);
    }

    static ColumnBatch ofOne(Column... columns) {
        return new ColumnBatch(Stream.of(columns).toList(), columns[0].size());
    }
}
