package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import java.util.BitSet;

/** Rows of columns. */
final class Rows {
    private Rows() {}

    /** The rows of a column whose bits are set, in order. */
    static Column only(Column column, BitSet kept) {
        ColumnBuilder builder = ColumnBuilder.of("kept", column.type(), kept.cardinality());
        for (int row = kept.nextSetBit(0); row >= 0; row = kept.nextSetBit(row + 1)) {
            builder.append(column, row);
        }
        return builder.build();
    }
}
