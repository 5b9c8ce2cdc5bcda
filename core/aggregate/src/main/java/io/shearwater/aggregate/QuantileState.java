package io.shearwater.aggregate;

import io.shearwater.transform.QuantileSketch;

/** How finite numbers are spread, in buckets. */
final class QuantileState extends State {
    private final int column;
    private final QuantileSketch sketch = new QuantileSketch();

    QuantileState(int column) {
        this.column = column;
    }

    @Override
    void add(Events events, int slot) {
        Events.Values values = events.column(column);
        if (values.present[slot]) {
            sketch.add(values.kind.number(values.word(slot), values.object(slot)));
        }
    }

    @Override
    void remove(Events events, int slot) {
        Events.Values values = events.column(column);
        if (values.present[slot]) {
            sketch.remove(values.kind.number(values.word(slot), values.object(slot)));
        }
    }

    @Override
    void merge(State later) {
        sketch.merge(((QuantileState) later).sketch);
    }

    @Override
    void clear() {
        sketch.clear();
    }

    @Override
    void write(StateSink sink) {
        sink.putSized(sketch.count() == 0 ? new byte[0] : sketch.toBytes());
    }

    @Override
    void read(StateSource source) {
        sketch.clear();
        byte[] bytes = source.takeSized();
        if (bytes.length > 0) {
            sketch.merge(bytes);
        }
    }

    QuantileSketch sketch() {
        return sketch;
    }
}
