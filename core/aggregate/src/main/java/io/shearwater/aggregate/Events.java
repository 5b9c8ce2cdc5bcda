package io.shearwater.aggregate;

import io.shearwater.model.Column;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one key in order, with their values: positions only grow, and those that nothing needs any more are let go. Not
 * thread-safe.
 */
final class Events {
    private static final int FIRST_CAPACITY = 16;

    /** The values of one column. */
    static final class Values {
        final ValueKind kind;
        long[] words = new long[0];

        @Nullable
        Object[] objects = new Object[0];

        boolean[] present = new boolean[0];

        Values(ValueKind kind) {
            this.kind = kind;
        }

        Values(ValueKind kind, int capacity) {
            this(kind);
            resize(capacity);
        }

        /** Takes the value of a row of others of the same kind. */
        void set(int slot, Values from, int row) {
            present[slot] = from.present[row];
            if (kind.isObject()) {
                objects[slot] = from.objects[row];
            } else {
                words[slot] = from.words[row];
            }
        }

        /** Takes the value of a row of a column. */
        void set(int slot, Column column, int row) {
            present[slot] = !column.isNull(row);
            if (kind.isObject()) {
                objects[slot] = present[slot] ? kind.object(column, row) : null;
            } else {
                words[slot] = present[slot] ? kind.word(column, row) : 0;
            }
        }

        void resize(int capacity) {
            present = Arrays.copyOf(present, capacity);
            if (kind.isObject()) {
                objects = Arrays.copyOf(objects, capacity);
            } else {
                words = Arrays.copyOf(words, capacity);
            }
        }

        private void shift(int by, int size) {
            System.arraycopy(present, by, present, 0, size);
            if (kind.isObject()) {
                System.arraycopy(objects, by, objects, 0, size);
                Arrays.fill(objects, size, size + by, null);
            } else {
                System.arraycopy(words, by, words, 0, size);
            }
        }

        long word(int slot) {
            return kind.isObject() ? 0 : words[slot];
        }

        @Nullable
        Object object(int slot) {
            return kind.isObject() ? objects[slot] : null;
        }
    }

    private final Values[] columns;
    private long[] times = new long[0];
    private long[] ends = new long[0];
    /** The position of slot 0. */
    private long base;

    private int size;

    Events(List<ValueKind> kinds) {
        columns = kinds.stream().map(Values::new).toArray(Values[]::new);
    }

    /** Over values and times that others fill; nothing is appended. */
    Events(Values[] columns, long[] times) {
        this.columns = columns;
        this.times = times;
    }

    Values column(int index) {
        return columns[index];
    }

    /** The position behind the last event. */
    long end() {
        return base + size;
    }

    /** Where the event of a position is kept now. */
    int slot(long position) {
        return (int) (position - base);
    }

    /** When the event of a position happened, microseconds. */
    long time(long position) {
        return times[slot(position)];
    }

    long timeOfSlot(int slot) {
        return times[slot];
    }

    /** Until when the event of a position goes on: its time, or the end of its day. */
    long ends(long position) {
        return ends[slot(position)];
    }

    /** Appends the event of a row of a source whose columns are in the order of the kinds. */
    void append(long time, long end, RowSource source, int row) {
        if (size == times.length) {
            resize(Math.max(FIRST_CAPACITY, 2 * size));
        }
        times[size] = time;
        ends[size] = end;
        for (int i = 0; i < columns.length; i++) {
            Values column = columns[i];
            boolean present = source.isPresent(i, row);
            column.present[size] = present;
            if (column.kind.isObject()) {
                column.objects[size] = present ? source.object(i, row, column.kind) : null;
            } else {
                column.words[size] = present ? source.word(i, row, column.kind) : 0;
            }
        }
        size++;
    }

    /** Lets go of the events before a position, sooner or later. */
    void discardBefore(long position) {
        int dead = (int) (Math.min(position, end()) - base);
        if (dead <= size / 2 || dead < FIRST_CAPACITY) {
            return;
        }
        size -= dead;
        System.arraycopy(times, dead, times, 0, size);
        System.arraycopy(ends, dead, ends, 0, size);
        for (Values column : columns) {
            column.shift(dead, size);
        }
        base += dead;
    }

    /** Forgets everything, for the next key. */
    void clear() {
        for (Values column : columns) {
            if (column.kind.isObject()) {
                Arrays.fill(column.objects, 0, size, null);
            }
        }
        base = 0;
        size = 0;
    }

    private void resize(int capacity) {
        times = Arrays.copyOf(times, capacity);
        ends = Arrays.copyOf(ends, capacity);
        for (Values column : columns) {
            column.resize(capacity);
        }
    }
}
