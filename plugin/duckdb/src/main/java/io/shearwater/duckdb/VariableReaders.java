package io.shearwater.duckdb;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.ModelError;
import io.shearwater.model.Validity;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/** Readers of texts, bytes and nested values. */
final class VariableReaders {
    // duckdb_list_entry: where the elements begin and how many they are.
    private static final int ENTRY_BYTES = 16;

    private VariableReaders() {}

    abstract static sealed class Variable extends ColumnReader {}

    static final class OfBytes extends Variable {
        private final DataType type;
        private byte[] bytes = new byte[0];
        private int[] offsets = new int[1];

        OfBytes(DataType type) {
            this.type = type;
        }

        @Override
        void readValues(MemorySegment vector, int from, int count) {
            offsets = room(offsets, size() + count);
            MemorySegment strings = data(vector, (long) StringLayout.BYTES * (from + count));
            int at = offsets[size()];
            for (int i = 0; i < count; i++) {
                if (!isNull(size() + i)) {
                    at = append(strings, from + i, at);
                }
                offsets[size() + i + 1] = at;
            }
        }

        private int append(MemorySegment strings, int row, int at) {
            int length = StringLayout.length(strings, row);
            int end = end(at, length);
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, grownBytes(bytes.length)));
            }
            StringLayout.copy(strings, row, length, bytes, at);
            return end;
        }

        private static int grownBytes(int capacity) {
            return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(1 << 14, capacity + (long) capacity));
        }

        @Override
        long bytes() {
            return 4L * size() + offsets[size()];
        }

        @Override
        Column build(int rows, Validity valid) {
            Column column = new Column.Bytes(type, bytes, offsets, rows, valid);
            bytes = new byte[0];
            offsets = new int[1];
            return column;
        }
    }

    static final class OfList extends Variable {
        private final DataType.ArrayType type;
        private final ColumnReader elements;
        private int[] offsets = new int[1];

        OfList(DataType.ArrayType type) {
            this.type = type;
            this.elements = ColumnReader.of(type.element());
        }

        @Override
        void readValues(MemorySegment vector, int from, int count) {
            offsets = room(offsets, size() + count);
            Runs runs = new Runs(List.of(elements), List.of(VectorApi.listVectorGetChild.call(vector)));
            runs.readEntries(this, vector, from, count, offsets);
        }

        @Override
        long bytes() {
            return 4L * size() + elements.bytes();
        }

        @Override
        Column build(int rows, Validity valid) {
            Column column = new Column.Lists(type, elements.take(), offsets, rows, valid);
            offsets = new int[1];
            return column;
        }
    }

    /** A map is a list of structs of a key and a value. */
    static final class OfMap extends Variable {
        private final DataType.MapType type;
        private final ColumnReader keys = new OfBytes(DataType.STRING);
        private final ColumnReader values;
        private int[] offsets = new int[1];

        OfMap(DataType.MapType type) {
            this.type = type;
            this.values = ColumnReader.of(type.value());
        }

        @Override
        void readValues(MemorySegment vector, int from, int count) {
            offsets = room(offsets, size() + count);
            MemorySegment entries = VectorApi.listVectorGetChild.call(vector);
            Runs runs = new Runs(
                    List.of(keys, values),
                    List.of(
                            VectorApi.structVectorGetChild.call(entries, 0),
                            VectorApi.structVectorGetChild.call(entries, 1)));
            runs.readEntries(this, vector, from, count, offsets);
        }

        @Override
        long bytes() {
            return 4L * size() + keys.bytes() + values.bytes();
        }

        @Override
        Column build(int rows, Validity valid) {
            int[] taken = Arrays.copyOf(offsets, rows + 1);
            offsets = new int[1];
            return new Column.Maps(type, (Column.Bytes) keys.take(), values.take(), taken, valid);
        }
    }

    static final class OfStruct extends Variable {
        private final DataType.StructType type;
        private final List<ColumnReader> parts;

        OfStruct(DataType.StructType type) {
            this.type = type;
            this.parts = type.fields().stream()
                    .map(Field::type)
                    .map(ColumnReader::of)
                    .toList();
        }

        @Override
        void readValues(MemorySegment vector, int from, int count) {
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).read(VectorApi.structVectorGetChild.call(vector, i), from, count);
            }
        }

        @Override
        long bytes() {
            return parts.stream().mapToLong(ColumnReader::bytes).sum();
        }

        @Override
        Column build(int rows, Validity valid) {
            return new Column.Structs(
                    type, parts.stream().map(ColumnReader::take).toList(), rows, valid);
        }
    }

    /** An embedding is a list of floats whose length the type says. */
    static final class OfEmbedding extends Variable {
        private final DataType.EmbeddingType type;
        private float[] values = new float[0];

        OfEmbedding(DataType.EmbeddingType type) {
            this.type = type;
        }

        @Override
        void readValues(MemorySegment vector, int from, int count) {
            int dimension = type.dimension();
            int needed = Math.multiplyExact(size() + count, dimension);
            if (needed > values.length) {
                values = Arrays.copyOf(values, Math.max(needed, values.length + (values.length >> 1)));
            }
            MemorySegment child = VectorApi.listVectorGetChild.call(vector);
            long elements = VectorApi.listVectorGetSize.call(vector);
            MemorySegment floats = data(child, 4 * elements);
            MemorySegment valid = VectorApi.vectorGetValidity.call(child);
            MemorySegment entries = data(vector, (long) ENTRY_BYTES * (from + count));
            for (int i = 0; i < count; i++) {
                if (isNull(size() + i)) {
                    continue;
                }
                long start = entries.get(ValueLayout.JAVA_LONG, (long) ENTRY_BYTES * (from + i));
                long length = entries.get(ValueLayout.JAVA_LONG, (long) ENTRY_BYTES * (from + i) + 8);
                if (length != dimension) {
                    throw ModelError.WRONG_TYPE.because(
                            "An " + type + " was expected where a list of " + length + " numbers is.");
                }
                requireNumbers(valid, start);
                MemorySegment.copy(
                        floats, ValueLayout.JAVA_FLOAT, 4 * start, values, (size() + i) * dimension, dimension);
            }
        }

        private void requireNumbers(MemorySegment valid, long start) {
            if (valid.address() == 0) {
                return;
            }
            MemorySegment bits = NativeLibrary.sized(valid, (start + type.dimension() + 63) / 64 * 8);
            for (long i = start; i < start + type.dimension(); i++) {
                if ((bits.getAtIndex(ValueLayout.JAVA_LONG, i >>> 6) >>> i & 1) == 0) {
                    throw ModelError.WRONG_TYPE.because(
                            "An " + type + " was expected where a list of numbers holds a null.");
                }
            }
        }

        @Override
        long bytes() {
            return 4L * size() * type.dimension();
        }

        @Override
        Column build(int rows, Validity valid) {
            float[] taken = Arrays.copyOf(values, rows * type.dimension());
            values = new float[0];
            return new Column.Embeddings(type, taken, rows, valid);
        }
    }

    /** What lies behind the entries of a list vector: readers and the vectors they read. */
    private record Runs(List<ColumnReader> readers, List<MemorySegment> vectors) {
        void read(long from, long count) {
            for (int i = 0; i < readers.size() && count > 0; i++) {
                readers.get(i).read(vectors.get(i), Math.toIntExact(from), Math.toIntExact(count));
            }
        }

        int size() {
            return readers.getFirst().size();
        }

        /** Reads the entries of a list vector; elements that lie side by side, as they mostly do, are read in one go. */
        void readEntries(Variable reader, MemorySegment vector, int from, int count, int[] offsets) {
            MemorySegment entries = ColumnReader.data(vector, (long) ENTRY_BYTES * (from + count));
            long start = 0;
            long length = 0;
            int base = size();
            for (int i = 0; i < count; i++) {
                int row = reader.size() + i;
                if (!reader.isNull(row)) {
                    long entry = (long) ENTRY_BYTES * (from + i);
                    long nextStart = entries.get(ValueLayout.JAVA_LONG, entry);
                    long nextLength = entries.get(ValueLayout.JAVA_LONG, entry + 8);
                    if (nextStart != start + length) {
                        read(start, length);
                        start = nextStart;
                        length = 0;
                    }
                    length += nextLength;
                    base = end(base, nextLength);
                }
                offsets[row + 1] = base;
            }
            read(start, length);
        }
    }

    private static int[] room(int[] offsets, int rows) {
        return rows < offsets.length ? offsets : Arrays.copyOf(offsets, 1 + ColumnReader.grown(offsets.length, rows));
    }

    /** The end of values in one column of a frame, which are counted in 31 bits. */
    private static int end(int at, long length) {
        long end = at + length;
        if (end > Integer.MAX_VALUE - 8) {
            throw ModelError.FRAME_TOO_LARGE.because(
                    "A column of one frame would hold more than 2 GiB; the values are too long to be read together.");
        }
        return (int) end;
    }
}
