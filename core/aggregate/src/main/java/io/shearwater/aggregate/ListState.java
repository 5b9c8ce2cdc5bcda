package io.shearwater.aggregate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The earliest or the latest events, with their values of some columns, nulls included. */
final class ListState extends State {
    /** The values of an event; a column of words has no objects and the other way round. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(
            boolean[] present, long[] words, @Nullable Object[] objects) {
        static Row of(int columns) {
            return new Row(new boolean[columns], new long[columns], new @Nullable Object[columns]);
        }
    }

    private final int[] columns;
    private final ValueKind[] kinds;
    private final int most;
    private final boolean isLast;
    private final ArrayDeque<Row> rows = new ArrayDeque<>();

    ListState(int[] columns, ValueKind[] kinds, int most, boolean isLast) {
        this.columns = columns;
        this.kinds = kinds;
        this.most = most;
        this.isLast = isLast;
    }

    @Override
    void add(Events events, int slot) {
        if (!isLast && rows.size() == most) {
            return;
        }
        Row row = Row.of(columns.length);
        for (int i = 0; i < columns.length; i++) {
            Events.Values values = events.column(columns[i]);
            if (values.present[slot]) {
                row.present[i] = true;
                row.words[i] = values.word(slot);
                row.objects[i] = values.object(slot);
            }
        }
        append(row);
    }

    private void append(Row row) {
        if (rows.size() == most) {
            if (!isLast) {
                return;
            }
            rows.removeFirst();
        }
        rows.addLast(row);
    }

    @Override
    void merge(State later) {
        ((ListState) later).rows.forEach(this::append);
    }

    @Override
    void clear() {
        rows.clear();
    }

    @Override
    void write(StateSink sink) {
        sink.putCount(rows.size());
        for (Row row : rows) {
            for (int i = 0; i < kinds.length; i++) {
                sink.putByte(row.present[i] ? 1 : 0);
                if (row.present[i]) {
                    kinds[i].write(sink, row.words[i], row.objects[i]);
                }
            }
        }
    }

    @Override
    void read(StateSource source) {
        rows.clear();
        int size = source.takeSize();
        for (int at = 0; at < size; at++) {
            Row row = Row.of(kinds.length);
            for (int i = 0; i < kinds.length; i++) {
                row.present[i] = source.takeByte() != 0;
                if (row.present[i] && kinds[i].isObject()) {
                    row.objects[i] = kinds[i].takeObject(source);
                } else if (row.present[i]) {
                    row.words[i] = kinds[i].takeWord(source);
                }
            }
            rows.addLast(row);
        }
    }

    /** The events as they are listed: the earliest first, or the latest first. */
    List<@Nullable Object[]> listed() {
        List<@Nullable Object[]> listed = new ArrayList<>(rows.size());
        Iterator<Row> order = isLast ? rows.descendingIterator() : rows.iterator();
        order.forEachRemaining(row -> {
            @Nullable Object[] values = new @Nullable Object[kinds.length];
            for (int i = 0; i < kinds.length; i++) {
                values[i] = row.present[i] ? kinds[i].boxed(row.words[i], row.objects[i]) : null;
            }
            listed.add(values);
        });
        return listed;
    }
}
