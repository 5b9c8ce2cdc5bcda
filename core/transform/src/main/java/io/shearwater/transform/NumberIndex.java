package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Validity;
import java.util.Arrays;

/** Categories that 64 bits stand for, in a table with open addressing. */
final class NumberIndex implements CategoryIndex {
    private static final long NAN = Double.doubleToLongBits(Double.NaN);

    private final DataType type;
    private final boolean floating;
    private long[] keys = new long[16];
    /** One more than the number of the key, 0 where there is none. */
    private int[] slots = new int[64];

    private int size;

    NumberIndex(DataType type) {
        this.type = type;
        this.floating = type instanceof DataType.FloatType || type instanceof DataType.DoubleType;
    }

    @Override
    public void find(Column column, int[] numbers) {
        long[] wanted = keys(column);
        Validity validity = column.validity();
        for (int row = 0; row < column.size(); row++) {
            numbers[row] = isMissing(validity, row, wanted[row]) ? MISSING : slots[slot(wanted[row])] - 1;
        }
    }

    @Override
    public void findOrAdd(Column column, int[] numbers) {
        long[] wanted = keys(column);
        Validity validity = column.validity();
        for (int row = 0; row < column.size(); row++) {
            numbers[row] = isMissing(validity, row, wanted[row]) ? MISSING : findOrAdd(wanted[row]);
        }
    }

    private boolean isMissing(Validity validity, int row, long key) {
        return validity.isNull(row) || (floating && key == NAN);
    }

    /** Where the key is, or would be. */
    private int slot(long key) {
        int mask = slots.length - 1;
        int at = (int) Hashing.hash(key) & mask;
        while (slots[at] != 0 && keys[slots[at] - 1] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private int findOrAdd(long key) {
        int at = slot(key);
        if (slots[at] == 0) {
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, 2 * size);
            }
            keys[size++] = key;
            slots[at] = size;
            if (2 * size > slots.length) {
                grow();
            }
            return size - 1;
        }
        return slots[at] - 1;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        for (int number = 0; number < size; number++) {
            slots[slot(keys[number])] = number + 1;
        }
    }

    private static long[] keys(Column column) {
        long[] keys = new long[column.size()];
        switch (column) {
            case Column.Booleans booleans -> {
                for (int row = 0; row < keys.length; row++) {
                    keys[row] = booleans.values()[row] ? 1 : 0;
                }
            }
            case Column.Ints ints -> {
                for (int row = 0; row < keys.length; row++) {
                    keys[row] = ints.values()[row];
                }
            }
            case Column.Longs longs -> System.arraycopy(longs.values(), 0, keys, 0, keys.length);
            default -> {
                double[] values = NumberColumns.read(column);
                for (int row = 0; row < keys.length; row++) {
                    keys[row] = Double.doubleToLongBits(values[row] + 0.0);
                }
            }
        }
        return keys;
    }

    static long[] hashes(Column column) {
        long[] hashes = keys(column);
        for (int row = 0; row < hashes.length; row++) {
            hashes[row] = Hashing.hash(hashes[row]);
        }
        return hashes;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long bytes() {
        return 8L * size;
    }

    @Override
    public Column values(int[] numbers) {
        int count = numbers.length;
        return switch (type) {
            case DataType.BooleanType t -> {
                boolean[] values = new boolean[count];
                for (int i = 0; i < count; i++) {
                    values[i] = keys[numbers[i]] != 0;
                }
                yield new Column.Booleans(values, count, Validity.ALL);
            }
            case DataType.FloatType t -> {
                float[] values = new float[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (float) Double.longBitsToDouble(keys[numbers[i]]);
                }
                yield new Column.Floats(values, count, Validity.ALL);
            }
            case DataType.DoubleType t -> {
                double[] values = new double[count];
                for (int i = 0; i < count; i++) {
                    values[i] = Double.longBitsToDouble(keys[numbers[i]]);
                }
                yield new Column.Doubles(values, count, Validity.ALL);
            }
            case DataType.LongType t -> new Column.Longs(type, longs(numbers), count, Validity.ALL);
            case DataType.TimestampType t -> new Column.Longs(type, longs(numbers), count, Validity.ALL);
            default -> {
                int[] values = new int[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (int) keys[numbers[i]];
                }
                yield new Column.Ints(type, values, count, Validity.ALL);
            }
        };
    }

    private long[] longs(int[] numbers) {
        long[] values = new long[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = keys[numbers[i]];
        }
        return values;
    }

    @Override
    public int compare(int left, int right) {
        return floating
                ? Double.compare(Double.longBitsToDouble(keys[left]), Double.longBitsToDouble(keys[right]))
                : Long.compare(keys[left], keys[right]);
    }
}
