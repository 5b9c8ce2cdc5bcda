package io.shearwater.online;

import io.shearwater.model.Column;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.spi.OnlineTable.Retention;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Rows by what identifies and orders them; what they hold is kept elsewhere, by the same index. Not thread-safe. */
final class KeyedRows {
    private byte[][] keys;
    private long[] times;
    private long[] sequences;
    private int size;

    KeyedRows(int expected) {
        keys = new byte[expected][];
        times = new long[expected];
        sequences = new long[expected];
    }

    /** The rows of a frame. */
    static KeyedRows of(OnlineGroup group, Frame rows) {
        Column sequence = rows.column(HiddenColumns.SEQUENCE.name());
        return of(group, rows, ((Column.Longs) sequence).values());
    }

    /** The rows of a frame, all written by one change. */
    static KeyedRows of(OnlineGroup group, Frame rows, long sequence) {
        long[] sequences = new long[rows.rows()];
        Arrays.fill(sequences, sequence);
        return of(group, rows, sequences);
    }

    private static KeyedRows of(OnlineGroup group, Frame rows, long[] sequences) {
        KeyedRows keyed = new KeyedRows(rows.rows());
        byte[][] keys = keys(group.spec(), rows);
        long[] times = new Visibility(group.spec()).times(group.spec(), rows);
        for (int row = 0; row < rows.rows(); row++) {
            keyed.add(keys[row], times[row], sequences[row]);
        }
        return keyed;
    }

    /** The encoded primary key of each row. */
    static byte[][] keys(FeatureGroupSpec spec, Frame rows) {
        List<String> names = spec.primaryKey();
        Column[] columns = new Column[names.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows.column(names.get(i));
            Visibility.requireNoNull(spec, names.get(i), columns[i]);
        }
        ByteSink sink = new ByteSink();
        byte[][] keys = new byte[rows.rows()][];
        for (int row = 0; row < keys.length; row++) {
            KeyCodec.put(sink.clear(), columns, row);
            keys[row] = sink.toBytes();
        }
        return keys;
    }

    void add(byte[] key, long time, long sequence) {
        if (size == times.length) {
            int capacity = Math.max(1_024, size * 2);
            keys = Arrays.copyOf(keys, capacity);
            times = Arrays.copyOf(times, capacity);
            sequences = Arrays.copyOf(sequences, capacity);
        }
        keys[size] = key;
        times[size] = time;
        sequences[size] = sequence;
        size++;
    }

    int size() {
        return size;
    }

    byte[] key(int row) {
        return keys[row];
    }

    long time(int row) {
        return times[row];
    }

    long sequence(int row) {
        return sequences[row];
    }

    /**
     * The rows that matter, by key, then from the newest to the oldest; of equal ones the one added last.
     *
     * @param settled as in {@link io.shearwater.spi.OnlineBatch}
     */
    int[] ordered(Retention retention, long settled) {
        // Most keys differ in the eight bytes after the first kind, and comparing those is cheap.
        long[] heads = new long[size];
        for (int row = 0; row < size; row++) {
            heads[row] =
                    keys[row].length > Long.BYTES ? ByteBuffer.wrap(keys[row]).getLong(1) ^ Long.MIN_VALUE : 0;
        }
        Integer[] rows = new Integer[size];
        Arrays.setAll(rows, row -> row);
        Arrays.sort(rows, (left, right) -> compare(heads, left, right));
        int[] kept = new int[size];
        int count = 0;
        Survivors survivors = new Survivors(retention, settled);
        for (Integer row : rows) {
            if (survivors.keep(keys[row], times[row], sequences[row])) {
                kept[count++] = row;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private int compare(long[] heads, int left, int right) {
        boolean comparable =
                keys[left].length > Long.BYTES && keys[right].length > Long.BYTES && keys[left][0] == keys[right][0];
        int order = comparable ? Long.compare(heads[left], heads[right]) : 0;
        if (order == 0) {
            order = Arrays.compareUnsigned(keys[left], keys[right]);
        }
        if (order == 0) {
            order = Long.compare(times[right], times[left]);
        }
        if (order == 0) {
            order = Long.compare(sequences[right], sequences[left]);
        }
        return order == 0 ? Integer.compare(right, left) : order;
    }
}
