package io.shearwater.aggregate;

import org.jspecify.annotations.Nullable;

/** The events of one block as they are read: filled again for each. Not thread-safe. */
final class EventBlock {
    final long[] times = new long[ColumnCodec.BLOCK];
    private final Events.Values[] inputs;
    private final int[] passed;
    private final Events[] lanes;
    private final ColumnCodec codec = new ColumnCodec();
    private int size;

    EventBlock(TileLayout layout) {
        this.inputs = layout.kinds().stream()
                .map(kind -> new Events.Values(kind, ColumnCodec.BLOCK))
                .toArray(Events.Values[]::new);
        this.passed = new int[layout.conditions().size()];
        this.lanes = layout.lanes().stream()
                .map(lane -> new Events(
                        lane.columns().stream().map(input -> inputs[input]).toArray(Events.Values[]::new), times))
                .toArray(Events[]::new);
    }

    int size() {
        return size;
    }

    /** The events as a lane reads them. */
    Events events(int lane) {
        return lanes[lane];
    }

    boolean passes(int condition, int slot) {
        return condition < 0 || (passed[condition] >>> slot & 1) != 0;
    }

    /** The value of an input as text; null where there is none. */
    @Nullable
    String text(int input, int slot) {
        Events.Values values = inputs[input];
        return values.present[slot] ? String.valueOf(values.kind.boxed(values.word(slot), values.object(slot))) : null;
    }

    /** Becomes events of columns. */
    EventBlock over(EventColumns events, int from, int to) {
        size = to - from;
        System.arraycopy(events.times, from, times, 0, size);
        for (int i = 0; i < inputs.length; i++) {
            for (int slot = 0; slot < size; slot++) {
                inputs[i].set(slot, events.inputs[i], from + slot);
            }
        }
        for (int i = 0; i < passed.length; i++) {
            passed[i] = 0;
            for (int slot = 0; slot < size; slot++) {
                passed[i] |= events.passed[i][from + slot] ? 1 << slot : 0;
            }
        }
        return this;
    }

    /** Writes events; what identifies them lies elsewhere. */
    void write(StateSink sink, EventColumns events, int from, int to) {
        int count = to - from;
        codec.putTimes(sink, events.times, from, count);
        long[] lasting = new long[count];
        for (int i = 0; i < count; i++) {
            lasting[i] = events.ends[from + i] - events.times[from + i];
        }
        ColumnCodec.putNumbers(sink, lasting, count);
        for (boolean[] condition : events.passed) {
            ColumnCodec.putBits(sink, condition, from, count);
        }
        for (Events.Values input : events.inputs) {
            codec.putColumn(sink, input, from, count);
        }
    }

    /** Becomes what was written. */
    EventBlock read(StateSource source, long first, int count) {
        readTimes(source, first, count);
        // Until when events go on is not asked: that is a bound of their times.
        source.takeSigned();
        source.skip(StateSource.packedBytes(count, source.takeByte()));
        readValues(source);
        return this;
    }

    private void readTimes(StateSource source, long first, int count) {
        size = count;
        codec.takeTimes(source, first, times, count);
    }

    private void readValues(StateSource source) {
        for (int i = 0; i < passed.length; i++) {
            passed[i] = source.takeInt();
        }
        for (Events.Values input : inputs) {
            codec.takeColumn(source, input, size);
        }
    }

    /** Appends what was written to columns, which lack sequences and identities. */
    void read(StateSource source, long first, int count, EventColumns into) {
        readTimes(source, first, count);
        long[] lasting = new long[count];
        ColumnCodec.takeNumbers(source, lasting, count);
        readValues(source);
        int from = into.size();
        into.fill(from + count);
        for (int slot = 0; slot < count; slot++) {
            into.times[from + slot] = times[slot];
            into.ends[from + slot] = times[slot] + lasting[slot];
            for (int i = 0; i < inputs.length; i++) {
                into.inputs[i].set(from + slot, inputs[i], slot);
            }
            for (int i = 0; i < passed.length; i++) {
                into.passed[i][from + slot] = passes(i, slot);
            }
        }
    }
}
