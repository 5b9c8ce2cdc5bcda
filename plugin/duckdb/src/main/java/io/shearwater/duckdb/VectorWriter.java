package io.shearwater.duckdb;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Copies rows of columns into DuckDB's vectors. Stateless. */
final class VectorWriter {
    // duckdb_list_entry: where the elements begin and how many they are.
    private static final int ENTRY_BYTES = 16;

    private VectorWriter() {}

    /** Fills a vector of an empty chunk with {@code count} rows of a column from row {@code from} on. */
    static void write(Column column, int from, int count, MemorySegment vector) {
        empty(column, vector);
        write(new Part(column, from, count), vector, 0);
    }

    /** Fills a vector of an empty chunk with consecutive numbers. */
    static void writeNumbers(long first, int count, MemorySegment vector) {
        MemorySegment data = data(vector, 8L * count);
        for (int i = 0; i < count; i++) {
            data.setAtIndex(ValueLayout.JAVA_LONG, i, first + i);
        }
    }

    /** Rows {@code from} to {@code from + count} of a column. */
    private record Part(Column column, int from, int count) {
        boolean isNull(int i) {
            return column.isNull(from + i);
        }
    }

    /** Forgets the elements that list vectors hold from the chunk before. */
    private static void empty(Column column, MemorySegment vector) {
        switch (column) {
            case Column.Lists c -> {
                VectorApi.listVectorSetSize.call(vector, 0);
                empty(c.elements(), VectorApi.listVectorGetChild.call(vector));
            }
            case Column.Maps c -> {
                VectorApi.listVectorSetSize.call(vector, 0);
                MemorySegment entries = VectorApi.listVectorGetChild.call(vector);
                empty(c.values(), VectorApi.structVectorGetChild.call(entries, 1));
            }
            case Column.Structs c -> {
                for (int i = 0; i < c.parts().size(); i++) {
                    empty(c.parts().get(i), VectorApi.structVectorGetChild.call(vector, i));
                }
            }
            case Column.Embeddings c -> VectorApi.listVectorSetSize.call(vector, 0);
            default -> {
                // Every other value lies in the vector itself.
            }
        }
    }

    private static void write(Part part, MemorySegment vector, int at) {
        writeValidity(part, vector, at);
        int from = part.from();
        int count = part.count();
        switch (part.column()) {
            case Column.Booleans c -> {
                MemorySegment data = data(vector, at + (long) count);
                for (int i = 0; i < count; i++) {
                    data.set(ValueLayout.JAVA_BYTE, at + i, (byte) (c.values()[from + i] ? 1 : 0));
                }
            }
            case Column.Ints c -> {
                MemorySegment data = data(vector, 4L * (at + count));
                MemorySegment.copy(c.values(), from, data, ValueLayout.JAVA_INT, 4L * at, count);
            }
            case Column.Longs c -> {
                MemorySegment data = data(vector, 8L * (at + count));
                MemorySegment.copy(c.values(), from, data, ValueLayout.JAVA_LONG, 8L * at, count);
            }
            case Column.Floats c -> {
                MemorySegment data = data(vector, 4L * (at + count));
                MemorySegment.copy(c.values(), from, data, ValueLayout.JAVA_FLOAT, 4L * at, count);
            }
            case Column.Doubles c -> {
                MemorySegment data = data(vector, 8L * (at + count));
                MemorySegment.copy(c.values(), from, data, ValueLayout.JAVA_DOUBLE, 8L * at, count);
            }
            case Column.Decimals c -> writeDecimals(c, part, vector, at);
            case Column.Bytes c -> writeBytes(c, part, vector, at);
            case Column.Lists c -> {
                int base = openEntries(part, c.offsets(), vector, at);
                copyElements(part, c.offsets(), c.elements(), VectorApi.listVectorGetChild.call(vector), base);
            }
            case Column.Maps c -> {
                int base = openEntries(part, c.offsets(), vector, at);
                MemorySegment entries = VectorApi.listVectorGetChild.call(vector);
                copyElements(part, c.offsets(), c.keys(), VectorApi.structVectorGetChild.call(entries, 0), base);
                copyElements(part, c.offsets(), c.values(), VectorApi.structVectorGetChild.call(entries, 1), base);
            }
            case Column.Structs c -> writeStructs(c.parts(), part, vector, at);
            case Column.Embeddings c -> writeEmbeddings(c, part, vector, at);
        }
    }

    private static void writeDecimals(Column.Decimals column, Part part, MemorySegment vector, int at) {
        int width = Decimals.bytes((DataType.DecimalType) column.type());
        MemorySegment data = data(vector, (long) width * (at + part.count()));
        for (int i = 0; i < part.count(); i++) {
            int row = part.from() + i;
            Decimals.put(data, at + i, width, column.high()[row], column.low()[row]);
        }
    }

    private static void writeBytes(Column.Bytes column, Part part, MemorySegment vector, int at) {
        MemorySegment strings = data(vector, (long) StringLayout.BYTES * (at + part.count()));
        MemorySegment source = MemorySegment.ofArray(column.bytes());
        for (int i = 0; i < part.count(); i++) {
            if (part.isNull(i)) {
                continue;
            }
            int start = column.offsets()[part.from() + i];
            int length = column.length(part.from() + i);
            if (length <= StringLayout.INLINE_BYTES) {
                StringLayout.putInline(strings, at + i, column.bytes(), start, length);
            } else {
                VectorApi.vectorAssignStringElementLen.call(vector, at + i, source.asSlice(start, length), length);
            }
        }
    }

    private static void writeStructs(List<Column> parts, Part part, MemorySegment vector, int at) {
        for (int i = 0; i < parts.size(); i++) {
            Part child = new Part(parts.get(i), part.from(), part.count());
            write(child, VectorApi.structVectorGetChild.call(vector, i), at);
        }
        // DuckDB takes it that the parts of a null struct are null.
        if (!part.column().validity().allValid()) {
            for (int i = 0; i < parts.size(); i++) {
                MemorySegment bits =
                        writableValidity(VectorApi.structVectorGetChild.call(vector, i), at + part.count());
                for (int row = 0; row < part.count(); row++) {
                    if (part.isNull(row)) {
                        setNull(bits, at + row);
                    }
                }
            }
        }
    }

    private static void writeEmbeddings(Column.Embeddings column, Part part, MemorySegment vector, int at) {
        int dimension = ((DataType.EmbeddingType) column.type()).dimension();
        int base = (int) VectorApi.listVectorGetSize.call(vector);
        int end = Math.addExact(base, Math.multiplyExact(part.count(), dimension));
        grow(vector, end);
        MemorySegment entries = data(vector, (long) ENTRY_BYTES * (at + part.count()));
        for (int i = 0; i < part.count(); i++) {
            entries.set(ValueLayout.JAVA_LONG, (long) ENTRY_BYTES * (at + i), base + (long) i * dimension);
            entries.set(ValueLayout.JAVA_LONG, (long) ENTRY_BYTES * (at + i) + 8, dimension);
        }
        MemorySegment floats = data(VectorApi.listVectorGetChild.call(vector), 4L * end);
        MemorySegment.copy(
                column.values(), part.from() * dimension, floats, ValueLayout.JAVA_FLOAT, 4L * base, end - base);
    }

    /** Writes the entries of a list vector and makes room for their elements, which begin at the number returned. */
    private static int openEntries(Part part, int[] offsets, MemorySegment vector, int at) {
        int base = (int) VectorApi.listVectorGetSize.call(vector);
        MemorySegment entries = data(vector, (long) ENTRY_BYTES * (at + part.count()));
        int end = base;
        for (int i = 0; i < part.count(); i++) {
            int row = part.from() + i;
            int length = part.isNull(i) ? 0 : offsets[row + 1] - offsets[row];
            entries.set(ValueLayout.JAVA_LONG, (long) ENTRY_BYTES * (at + i), end);
            entries.set(ValueLayout.JAVA_LONG, (long) ENTRY_BYTES * (at + i) + 8, length);
            end = Math.addExact(end, length);
        }
        grow(vector, end);
        return base;
    }

    /** Copies the elements of all rows that are not null; those that lie side by side, as they mostly do, in one go. */
    private static void copyElements(Part part, int[] offsets, Column elements, MemorySegment child, int base) {
        int to = base;
        int start = 0;
        int end = 0;
        for (int i = 0; i < part.count(); i++) {
            int row = part.from() + i;
            if (part.isNull(i)) {
                continue;
            }
            if (offsets[row] != end) {
                write(new Part(elements, start, end - start), child, to);
                to += end - start;
                start = offsets[row];
            }
            end = offsets[row + 1];
        }
        write(new Part(elements, start, end - start), child, to);
    }

    private static void grow(MemorySegment listVector, int elements) {
        VectorApi.listVectorReserve.call(listVector, elements);
        VectorApi.listVectorSetSize.call(listVector, elements);
    }

    private static void writeValidity(Part part, MemorySegment vector, int at) {
        boolean nulls = !part.column().validity().allValid();
        if (!nulls && VectorApi.vectorGetValidity.call(vector).address() == 0) {
            return;
        }
        MemorySegment bits = writableValidity(vector, at + part.count());
        for (int i = 0; i < part.count(); i++) {
            if (nulls && part.isNull(i)) {
                setNull(bits, at + i);
            } else {
                setValid(bits, at + i);
            }
        }
    }

    private static MemorySegment writableValidity(MemorySegment vector, int rows) {
        VectorApi.vectorEnsureValidityWritable.call(vector);
        return NativeLibrary.sized(VectorApi.vectorGetValidity.call(vector), (rows + 63L) / 64 * 8);
    }

    private static void setNull(MemorySegment bits, int row) {
        long word = bits.getAtIndex(ValueLayout.JAVA_LONG, row >>> 6);
        bits.setAtIndex(ValueLayout.JAVA_LONG, row >>> 6, word & ~(1L << row));
    }

    private static void setValid(MemorySegment bits, int row) {
        long word = bits.getAtIndex(ValueLayout.JAVA_LONG, row >>> 6);
        bits.setAtIndex(ValueLayout.JAVA_LONG, row >>> 6, word | 1L << row);
    }

    private static MemorySegment data(MemorySegment vector, long bytes) {
        return NativeLibrary.sized(VectorApi.vectorGetData.call(vector), bytes);
    }
}
