package io.shearwater.aggregate;

import java.util.HashMap;
import java.util.Map;

/** How often each value of a column occurs. */
final class ValueCountState extends State {
    /** How many different values are counted: each takes about a hundred bytes. */
    static final int MOST_VALUES = 1_000_000;

    private final int column;
    private final ValueKind kind;
    private final Map<Object, Long> counts = new HashMap<>();

    ValueCountState(int column, ValueKind kind) {
        this.kind = kind;
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
        if (counts.size() > MOST_VALUES) {
            throw AggregateError.TOO_MANY_VALUES.because("A window of one key has more than " + MOST_VALUES
                    + " different values (" + kind.type
                    + ") for an aggregate that counts each of them, count_distinct or "
                    + "top_values. Use approx_count_distinct, a shorter window, or a condition.");
        }
    }

    @Override
    void merge(State later) {
        ((ValueCountState) later).counts.forEach(this::count);
    }

    @Override
    void clear() {
        counts.clear();
    }

    @Override
    void write(StateSink sink) {
        sink.putCount(counts.size());
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        (left, right) -> kind.compare(ValueKind.word(left), left, ValueKind.word(right), right)))
                .forEach(entry -> {
                    kind.write(sink, ValueKind.word(entry.getKey()), entry.getKey());
                    sink.putCount(entry.getValue());
                });
    }

    @Override
    void read(StateSource source) {
        counts.clear();
        merge(source, this);
    }

    @Override
    void merge(StateSource later, State scratch) {
        int size = later.takeSize();
        for (int i = 0; i < size; i++) {
            Object value = kind.isObject()
                    ? kind.identity(0, kind.takeObject(later))
                    : kind.identity(kind.takeWord(later), null);
            count(value, later.takeCount());
        }
    }

    /** Each value, as {@link ValueKind#identity}, with its count; order is free. */
    Map<Object, Long> counts() {
        return counts;
    }
}
