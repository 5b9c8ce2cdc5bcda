package io.shearwater.duckdb;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Validity;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Collects rows of DuckDB's vectors into a column on the heap: values are copied in bulk, validity word by word. Not
 * thread-safe; reused frame after frame.
 */
abstract sealed class ColumnReader permits FixedReaders.Fixed, VariableReaders.Variable {
    private long[] validity = new long[0];
    private boolean sawNull;
    private int size;

    /** A reader of columns of a type. */
    static ColumnReader of(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> new FixedReaders.OfBoolean();
            case DataType.IntType t -> new FixedReaders.OfInt(type);
            case DataType.DateType t -> new FixedReaders.OfInt(type);
            case DataType.LongType t -> new FixedReaders.OfLong(type);
            case DataType.TimestampType t -> new FixedReaders.OfLong(type);
            case DataType.FloatType t -> new FixedReaders.OfFloat();
            case DataType.DoubleType t -> new FixedReaders.OfDouble();
            case DataType.DecimalType t -> new FixedReaders.OfDecimal(t);
            case DataType.StringType t -> new VariableReaders.OfBytes(type);
            case DataType.BinaryType t -> new VariableReaders.OfBytes(type);
            case DataType.ArrayType t -> new VariableReaders.OfList(t);
            case DataType.MapType t -> new VariableReaders.OfMap(t);
            case DataType.StructType t -> new VariableReaders.OfStruct(t);
            case DataType.EmbeddingType t -> new VariableReaders.OfEmbedding(t);
        };
    }

    /** The rows collected. */
    final int size() {
        return size;
    }

    /** Appends {@code count} rows of a vector from row {@code from} on. */
    final void read(MemorySegment vector, int from, int count) {
        MemorySegment bits = VectorApi.vectorGetValidity.call(vector);
        if (bits.address() != 0) {
            readValidity(NativeLibrary.sized(bits, (from + count + 63L) / 64 * 8), from, count);
        } else if (sawNull) {
            setValid(size, count);
        }
        readValues(vector, from, count);
        size += count;
    }

    /** Whether row {@code row} of those being collected is null; only right for rows of the running read and before. */
    final boolean isNull(int row) {
        return sawNull && (validity[row >>> 6] & (1L << row)) == 0;
    }

    /** Whether a null was seen. */
    final boolean sawNull() {
        return sawNull;
    }

    /** The column of what was collected; the reader starts anew. */
    final Column take() {
        Validity rows = sawNull ? Validity.of(Arrays.copyOf(validity, (size + 63) >>> 6)) : Validity.ALL;
        Column column = build(size, rows);
        sawNull = false;
        size = 0;
        return column;
    }

    /** About how much heap the collected rows take. */
    long bytes() {
        return 8L * size;
    }

    abstract void readValues(MemorySegment vector, int from, int count);

    /** Hands over the arrays; new ones are needed for the next column. */
    abstract Column build(int rows, Validity valid);

    static MemorySegment data(MemorySegment vector, long bytes) {
        return NativeLibrary.sized(VectorApi.vectorGetData.call(vector), bytes);
    }

    /** The capacity to grow to, at least {@code needed}. */
    static int grown(int capacity, int needed) {
        return Math.max(needed, Math.max(2 * VectorApi.VECTOR_ROWS, capacity + (capacity >> 1)));
    }

    private void readValidity(MemorySegment bits, int from, int count) {
        if (!sawNull && allSet(bits, from, count)) {
            return;
        }
        if (!sawNull) {
            sawNull = true;
            Arrays.fill(validity, 0);
            setValid(0, size);
        }
        ensureWords(size + count);
        if ((from & 63) == 0 && (size & 63) == 0) {
            copyWords(bits, from, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            int row = from + i;
            if ((bits.getAtIndex(ValueLayout.JAVA_LONG, row >>> 6) >>> row & 1) != 0) {
                validity[(size + i) >>> 6] |= 1L << (size + i);
            }
        }
    }

    private void copyWords(MemorySegment bits, int from, int count) {
        int words = (count + 63) >>> 6;
        MemorySegment.copy(bits, ValueLayout.JAVA_LONG, from / 8L, validity, size >>> 6, words);
        if ((count & 63) != 0) {
            // Bits behind the last row belong to rows that come later.
            validity[(size >>> 6) + words - 1] &= (1L << count) - 1;
        }
    }

    private static boolean allSet(MemorySegment bits, int from, int count) {
        for (int row = from; row < from + count; ) {
            long word = bits.getAtIndex(ValueLayout.JAVA_LONG, row >>> 6) >>> row;
            int inWord = Math.min(64 - (row & 63), from + count - row);
            long mask = inWord == 64 ? -1L : (1L << inWord) - 1;
            if ((word & mask) != mask) {
                return false;
            }
            row += inWord;
        }
        return true;
    }

    private void setValid(int from, int count) {
        ensureWords(from + count);
        for (int row = from; row < from + count; row++) {
            validity[row >>> 6] |= 1L << row;
        }
    }

    private void ensureWords(int rows) {
        int words = (rows + 63) >>> 6;
        if (words > validity.length) {
            validity = Arrays.copyOf(validity, Math.max(words, 2 * validity.length));
        }
    }
}
