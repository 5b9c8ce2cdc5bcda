package io.shearwater.aggregate;

/** How many events there are, or have a value in a column. */
final class CountState extends State {
    /** Counts events whatever their values. */
    static final int ANY = -1;

    private final int column;
    long count;

    CountState(int column) {
        this.column = column;
    }

    @Override
    void add(Events events, int slot) {
        if (column == ANY || events.column(column).present[slot]) {
            count++;
        }
    }

    @Override
    void add(Events events, int from, int to) {
        if (column == ANY) {
            count += to - from;
            return;
        }
        boolean[] present = events.column(column).present;
        for (int slot = from; slot < to; slot++) {
            count += present[slot] ? 1 : 0;
        }
    }

    @Override
    void remove(Events events, int slot) {
        if (column == ANY || events.column(column).present[slot]) {
            count--;
        }
    }

    @Override
    void merge(State later) {
        count += ((CountState) later).count;
    }

    @Override
    void clear() {
        count = 0;
    }

    @Override
    void write(StateSink sink) {
        sink.putCount(count);
    }

    @Override
    void read(StateSource source) {
        count = source.takeCount();
    }
}
