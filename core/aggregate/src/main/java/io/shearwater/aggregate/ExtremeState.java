package io.shearwater.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * The event with the least or greatest value of a column, and what it has in another one. Of equals the earliest where the value
 * itself is asked for, the latest where another one's is.
 */
final class ExtremeState extends State {
    /** Which events compete by what, and what is told of the winner. */
    record Contest(int by, int column, boolean greatest) {}

    private final Contest contest;
    private final ValueKind kind;
    private final ValueKind valueKind;
    private final boolean latestWins;
    boolean isEmpty = true;
    private long byWord;
    private @Nullable Object byObject;
    private boolean present;
    private long word;
    private @Nullable Object object;

    ExtremeState(Contest contest, ValueKind kind, ValueKind valueKind) {
        this.contest = contest;
        this.kind = kind;
        this.valueKind = valueKind;
        this.latestWins = contest.by() != contest.column();
    }

    @Override
    void add(Events events, int slot) {
        add(events, events.column(contest.by()), slot);
    }

    @Override
    void add(Events events, int from, int to) {
        Events.Values by = events.column(contest.by());
        for (int slot = from; slot < to; slot++) {
            add(events, by, slot);
        }
    }

    private void add(Events events, Events.Values by, int slot) {
        if (!by.present[slot] || !wins(by.word(slot), by.object(slot))) {
            return;
        }
        isEmpty = false;
        byWord = by.word(slot);
        byObject = by.object(slot);
        Events.Values values = events.column(contest.column());
        present = values.present[slot];
        word = values.word(slot);
        object = values.object(slot);
    }

    @Override
    void merge(State later) {
        ExtremeState other = (ExtremeState) later;
        if (!other.isEmpty && wins(other.byWord, other.byObject)) {
            isEmpty = false;
            byWord = other.byWord;
            byObject = other.byObject;
            present = other.present;
            word = other.word;
            object = other.object;
        }
    }

    private boolean wins(long laterWord, @Nullable Object later) {
        if (isEmpty) {
            return true;
        }
        int order = kind.compare(laterWord, later, byWord, byObject);
        return (latestWins && order == 0) || (contest.greatest() ? order > 0 : order < 0);
    }

    @Override
    void clear() {
        isEmpty = true;
        byObject = null;
        object = null;
    }

    @Override
    void write(StateSink sink) {
        sink.putByte(isEmpty ? 0 : present ? 2 : 1);
        if (!isEmpty) {
            kind.write(sink, byWord, byObject);
            if (present && latestWins) {
                valueKind.write(sink, word, object);
            }
        }
    }

    @Override
    void read(StateSource source) {
        clear();
        int form = source.takeByte();
        isEmpty = form == 0;
        present = form == 2;
        if (!isEmpty) {
            byWord = takeWord(kind, source);
            byObject = takeObject(kind, source);
            if (present) {
                word = latestWins ? takeWord(valueKind, source) : byWord;
                object = latestWins ? takeObject(valueKind, source) : byObject;
            }
        }
    }

    private static long takeWord(ValueKind kind, StateSource source) {
        return kind.isObject() ? 0 : kind.takeWord(source);
    }

    private static @Nullable Object takeObject(ValueKind kind, StateSource source) {
        return kind.isObject() ? kind.takeObject(source) : null;
    }

    /** Whether there is no winner, or it has nothing. */
    boolean isNull() {
        return isEmpty || !present;
    }

    /** The word of what the winner has. */
    long word() {
        return word;
    }

    /** What the winner has, or null if it has nothing or there is none. */
    @Nullable
    Object value() {
        return isEmpty || !present ? null : valueKind.boxed(word, object);
    }
}
