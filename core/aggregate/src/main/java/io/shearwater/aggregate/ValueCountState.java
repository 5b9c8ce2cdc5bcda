package io.shearwater.aggregate;

import java.util.HashMap;
import java.util.Map;

/** How often each value of a column occurs. */
final class ValueCountState extends State {
    private final int column;
    private final Map<Object, Long> counts = new HashMap<>();

    ValueCountState(int column) {
        this.column = column;
    }

    @Override
    void add(Events events, int slot) {
        Events.Values values = events.column(column);
        if (values.present[slot]) {
            count(values.kind.identity(values.word(slot), values.object(slot)), 1);
        }
    }

    @Override
    void remove(Events events, int slot) {
        Events.Values values = events.column(column);
        if (values.present[slot]) {
            count(values.kind.identity(values.word(slot), values.object(slot)), -1);
        }
    }

    private void count(Object value, long times) {
        counts.merge(value, times, (before, more) -> before + more == 0 ? null : before + more);
    }

    @Override
    void merge(State later) {
        ((ValueCountState) later).counts.forEach(this::count);
    }

    @Override
    void clear() {
        counts.clear();
    }

    /** Each value, as {@link ValueKind#identity}, with its count; order is free. */
    Map<Object, Long> counts() {
        return counts;
    }
}
