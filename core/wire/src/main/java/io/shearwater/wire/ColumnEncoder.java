package io.shearwater.wire;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Validity;
import java.nio.ByteBuffer;

/** Columns as bytes (docs/format/frames.md). What null rows hold is not written: it may be anything. Not thread-safe. */
final class ColumnEncoder {
    private final BlockBuffer out;

    ColumnEncoder(BlockBuffer out) {
        this.out = out;
    }

    /** Writes the rows from {@code start} (inclusive) to {@code end} (exclusive) of a column. */
    void encode(Column column, int start, int end) {
        int nulls = nulls(column.validity(), start, end);
        out.room(8).putInt(end - start).putInt(nulls);
        if (nulls > 0) {
            validity(column.validity(), start, end);
        }
        int rows = end - start;
        int at = out.position();
        switch (column) {
            case Column.Booleans c -> {
                booleans(c.values(), start, end);
                clear(c, start, end, at, 1);
            }
            case Column.Ints c -> {
                ByteBuffer room = out.room(4L * rows);
                room.asIntBuffer().put(c.values(), start, rows);
                room.position(at + 4 * rows);
                clear(c, start, end, at, 4);
            }
            case Column.Longs c -> {
                longs(c.values(), start, rows);
                clear(c, start, end, at, 8);
            }
            case Column.Floats c -> {
                floats(c.values(), start, rows);
                clear(c, start, end, at, 4);
            }
            case Column.Doubles c -> {
                ByteBuffer room = out.room(8L * rows);
                room.asDoubleBuffer().put(c.values(), start, rows);
                room.position(at + 8 * rows);
                clear(c, start, end, at, 8);
            }
            case Column.Decimals c -> decimals(c, start, end);
            case Column.Bytes c -> bytes(c, start, end, nulls);
            case Column.Lists c -> {
                offsets(c.offsets(), start, end);
                encode(c.elements(), c.offsets()[start], c.offsets()[end]);
            }
            case Column.Maps c -> {
                offsets(c.offsets(), start, end);
                encode(c.keys(), c.offsets()[start], c.offsets()[end]);
                encode(c.values(), c.offsets()[start], c.offsets()[end]);
            }
            case Column.Structs c -> c.parts().forEach(part -> encode(part, start, end));
            case Column.Embeddings c -> {
                int width = ((DataType.EmbeddingType) c.type()).dimension();
                floats(c.values(), (long) start * width, (long) rows * width);
                clear(c, start, end, at, 4 * width);
            }
        }
        out.pad();
    }

    private static int nulls(Validity validity, int start, int end) {
        if (validity.allValid()) {
            return 0;
        }
        int nulls = 0;
        for (int row = start; row < end; row++) {
            nulls += validity.isNull(row) ? 1 : 0;
        }
        return nulls;
    }

    private void validity(Validity validity, int start, int end) {
        ByteBuffer room = out.room(((long) end - start + 63) >>> 6 << 3);
        for (int row = start; row < end; row += 64) {
            long word = 0;
            int last = Math.min(row + 64, end);
            for (int one = row; one < last; one++) {
                word |= validity.isValid(one) ? 1L << (one - row) : 0;
            }
            room.putLong(word);
        }
    }

    /** Puts zeros where rows are null. */
    private void clear(Column column, int start, int end, int at, int width) {
        for (int row = column.validity().allValid() ? end : start; row < end; row++) {
            if (column.isNull(row)) {
                out.clear(at + (row - start) * width, width);
            }
        }
    }

    private void booleans(boolean[] values, int start, int end) {
        ByteBuffer room = out.room((long) end - start);
        int at = room.position();
        byte[] bytes = out.bytes();
        for (int row = start; row < end; row++) {
            bytes[at++] = (byte) (values[row] ? 1 : 0);
        }
        room.position(at);
    }

    private void longs(long[] values, int start, int rows) {
        ByteBuffer room = out.room(8L * rows);
        room.asLongBuffer().put(values, start, rows);
        room.position(room.position() + 8 * rows);
    }

    private void floats(float[] values, long start, long count) {
        ByteBuffer room = out.room(4 * count);
        room.asFloatBuffer().put(values, (int) start, (int) count);
        room.position(room.position() + (int) (4 * count));
    }

    private void decimals(Column.Decimals column, int start, int end) {
        int at = out.position();
        longs(column.low(), start, end - start);
        clear(column, start, end, at, 8);
        if (!((DataType.DecimalType) column.type()).fitsLong()) {
            int high = out.position();
            longs(column.high(), start, end - start);
            clear(column, start, end, high, 8);
        }
    }

    private void offsets(int[] offsets, int start, int end) {
        ByteBuffer room = out.room(4L * (end - start + 1));
        int at = room.position();
        if (offsets[start] == 0) {
            room.asIntBuffer().put(offsets, start, end - start + 1);
        } else {
            for (int row = start; row <= end; row++) {
                room.putInt(offsets[row] - offsets[start]);
            }
        }
        room.position(at + 4 * (end - start + 1));
        out.pad();
    }

    private void bytes(Column.Bytes column, int start, int end, int nulls) {
        if (nulls == 0) {
            offsets(column.offsets(), start, end);
            int first = column.offsets()[start];
            int length = column.offsets()[end] - first;
            out.room(length).put(column.bytes(), first, length);
            return;
        }
        ByteBuffer room = out.room(4L * (end - start + 1));
        int offset = 0;
        room.putInt(0);
        for (int row = start; row < end; row++) {
            offset += column.isNull(row) ? 0 : column.length(row);
            room.putInt(offset);
        }
        out.pad();
        ByteBuffer texts = out.room(offset);
        for (int row = start; row < end; row++) {
            if (!column.isNull(row)) {
                texts.put(column.bytes(), column.offsets()[row], column.length(row));
            }
        }
    }
}
