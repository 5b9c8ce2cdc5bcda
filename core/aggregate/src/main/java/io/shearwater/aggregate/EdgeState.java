package io.shearwater.aggregate;

import org.jspecify.annotations.Nullable;

/** The value of the earliest or the latest event that has one. */
final class EdgeState extends State {
    private final int column;
    private final boolean isLast;
    private final ValueKind kind;
    boolean isEmpty = true;
    private long word;
    private @Nullable Object object;

    EdgeState(int column, boolean isLast, ValueKind kind) {
        this.column = column;
        this.kind = kind;
        this.isLast = isLast;
    }

    @Override
    void add(Events events, int slot) {
        Events.Values values = events.column(column);
        if (values.present[slot] && (isLast || isEmpty)) {
            isEmpty = false;
            word = values.word(slot);
            object = values.object(slot);
        }
    }

    @Override
    void add(Events events, int from, int to) {
        int step = isLast ? -1 : 1;
        int first = isLast ? to - 1 : from;
        boolean[] present = events.column(column).present;
        for (int slot = first; slot >= from && slot < to; slot += step) {
            if (present[slot]) {
                add(events, slot);
                return;
            }
        }
    }

    @Override
    void merge(State later) {
        EdgeState other = (EdgeState) later;
        if (!other.isEmpty && (isLast || isEmpty)) {
            isEmpty = false;
            word = other.word;
            object = other.object;
        }
    }

    @Override
    void clear() {
        isEmpty = true;
        object = null;
    }

    @Override
    void write(StateSink sink) {
        sink.putByte(isEmpty ? 0 : 1);
        if (!isEmpty) {
            kind.write(sink, word, object);
        }
    }

    @Override
    void read(StateSource source) {
        isEmpty = source.takeByte() == 0;
        word = 0;
        object = null;
        if (!isEmpty) {
            if (kind.isObject()) {
                object = kind.takeObject(source);
            } else {
                word = kind.takeWord(source);
            }
        }
    }

    /** The word of the value. */
    long word() {
        return word;
    }

    @Nullable
    Object value() {
        return isEmpty ? null : kind.boxed(word, object);
    }
}
