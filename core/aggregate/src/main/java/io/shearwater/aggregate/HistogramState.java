package io.shearwater.aggregate;

import java.util.Arrays;

/** How many numbers lie between bounds. */
final class HistogramState extends State {
    private final int column;
    private final double[] bounds;
    final long[] counts;
    long count;

    HistogramState(int column, double[] bounds) {
        this.column = column;
        this.bounds = bounds;
        this.counts = new long[bounds.length + 1];
    }

    @Override
    void add(Events events, int slot) {
        count(events, slot, 1);
    }

    @Override
    void remove(Events events, int slot) {
        count(events, slot, -1);
    }

    private void count(Events events, int slot, int times) {
        Events.Values values = events.column(column);
        if (values.present[slot]) {
            // Adding zero makes one of the two zeros, which a search tells apart.
            double number = values.kind.number(values.word(slot), values.object(slot)) + 0.0;
            int found = Arrays.binarySearch(bounds, number);
            counts[found >= 0 ? found + 1 : -found - 1] += times;
            count += times;
        }
    }

    @Override
    void merge(State later) {
        HistogramState other = (HistogramState) later;
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
    }

    @Override
    void clear() {
        Arrays.fill(counts, 0);
        count = 0;
    }

    @Override
    void write(StateSink sink) {
        for (long counted : counts) {
            sink.putCount(counted);
        }
    }

    @Override
    void read(StateSource source) {
        count = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = source.takeCount();
            count += counts[i];
        }
    }
}
