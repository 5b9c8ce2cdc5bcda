package io.shearwater.aggregate;

import io.shearwater.model.Column;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one key in order, with their values: positions only grow, and those that nothing needs any more are let go. They lie in
 * pages, so that those of a key with very many need not all be in memory. Not thread-safe.
 */
final class Events {
    /** The values of one column. */
    static final class Values {
        /** About what an object costs besides its bytes. */
        private static final int OBJECT_BYTES = 56;

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

        /** Takes the value of an event; returns about how many bytes it holds beyond the arrays. */
        int set(int slot, RowSource source, int column, int row) {
            boolean isPresent = source.isPresent(column, row);
            present[slot] = isPresent;
            if (!kind.isObject()) {
                words[slot] = isPresent ? source.word(column, row, kind) : 0;
                return 0;
            }
            Object object = isPresent ? source.object(column, row, kind) : null;
            objects[slot] = object;
            return object == null ? 0 : OBJECT_BYTES + bytes(object).length;
        }

        long word(int slot) {
            return kind.isObject() ? 0 : words[slot];
        }

        @Nullable
        Object object(int slot) {
            return kind.isObject() ? objects[slot] : null;
        }

        /** How many bytes the first values take in a file. */
        int length(int size) {
            int length = size * (1 + (kind.isObject() ? Integer.BYTES : Long.BYTES));
            for (int slot = 0; slot < size && kind.isObject(); slot++) {
                Object object = objects[slot];
                length += object == null ? 0 : bytes(object).length;
            }
            return length;
        }

        void write(int size, ByteBuffer into) {
            for (int slot = 0; slot < size; slot++) {
                into.put((byte) (present[slot] ? 1 : 0));
                Object object = object(slot);
                if (object != null) {
                    byte[] bytes = bytes(object);
                    into.putInt(bytes.length).put(bytes);
                } else if (kind.isObject()) {
                    into.putInt(0);
                } else {
                    into.putLong(words[slot]);
                }
            }
        }

        void read(int size, ByteBuffer from) {
            resize(size);
            for (int slot = 0; slot < size; slot++) {
                present[slot] = from.get() == 1;
                if (kind.isObject()) {
                    byte[] bytes = new byte[from.getInt()];
                    from.get(bytes);
                    objects[slot] = present[slot] ? object(bytes) : null;
                } else {
                    words[slot] = from.getLong();
                }
            }
        }

        private static byte[] bytes(Object object) {
            return object instanceof ValueKind.Bytes text ? text.bytes() : ((BigInteger) object).toByteArray();
        }

        private Object object(byte[] bytes) {
            return kind instanceof ValueKind.Wide ? new BigInteger(bytes) : new ValueKind.Bytes(bytes);
        }

        /** Holds no object any more. */
        void forget(int size) {
            if (kind.isObject()) {
                Arrays.fill(objects, 0, size, null);
            }
        }
    }

    private final List<ValueKind> kinds;
    private final EventPool pool;
    private final int bits;
    private final int mask;
    private final List<EventPage> pages = new ArrayList<>();
    private EventPage current;
    private long currentNumber;
    /** The number of the first page. */
    private long firstPage;

    private long end;

    Events(List<ValueKind> kinds, EventPool pool) {
        this.kinds = kinds;
        this.pool = pool;
        this.bits = pool.limits().pageBits();
        this.mask = (1 << bits) - 1;
        this.current = new EventPage(kinds);
        pages.add(current);
    }

    /** Over values and times that others fill; nothing is appended. */
    Events(Values[] columns, long[] times) {
        this.kinds = List.of();
        this.pool = EventPool.unbounded();
        this.bits = pool.limits().pageBits();
        this.mask = (1 << bits) - 1;
        this.current = new EventPage(columns, times);
        pages.add(current);
    }

    /** The values of a column of the events around that of the last {@link #slot} that was asked for. */
    Values column(int index) {
        return current.columns[index];
    }

    /** The position behind the last event. */
    long end() {
        return end;
    }

    /** Where the event of a position is kept in {@link #column}, until another one is asked for. */
    int slot(long position) {
        long number = position >> bits;
        // Windows of other conditions share the memory: for them the page may have been put aside.
        if (number != currentNumber || current.isAway()) {
            look(number);
        }
        return (int) position & mask;
    }

    private void look(long number) {
        current = pages.get((int) (number - firstPage));
        currentNumber = number;
        pool.use(current);
    }

    /** Gives a state the events from a position on up to another one. */
    void giveTo(State state, long from, long to) {
        long position = from;
        while (position < to) {
            int slot = slot(position);
            int end = (int) Math.min(slot + (to - position), mask + 1L);
            state.add(this, slot, end);
            position += end - slot;
        }
    }

    /** When the event of a position happened, microseconds. */
    long time(long position) {
        int slot = slot(position);
        return current.times[slot];
    }

    long timeOfSlot(int slot) {
        return current.times[slot];
    }

    /** Until when the event of a position goes on: its time, or the end of its day. */
    long ends(long position) {
        int slot = slot(position);
        return current.ends[slot];
    }

    /** Appends the event of a row of a source whose columns are in the order of the kinds. */
    void append(long time, long ends, RowSource source, int row) {
        EventPage last = pages.getLast();
        if (last.size > mask) {
            EventPage next = new EventPage(kinds);
            pages.add(next);
            pool.filled(last);
            last = next;
        }
        pool.grown(last.append(time, ends, source, row));
        end++;
    }

    /** Lets go of the events before a position, sooner or later. */
    void discardBefore(long position) {
        long first = Math.min(position, end) >> bits;
        // The last page is kept, for it is not full.
        int dead = (int) Math.min(first - firstPage, pages.size() - 1L);
        if (dead <= 0) {
            return;
        }
        List<EventPage> gone = pages.subList(0, dead);
        pool.free(gone);
        gone.clear();
        firstPage += dead;
        if (currentNumber < firstPage) {
            look(firstPage);
        }
    }

    /** Forgets everything, for the next key. */
    void clear() {
        if (end == 0) {
            return;
        }
        pool.free(pages);
        EventPage first = pages.size() == 1 ? pages.getFirst() : new EventPage(kinds);
        pages.clear();
        pages.add(first);
        first.empty();
        pool.grown(first.bytes);
        current = first;
        currentNumber = 0;
        firstPage = 0;
        end = 0;
    }
}
