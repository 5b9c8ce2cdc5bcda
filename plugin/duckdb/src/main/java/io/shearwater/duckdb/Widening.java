package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import java.util.List;

/** Which types of a file's columns can be read as which others without losing anything of any value. */
final class Widening {
    private static final int INT_DIGITS = 10;
    private static final int LONG_DIGITS = 19;

    private Widening() {}

    static boolean isLossless(DataType from, DataType to) {
        if (from.equals(to)) {
            return true;
        }
        return switch (to) {
            case DataType.LongType t -> from instanceof DataType.IntType || isWhole(from);
            case DataType.DoubleType t -> from instanceof DataType.IntType || from instanceof DataType.FloatType;
            case DataType.DecimalType t -> fits(from, t);
            // A longest length is for the store to check, row by row.
            case DataType.StringType t -> from instanceof DataType.StringType;
            case DataType.ArrayType t ->
                from instanceof DataType.ArrayType array && isLossless(array.element(), t.element());
            case DataType.EmbeddingType t ->
                from instanceof DataType.ArrayType array && array.element().equals(DataType.FLOAT);
            case DataType.MapType t -> from instanceof DataType.MapType map && isLossless(map.value(), t.value());
            case DataType.StructType t ->
                from instanceof DataType.StructType struct && isLossless(struct.fields(), t.fields());
            default -> false;
        };
    }

    private static boolean isWhole(DataType type) {
        return type instanceof DataType.DecimalType decimal && decimal.scale() == 0 && decimal.fitsLong();
    }

    private static boolean fits(DataType from, DataType.DecimalType to) {
        int whole = to.precision() - to.scale();
        return switch (from) {
            case DataType.IntType t -> whole >= INT_DIGITS;
            case DataType.LongType t -> whole >= LONG_DIGITS;
            case DataType.DecimalType t -> whole >= t.precision() - t.scale() && to.scale() >= t.scale();
            default -> false;
        };
    }

    private static boolean isLossless(List<Field> from, List<Field> to) {
        Schema given = Schema.of(from);
        return from.size() == to.size()
                && to.stream()
                        .allMatch(field -> given.contains(field.name())
                                && isLossless(given.field(field.name()).type(), field.type()));
    }
}
