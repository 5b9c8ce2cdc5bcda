package io.shearwater.aggregate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The earliest or the latest events, with their values of some columns, nulls included. */
final class ListState extends State {
    private final int[] columns;
    private final int most;
    private final boolean isLast;
    private final ArrayDeque<@Nullable Object[]> rows = new ArrayDeque<>();

    ListState(int[] columns, int most, boolean isLast) {
        this.columns = columns;
        this.most = most;
        this.isLast = isLast;
    }

    @Override
    void add(Events events, int slot) {
        if (!isLast && rows.size() == most) {
            return;
        }
        @Nullable Object[] row = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            Events.Values values = events.column(columns[i]);
            row[i] = values.present[slot] ? values.kind.boxed(values.word(slot), values.object(slot)) : null;
        }
        append(row);
    }

    private void append(@Nullable Object[] row) {
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

    /** The events as they are listed: the earliest first, or the latest first. */
    List<@Nullable Object[]> listed() {
        List<@Nullable Object[]> listed = new ArrayList<>(rows.size());
        Iterator<@Nullable Object[]> order = isLast ? rows.descendingIterator() : rows.iterator();
        order.forEachRemaining(listed::add);
        return listed;
    }
}
