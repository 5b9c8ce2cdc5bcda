package io.shearwater.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Stretches of columns and columns end to end, by copies of whole arrays. */
final class ColumnCopies {
    /** The longest array that every JVM grants. */
    static final int LONGEST_ARRAY = Integer.MAX_VALUE - 16;

    private ColumnCopies() {}

    /** Rows {@code start} (inclusive) to {@code end} (exclusive). */
    static Column slice(Column column, int start, int end) {
        int size = end - start;
        Validity rows = column.validity().slice(start, end);
        return switch (column) {
            case Column.Booleans c -> new Column.Booleans(Arrays.copyOfRange(c.values(), start, end), size, rows);
            case Column.Ints c -> new Column.Ints(c.type(), Arrays.copyOfRange(c.values(), start, end), size, rows);
            case Column.Longs c -> new Column.Longs(c.type(), Arrays.copyOfRange(c.values(), start, end), size, rows);
            case Column.Floats c -> new Column.Floats(Arrays.copyOfRange(c.values(), start, end), size, rows);
            case Column.Doubles c -> new Column.Doubles(Arrays.copyOfRange(c.values(), start, end), size, rows);
            case Column.Decimals c ->
                new Column.Decimals(
                        (DataType.DecimalType) c.type(),
                        Arrays.copyOfRange(c.high(), start, end),
                        Arrays.copyOfRange(c.low(), start, end),
                        rows);
            case Column.Bytes c ->
                new Column.Bytes(
                        c.type(),
                        Arrays.copyOfRange(c.bytes(), c.offsets()[start], c.offsets()[end]),
                        offsets(c.offsets(), start, end),
                        size,
                        rows);
            case Column.Lists c ->
                new Column.Lists(
                        c.type(),
                        slice(c.elements(), c.offsets()[start], c.offsets()[end]),
                        offsets(c.offsets(), start, end),
                        size,
                        rows);
            case Column.Maps c ->
                new Column.Maps(
                        c.type(),
                        (Column.Bytes) slice(c.keys(), c.offsets()[start], c.offsets()[end]),
                        slice(c.values(), c.offsets()[start], c.offsets()[end]),
                        offsets(c.offsets(), start, end),
                        rows);
            case Column.Structs c ->
                new Column.Structs(
                        (DataType.StructType) c.type(),
                        c.parts().stream().map(part -> slice(part, start, end)).toList(),
                        size,
                        rows);
            case Column.Embeddings c -> {
                DataType.EmbeddingType type = (DataType.EmbeddingType) c.type();
                int width = type.dimension();
                yield new Column.Embeddings(
                        type, Arrays.copyOfRange(c.values(), start * width, end * width), size, rows);
            }
        };
    }

    /** All rows of the pieces, which have this type; the name is for messages. */
    static Column concat(String name, DataType type, List<Column> pieces) {
        int size = total(name, pieces, Column::size);
        Validity rows = Validity.concat(pieces, size);
        return switch (type) {
            case DataType.BooleanType t ->
                new Column.Booleans(join(pieces, new boolean[size], c -> ((Column.Booleans) c).values()), size, rows);
            case DataType.IntType t -> new Column.Ints(type, ints(pieces, size), size, rows);
            case DataType.DateType t -> new Column.Ints(type, ints(pieces, size), size, rows);
            case DataType.LongType t -> new Column.Longs(type, longs(pieces, size), size, rows);
            case DataType.TimestampType t -> new Column.Longs(type, longs(pieces, size), size, rows);
            case DataType.FloatType t ->
                new Column.Floats(join(pieces, new float[size], c -> ((Column.Floats) c).values()), size, rows);
            case DataType.DoubleType t ->
                new Column.Doubles(join(pieces, new double[size], c -> ((Column.Doubles) c).values()), size, rows);
            case DataType.DecimalType t ->
                new Column.Decimals(
                        t,
                        join(pieces, new long[size], c -> ((Column.Decimals) c).high()),
                        join(pieces, new long[size], c -> ((Column.Decimals) c).low()),
                        rows);
            case DataType.StringType t -> bytes(name, type, pieces, rows);
            case DataType.BinaryType t -> bytes(name, type, pieces, rows);
            case DataType.ArrayType t -> lists(name, t, pieces, rows);
            case DataType.MapType t -> maps(name, t, pieces, rows);
            case DataType.StructType t -> structs(name, t, pieces, rows);
            case DataType.EmbeddingType t -> embeddings(name, t, pieces, rows);
        };
    }

    private static int[] ints(List<Column> pieces, int size) {
        return join(pieces, new int[size], c -> ((Column.Ints) c).values());
    }

    private static long[] longs(List<Column> pieces, int size) {
        return join(pieces, new long[size], c -> ((Column.Longs) c).values());
    }

    /** Fills an array of primitives with the first {@code size()} values of each piece. */
    private static <A> A join(List<Column> pieces, A target, Function<Column, A> values) {
        int at = 0;
        for (Column piece : pieces) {
            System.arraycopy(values.apply(piece), 0, target, at, piece.size());
            at += piece.size();
        }
        return target;
    }

    private static Column bytes(String name, DataType type, List<Column> pieces, Validity rows) {
        byte[] all = new byte[total(name, pieces, c -> used(((Column.Bytes) c).offsets(), c.size()))];
        int at = 0;
        for (Column piece : pieces) {
            Column.Bytes c = (Column.Bytes) piece;
            int used = used(c.offsets(), c.size());
            System.arraycopy(c.bytes(), c.offsets()[0], all, at, used);
            at += used;
        }
        int[] offsets = offsets(pieces, c -> ((Column.Bytes) c).offsets());
        return new Column.Bytes(type, all, offsets, offsets.length - 1, rows);
    }

    private static Column lists(String name, DataType.ArrayType type, List<Column> pieces, Validity rows) {
        List<Column> elements = new ArrayList<>(pieces.size());
        for (Column piece : pieces) {
            Column.Lists c = (Column.Lists) piece;
            elements.add(part(c.elements(), c.offsets(), c.size()));
        }
        int[] offsets = offsets(pieces, c -> ((Column.Lists) c).offsets());
        return new Column.Lists(
                type, concat(name + ".element", type.element(), elements), offsets, offsets.length - 1, rows);
    }

    private static Column maps(String name, DataType.MapType type, List<Column> pieces, Validity rows) {
        List<Column> keys = new ArrayList<>(pieces.size());
        List<Column> values = new ArrayList<>(pieces.size());
        for (Column piece : pieces) {
            Column.Maps c = (Column.Maps) piece;
            keys.add(part(c.keys(), c.offsets(), c.size()));
            values.add(part(c.values(), c.offsets(), c.size()));
        }
        return new Column.Maps(
                type,
                (Column.Bytes) concat(name + ".key", DataType.STRING, keys),
                concat(name + ".value", type.value(), values),
                offsets(pieces, c -> ((Column.Maps) c).offsets()),
                rows);
    }

    private static Column structs(String name, DataType.StructType type, List<Column> pieces, Validity rows) {
        List<Column> parts = new ArrayList<>();
        for (int i = 0; i < type.fields().size(); i++) {
            int index = i;
            Field field = type.fields().get(i);
            parts.add(concat(
                    name + "." + field.name(),
                    field.type(),
                    pieces.stream()
                            .map(piece -> ((Column.Structs) piece).parts().get(index))
                            .toList()));
        }
        return new Column.Structs(type, parts, parts.getFirst().size(), rows);
    }

    private static Column embeddings(String name, DataType.EmbeddingType type, List<Column> pieces, Validity rows) {
        int width = type.dimension();
        int size = pieces.stream().mapToInt(Column::size).sum();
        float[] all = new float[requireArray(name, (long) size * width)];
        int at = 0;
        for (Column piece : pieces) {
            System.arraycopy(((Column.Embeddings) piece).values(), 0, all, at, piece.size() * width);
            at += piece.size() * width;
        }
        return new Column.Embeddings(type, all, size, rows);
    }

    /** The children that rows of a list or map really use. */
    private static Column part(Column children, int[] offsets, int size) {
        return offsets[0] == 0 && offsets[size] == children.size()
                ? children
                : slice(children, offsets[0], offsets[size]);
    }

    private static int used(int[] offsets, int size) {
        return offsets[size] - offsets[0];
    }

    /** Offsets of a stretch of rows, counted from its first. */
    private static int[] offsets(int[] offsets, int start, int end) {
        int[] copy = Arrays.copyOfRange(offsets, start, end + 1);
        int first = copy[0];
        if (first != 0) {
            for (int i = 0; i < copy.length; i++) {
                copy[i] -= first;
            }
        }
        return copy;
    }

    private static int[] offsets(List<Column> pieces, Function<Column, int[]> of) {
        int[] all = new int[pieces.stream().mapToInt(Column::size).sum() + 1];
        int row = 0;
        for (Column piece : pieces) {
            int[] offsets = of.apply(piece);
            int shift = all[row] - offsets[0];
            for (int i = 1; i <= piece.size(); i++) {
                all[++row] = offsets[i] + shift;
            }
        }
        return all;
    }

    private static int total(String name, List<Column> pieces, ToIntFunction<Column> length) {
        return requireArray(
                name,
                pieces.stream().mapToLong(piece -> length.applyAsInt(piece)).sum());
    }

    /** An array length, if an array can be so long. */
    static int requireArray(String name, long length) {
        if (length > LONGEST_ARRAY) {
            throw ModelError.FRAME_TOO_LARGE.because("The values of column '" + name
                    + "' take more than 2^31 places in one frame. Use smaller frames or a reader.");
        }
        return (int) length;
    }
}
