package io.shearwater.offline;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.ShearwaterException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/** Gives a column the type that a group declares, where that loses nothing. */
final class Columns {
    private Columns() {}

    /** Whether values of one type can become values of the other without loss; decimals are checked one by one. */
    static boolean widens(DataType from, DataType to) {
        if (from.equals(to)) {
            return true;
        }
        return switch (to) {
            case DataType.LongType t -> from instanceof DataType.IntType;
            case DataType.DoubleType t -> from instanceof DataType.FloatType || from instanceof DataType.IntType;
            case DataType.StringType t -> from instanceof DataType.StringType;
            case DataType.DecimalType t ->
                // Each value is checked: a decimal(38,9) from a BigDecimal may hold 12.50.
                from instanceof DataType.DecimalType
                        || from instanceof DataType.IntType
                        || from instanceof DataType.LongType;
            case DataType.EmbeddingType t ->
                from instanceof DataType.ArrayType array
                        && (array.element() instanceof DataType.FloatType
                                || array.element() instanceof DataType.DoubleType);
            case DataType.ArrayType t ->
                from instanceof DataType.ArrayType array && widens(array.element(), t.element());
            case DataType.MapType t -> from instanceof DataType.MapType map && widens(map.value(), t.value());
            default -> false;
        };
    }

    /**
     * The column with another type.
     *
     * @param bad is told the row and the problem of each value that does not fit; the result is then of no use
     */
    static Column conform(String name, Column column, DataType type, BiConsumer<Integer, String> bad) {
        if (column instanceof Column.Bytes texts && type instanceof DataType.StringType string) {
            // Also of equal types: what fills columns from files does not look at lengths.
            checkLengths(name, texts, string.maxLength(), bad);
            return column.type().equals(type)
                    ? column
                    : new Column.Bytes(type, texts.bytes(), texts.offsets(), texts.size(), texts.validity());
        }
        if (column.type().equals(type) && !holdsBoundedText(type)) {
            return column;
        }
        ColumnBuilder builder = ColumnBuilder.of(name, type, column.size());
        for (int row = 0; row < column.size(); row++) {
            try {
                builder.append(column.value(row));
            } catch (ShearwaterException unfit) {
                bad.accept(row, String.valueOf(unfit.getMessage()));
                builder.appendNull();
            }
        }
        return builder.build();
    }

    private static boolean holdsBoundedText(DataType type) {
        return switch (type) {
            case DataType.StringType t -> t.maxLength().isPresent();
            case DataType.ArrayType t -> holdsBoundedText(t.element());
            case DataType.MapType t -> holdsBoundedText(t.value());
            case DataType.StructType t -> t.fields().stream().anyMatch(field -> holdsBoundedText(field.type()));
            default -> false;
        };
    }

    private static void checkLengths(
            String name, Column.Bytes texts, OptionalInt maxLength, BiConsumer<Integer, String> bad) {
        if (maxLength.isEmpty()) {
            return;
        }
        int most = maxLength.getAsInt();
        for (int row = 0; row < texts.size(); row++) {
            // A code point takes at least one byte, so few bytes cannot be too many characters.
            if (texts.length(row) > most && !texts.isNull(row)) {
                int length = codePoints(texts, row);
                if (length > most) {
                    String text = new String(
                            texts.bytes(),
                            texts.offsets()[row],
                            Math.min(texts.length(row), 80),
                            StandardCharsets.UTF_8);
                    bad.accept(
                            row, "'" + name + "' holds at most " + most + " characters; '" + text + "' has " + length);
                }
            }
        }
    }

    private static int codePoints(Column.Bytes texts, int row) {
        int count = 0;
        for (int i = texts.offsets()[row]; i < texts.offsets()[row + 1]; i++) {
            if ((texts.bytes()[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }
}
