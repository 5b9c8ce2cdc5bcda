package io.shearwater.aggregate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Consecutive events of one key, in memory or put aside. Not thread-safe. */
final class EventPage {
    private static final int FIRST_CAPACITY = 16;
    private static final long IN_MEMORY = -1;

    final Events.Values[] columns;
    long[] times = new long[0];
    long[] ends = new long[0];
    int size;
    /** About how many bytes it takes while it is in memory. */
    long bytes;

    private long place = IN_MEMORY;
    private int length;
    private boolean isAway;

    EventPage(List<ValueKind> kinds) {
        columns = kinds.stream().map(Events.Values::new).toArray(Events.Values[]::new);
    }

    /** Of values and times that others fill. */
    EventPage(Events.Values[] columns, long[] times) {
        this.columns = columns;
        this.times = times;
    }

    /** Appends the event of a row; returns how many bytes more it takes. */
    long append(long time, long end, RowSource source, int row) {
        long before = bytes;
        if (size == times.length) {
            resize(Math.max(FIRST_CAPACITY, 2 * size));
        }
        times[size] = time;
        ends[size] = end;
        for (int i = 0; i < columns.length; i++) {
            bytes += columns[i].set(size, source, i, row);
        }
        size++;
        return bytes - before;
    }

    /** Forgets its events and keeps its arrays, for the next key. */
    void empty() {
        bytes = (long) eventBytes() * times.length;
        for (Events.Values column : columns) {
            column.forget(size);
        }
        size = 0;
    }

    private int eventBytes() {
        return 2 * Long.BYTES + columns.length * (1 + Long.BYTES);
    }

    private void resize(int capacity) {
        bytes += (long) eventBytes() * (capacity - times.length);
        times = Arrays.copyOf(times, capacity);
        ends = Arrays.copyOf(ends, capacity);
        for (Events.Values column : columns) {
            column.resize(capacity);
        }
    }

    boolean isAway() {
        return isAway;
    }

    /** Whether it is in the file, in memory too or not. */
    boolean isWritten() {
        return place != IN_MEMORY;
    }

    long place() {
        return place;
    }

    int length() {
        return length;
    }

    /** What it says, for a file. */
    ByteBuffer written() {
        length = size * 2 * Long.BYTES;
        for (Events.Values column : columns) {
            length += column.length(size);
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        for (int slot = 0; slot < size; slot++) {
            buffer.putLong(times[slot]).putLong(ends[slot]);
        }
        for (Events.Values column : columns) {
            column.write(size, buffer);
        }
        return buffer.flip();
    }

    void isAt(long where) {
        place = where;
    }

    /** Lets go of what is in the file. */
    void leave() {
        isAway = true;
        times = new long[0];
        ends = new long[0];
        for (Events.Values column : columns) {
            column.resize(0);
        }
    }

    /** Takes back what is in the file. */
    void comeBack(ByteBuffer buffer) {
        isAway = false;
        times = new long[size];
        ends = new long[size];
        for (int slot = 0; slot < size; slot++) {
            times[slot] = buffer.getLong();
            ends[slot] = buffer.getLong();
        }
        for (Events.Values column : columns) {
            column.read(size, buffer);
        }
    }
}
