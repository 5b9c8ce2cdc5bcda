package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;

/**
 * Categories by number, from 0 in the order in which they were added. Null and NaN are no category; -0.0 and 0.0 are the same.
 * Thread-safe once nothing is added any more.
 */
sealed interface CategoryIndex permits NumberIndex, BytesIndex {
    /** Instead of a number: a category that was never added. */
    int UNSEEN = -1;
    /** Instead of a number: null or NaN. */
    int MISSING = -2;

    /** Nothing yet, of columns of this type. */
    static CategoryIndex of(DataType type) {
        return switch (type) {
            case DataType.StringType t -> new BytesIndex(type);
            case DataType.BinaryType t -> new BytesIndex(type);
            case DataType.DecimalType t -> new BytesIndex(type);
            case DataType.BooleanType t -> new NumberIndex(type);
            case DataType.IntType t -> new NumberIndex(type);
            case DataType.LongType t -> new NumberIndex(type);
            case DataType.FloatType t -> new NumberIndex(type);
            case DataType.DoubleType t -> new NumberIndex(type);
            case DataType.DateType t -> new NumberIndex(type);
            case DataType.TimestampType t -> new NumberIndex(type);
            default -> throw new IllegalArgumentException("No category: " + type);
        };
    }

    /** The values of a column, which has none of them twice. */
    static CategoryIndex of(Column categories) {
        CategoryIndex index = of(categories.type());
        index.findOrAdd(categories, new int[categories.size()]);
        return index;
    }

    /** Whether a row has no category: null or NaN. */
    static boolean isMissing(Column column, int row) {
        return column.isNull(row)
                || switch (column) {
                    case Column.Doubles doubles -> Double.isNaN(doubles.values()[row]);
                    case Column.Floats floats -> Float.isNaN(floats.values()[row]);
                    default -> false;
                };
    }

    /** A hash of each row's category, the same for ever; what it is at a missing one means nothing. */
    static long[] hashes(Column column) {
        return switch (column) {
            case Column.Bytes bytes -> BytesIndex.hashes(bytes);
            case Column.Decimals decimals -> BytesIndex.hashes(decimals);
            default -> NumberIndex.hashes(column);
        };
    }

    /** The number of each row's category, {@link #UNSEEN} or {@link #MISSING}. */
    void find(Column column, int[] numbers);

    /** The number of each row's category, which is added if it is new, or {@link #MISSING}. */
    void findOrAdd(Column column, int[] numbers);

    /** How many there are. */
    int size();

    /** The bytes that they take. */
    long bytes();

    /** The categories of these numbers, in this order, as a column. */
    Column values(int[] numbers);

    /** Orders numbers by their categories: texts by their code points, numbers and times by their size, false before true. */
    int compare(int left, int right);
}
