package io.shearwater.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The greatest values of a column, greatest first. */
final class GreatestState extends State {
    private record Value(long word, @Nullable Object object) {}

    private final int column;
    private final int most;
    private final ValueKind kind;
    private final List<Value> values = new ArrayList<>();

    GreatestState(int column, int most, ValueKind kind) {
        this.column = column;
        this.most = most;
        this.kind = kind;
    }

    @Override
    void add(Events events, int slot) {
        Events.Values source = events.column(column);
        if (source.present[slot]) {
            insert(new Value(source.word(slot), source.object(slot)));
        }
    }

    /** Behind those that are equal, so that the earlier comes first. */
    private void insert(Value value) {
        int low = 0;
        int high = values.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            Value other = values.get(middle);
            if (kind.compare(other.word, other.object, value.word, value.object) >= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low < most) {
            values.add(low, value);
            if (values.size() > most) {
                values.removeLast();
            }
        }
    }

    @Override
    void merge(State later) {
        ((GreatestState) later).values.forEach(this::insert);
    }

    @Override
    void clear() {
        values.clear();
    }

    @Override
    void write(StateSink sink) {
        sink.putCount(values.size());
        values.forEach(value -> kind.write(sink, value.word, value.object));
    }

    @Override
    void read(StateSource source) {
        values.clear();
        int size = source.takeSize();
        for (int i = 0; i < size; i++) {
            values.add(
                    kind.isObject() ? new Value(0, kind.takeObject(source)) : new Value(kind.takeWord(source), null));
        }
    }

    List<Object> listed() {
        return values.stream()
                .map(value -> kind.boxed(value.word, value.object))
                .toList();
    }
}
