package io.shearwater.arrow;

import io.shearwater.model.Column;
import io.shearwater.model.Validity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;

/** Whole columns of plain values into Arrow's vectors, array by array and not value by value. */
final class ArrowColumns {
    private static final int BITS = 8;

    private ArrowColumns() {}

    /**
     * Writes rows of a column into an empty vector of its type, if both are laid out alike.
     *
     * @return whether they are; if not, nothing is written
     */
    static boolean copy(FieldVector vector, Column column, int begin, int end) {
        int rows = end - begin;
        switch (column) {
            case Column.Longs c
            when vector instanceof BaseFixedWidthVector v ->
                fixed(v, c.validity(), begin, rows, Long.BYTES).asLongBuffer().put(c.values(), begin, rows);
            case Column.Ints c
            when vector instanceof BaseFixedWidthVector v ->
                fixed(v, c.validity(), begin, rows, Integer.BYTES).asIntBuffer().put(c.values(), begin, rows);
            case Column.Doubles c
            when vector instanceof BaseFixedWidthVector v ->
                fixed(v, c.validity(), begin, rows, Double.BYTES)
                        .asDoubleBuffer()
                        .put(c.values(), begin, rows);
            case Column.Floats c
            when vector instanceof BaseFixedWidthVector v ->
                fixed(v, c.validity(), begin, rows, Float.BYTES).asFloatBuffer().put(c.values(), begin, rows);
            case Column.Booleans c when vector instanceof BitVector v -> bits(v, c, begin, rows);
            case Column.Bytes c when vector instanceof BaseVariableWidthVector v -> texts(v, c, begin, rows);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Allocates a vector, and gives where its values go. */
    private static ByteBuffer fixed(BaseFixedWidthVector vector, Validity validity, int begin, int rows, int width) {
        vector.allocateNew(rows);
        validity(vector.getValidityBuffer(), validity, begin, rows);
        vector.setValueCount(rows);
        return ordered(vector.getDataBuffer(), (long) rows * width);
    }

    private static ByteBuffer ordered(ArrowBuf buffer, long bytes) {
        return buffer.nioBuffer(0, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void bits(BitVector vector, Column.Booleans column, int begin, int rows) {
        vector.allocateNew(rows);
        vector.zeroVector();
        boolean[] values = column.values();
        for (int i = 0; i < rows; i++) {
            if (values[begin + i]) {
                BitVectorHelper.setBit(vector.getDataBuffer(), i);
            }
        }
        validity(vector.getValidityBuffer(), column.validity(), begin, rows);
        vector.setValueCount(rows);
    }

    private static void texts(BaseVariableWidthVector vector, Column.Bytes column, int begin, int rows) {
        int[] offsets = column.offsets();
        int first = offsets[begin];
        int bytes = offsets[begin + rows] - first;
        vector.allocateNew(bytes, rows);
        ByteBuffer places = ordered(vector.getOffsetBuffer(), (rows + 1L) * Integer.BYTES);
        for (int i = 0; i <= rows; i++) {
            places.putInt(offsets[begin + i] - first);
        }
        vector.getDataBuffer().setBytes(0, column.bytes(), first, bytes);
        validity(vector.getValidityBuffer(), column.validity(), begin, rows);
        // Without it the vector believes the rows to be missing, and closes the gap.
        vector.setLastSet(rows - 1);
        vector.setValueCount(rows);
    }

    private static void validity(ArrowBuf buffer, Validity validity, int begin, int rows) {
        if (validity.allValid()) {
            buffer.setOne(0L, (rows + BITS - 1) / BITS);
            return;
        }
        for (int at = 0; at < rows; at += BITS) {
            int bits = 0;
            for (int i = Math.min(BITS, rows - at) - 1; i >= 0; i--) {
                bits = bits << 1 | (validity.isValid(begin + at + i) ? 1 : 0);
            }
            buffer.setByte(at / BITS, bits);
        }
    }
}
