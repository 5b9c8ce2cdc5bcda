package io.shearwater.duckdb;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How DuckDB lays out texts and bytes ({@code duckdb_string_t}): a length, then up to 12 bytes padded with zeros, or, of longer
 * ones, their first four bytes and a pointer to all.
 */
final class StringLayout {
    /** The bytes of one value in a vector. */
    static final int BYTES = 16;

    /** The longest value that lies in the vector itself. */
    static final int INLINE_BYTES = 12;

    private static final MemorySegment MEMORY = NativeLibrary.everything();

    private StringLayout() {}

    static int length(MemorySegment data, long row) {
        return data.get(ValueLayout.JAVA_INT, BYTES * row);
    }

    /** Copies a value of a known length. */
    static void copy(MemorySegment data, long row, int length, byte[] to, int at) {
        if (length <= INLINE_BYTES) {
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, BYTES * row + 4, to, at, length);
        } else {
            long address = data.get(ValueLayout.JAVA_LONG, BYTES * row + 8);
            MemorySegment.copy(MEMORY, ValueLayout.JAVA_BYTE, address, to, at, length);
        }
    }

    static byte[] copy(MemorySegment data, long row) {
        byte[] bytes = new byte[length(data, row)];
        copy(data, row, bytes.length, bytes, 0);
        return bytes;
    }

    /** Writes a value that is not longer than {@link #INLINE_BYTES}. */
    static void putInline(MemorySegment data, long row, byte[] from, int at, int length) {
        data.set(ValueLayout.JAVA_LONG, BYTES * row, length);
        data.set(ValueLayout.JAVA_LONG, BYTES * row + 8, 0);
        MemorySegment.copy(from, at, data, ValueLayout.JAVA_BYTE, BYTES * row + 4, length);
    }
}
