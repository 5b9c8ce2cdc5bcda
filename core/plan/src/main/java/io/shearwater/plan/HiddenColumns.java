package io.shearwater.plan;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;

/** Columns that every offline table has beside its features, and positions that a scan can give. */
public final class HiddenColumns {
    /** The write sequence of the commit that wrote the row; stored. */
    public static final Field SEQUENCE = new Field("_seq", DataType.LONG);
    /** The path of the data file, as the file set names it; not stored. */
    public static final Field FILE = new Field("_file", DataType.STRING);
    /** The row's position in the data file, from 0, deleted rows counted; not stored. */
    public static final Field ROW = new Field("_row", DataType.LONG);

    private HiddenColumns() {}

    public static boolean isHidden(String column) {
        return column.startsWith("_");
    }
}
