package io.shearwater.online;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Validity;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Columns of one row, of the types that most features have, without a builder. */
final class SingleCell {
    private static final Validity NULL = Validity.of(new long[1]);

    private SingleCell() {}

    /** A column of this value of the column's own Java type; null for types that a builder is for. */
    static @Nullable Column of(DataType type, @Nullable Object value) {
        Validity validity = value == null ? NULL : Validity.ALL;
        return switch (type) {
            case DataType.DoubleType t ->
                new Column.Doubles(new double[] {value instanceof Double number ? number : 0}, 1, validity);
            case DataType.LongType t ->
                new Column.Longs(type, new long[] {value instanceof Long number ? number : 0}, 1, validity);
            case DataType.IntType t ->
                new Column.Ints(type, new int[] {value instanceof Integer number ? number : 0}, 1, validity);
            case DataType.FloatType t ->
                new Column.Floats(new float[] {value instanceof Float number ? number : 0}, 1, validity);
            case DataType.BooleanType t ->
                new Column.Booleans(new boolean[] {value instanceof Boolean bool && bool}, 1, validity);
            case DataType.StringType t -> {
                byte[] bytes = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
                yield new Column.Bytes(type, bytes, new int[] {0, bytes.length}, 1, validity);
            }
            default -> null;
        };
    }
}
