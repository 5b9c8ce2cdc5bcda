package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Validity;
import java.util.Arrays;

/**
 * Categories that bytes stand for, in a table with open addressing: texts in UTF-8, of which no {@code String} is made, and
 * decimals as sixteen bytes that sort as they do.
 */
final class BytesIndex implements CategoryIndex {
    private static final int DECIMAL = 16;

    private final DataType type;
    private byte[] bytes = new byte[256];
    private int[] offsets = new int[17];
    private long[] hashes = new long[16];
    /** One more than the number of the key, 0 where there is none. */
    private int[] slots = new int[64];

    private int size;

    BytesIndex(DataType type) {
        this.type = type;
    }

    @Override
    public void find(Column column, int[] numbers) {
        Column.Bytes wanted = bytes(column);
        Validity validity = column.validity();
        for (int row = 0; row < column.size(); row++) {
            if (validity.isNull(row)) {
                numbers[row] = MISSING;
            } else {
                int start = wanted.offsets()[row];
                int end = wanted.offsets()[row + 1];
                numbers[row] =
                        slots[slot(wanted.bytes(), start, end, Hashing.hash(wanted.bytes(), start, end - start))] - 1;
            }
        }
    }

    @Override
    public void findOrAdd(Column column, int[] numbers) {
        Column.Bytes wanted = bytes(column);
        Validity validity = column.validity();
        for (int row = 0; row < column.size(); row++) {
            numbers[row] = validity.isNull(row)
                    ? MISSING
                    : findOrAdd(wanted.bytes(), wanted.offsets()[row], wanted.offsets()[row + 1]);
        }
    }

    /** Where the key is, or would be. */
    private int slot(byte[] from, int start, int end, long hash) {
        int mask = slots.length - 1;
        int at = (int) hash & mask;
        while (slots[at] != 0) {
            int number = slots[at] - 1;
            if (hashes[number] == hash
                    && Arrays.equals(bytes, offsets[number], offsets[number + 1], from, start, end)) {
                return at;
            }
            at = (at + 1) & mask;
        }
        return at;
    }

    private int findOrAdd(byte[] from, int start, int end) {
        long hash = Hashing.hash(from, start, end - start);
        int at = slot(from, start, end, hash);
        if (slots[at] != 0) {
            return slots[at] - 1;
        }
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
            offsets = Arrays.copyOf(offsets, 2 * size + 1);
        }
        int used = offsets[size];
        int needed = Math.addExact(used, end - start);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, 2L * bytes.length)));
        }
        System.arraycopy(from, start, bytes, used, end - start);
        hashes[size++] = hash;
        offsets[size] = needed;
        slots[at] = size;
        if (2 * size > slots.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        int mask = slots.length - 1;
        for (int number = 0; number < size; number++) {
            int at = (int) hashes[number] & mask;
            while (slots[at] != 0) {
                at = (at + 1) & mask;
            }
            slots[at] = number + 1;
        }
    }

    private static Column.Bytes bytes(Column column) {
        if (column instanceof Column.Bytes given) {
            return given;
        }
        Column.Decimals decimals = (Column.Decimals) column;
        byte[] bytes = new byte[column.size() * DECIMAL];
        int[] offsets = new int[column.size() + 1];
        for (int row = 0; row < column.size(); row++) {
            // The highest bit turned over, so that what is negative comes first.
            put(bytes, row * DECIMAL, decimals.high()[row] ^ Long.MIN_VALUE);
            put(bytes, row * DECIMAL + Long.BYTES, decimals.low()[row]);
            offsets[row + 1] = (row + 1) * DECIMAL;
        }
        return new Column.Bytes(DataType.BINARY, bytes, offsets, column.size(), column.validity());
    }

    static long[] hashes(Column column) {
        Column.Bytes all = bytes(column);
        long[] hashes = new long[column.size()];
        for (int row = 0; row < hashes.length; row++) {
            hashes[row] = Hashing.hash(all.bytes(), all.offsets()[row], all.length(row));
        }
        return hashes;
    }

    private static void put(byte[] bytes, int at, long word) {
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[at + i] = (byte) (word >>> (56 - 8 * i));
        }
    }

    private long word(int at) {
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            word = word << 8 | (bytes[at + i] & 0xFFL);
        }
        return word;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long bytes() {
        return offsets[size];
    }

    @Override
    public Column values(int[] numbers) {
        int count = numbers.length;
        if (type instanceof DataType.DecimalType decimal) {
            long[] high = new long[count];
            long[] low = new long[count];
            for (int i = 0; i < count; i++) {
                high[i] = word(offsets[numbers[i]]) ^ Long.MIN_VALUE;
                low[i] = word(offsets[numbers[i]] + Long.BYTES);
            }
            return new Column.Decimals(decimal, high, low, Validity.ALL);
        }
        int[] starts = new int[count + 1];
        for (int i = 0; i < count; i++) {
            starts[i + 1] = starts[i] + offsets[numbers[i] + 1] - offsets[numbers[i]];
        }
        byte[] all = new byte[starts[count]];
        for (int i = 0; i < count; i++) {
            System.arraycopy(bytes, offsets[numbers[i]], all, starts[i], starts[i + 1] - starts[i]);
        }
        return new Column.Bytes(type, all, starts, count, Validity.ALL);
    }

    @Override
    public int compare(int left, int right) {
        return Arrays.compareUnsigned(
                bytes, offsets[left], offsets[left + 1], bytes, offsets[right], offsets[right + 1]);
    }
}
