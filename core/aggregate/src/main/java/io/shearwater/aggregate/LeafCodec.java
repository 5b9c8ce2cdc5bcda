package io.shearwater.aggregate;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The events of a stretch that is not cut, in two rows: what readers compute of, and what identifies them. Not thread-safe. */
final class LeafCodec {
    private static final int ANY = 0;
    private static final int NUMBERS = 1;
    private static final int NUMBER_BYTES = 1 + Long.BYTES;

    private final TileLayout layout;
    private final EventBlock block;
    private final TileSummary summary;
    private final StateSink sink = new StateSink();

    LeafCodec(TileLayout layout) {
        this.layout = layout;
        this.block = new EventBlock(layout);
        this.summary = new TileSummary(layout);
    }

    /** The newest sequence of a commit. */
    long sequence(EventColumns events) {
        long newest = Long.MIN_VALUE;
        for (int row = 0; row < events.size(); row++) {
            newest = Math.max(newest, events.sequences[row]);
        }
        return newest;
    }

    /** What readers compute of; the states of a single block are not worth their bytes. */
    byte[] write(EventColumns events) {
        List<TileRow.Block> blocks = new ArrayList<>();
        boolean isSingle = events.size() <= ColumnCodec.BLOCK;
        for (int from = 0; from < events.size(); from += ColumnCodec.BLOCK) {
            int to = Math.min(events.size(), from + ColumnCodec.BLOCK);
            block.write(sink.clear(), events, from, to);
            byte[] data = sink.toBytes();
            byte[] states = isSingle ? new byte[0] : summary.of(block.over(events, from, to));
            blocks.add(new TileRow.Block(events.times[from], events.times[to - 1], to - from, states, data));
        }
        return TileRow.leaf(layout.hash(), sequence(events), blocks);
    }

    /** Sequences and identities, of keys that are one whole number as numbers. */
    byte[] writeIdentities(EventColumns events) {
        int count = events.size();
        sink.clear().putInt(TileRow.header(layout.hash()));
        sink.putCount(count);
        ColumnCodec.putNumbers(sink, events.sequences, count);
        long[] numbers = new long[count];
        boolean areNumbers = true;
        for (int i = 0; i < count && areNumbers; i++) {
            byte[] identity = events.identities[i];
            areNumbers = identity.length == NUMBER_BYTES && identity[0] == events.identities[0][0];
            numbers[i] = areNumbers ? ByteBuffer.wrap(identity).getLong(1) : 0;
        }
        if (areNumbers) {
            sink.putByte(NUMBERS);
            sink.putByte(events.identities[0][0]);
            ColumnCodec.putNumbers(sink, numbers, count);
        } else {
            sink.putByte(ANY);
            for (int i = 0; i < count; i++) {
                sink.putSized(events.identities[i]);
            }
        }
        return sink.toBytes();
    }

    /**
     * The events of both rows.
     *
     * @throws IndexOutOfBoundsException where they do not belong together
     */
    EventColumns read(TileRow leaf, byte[] identities) {
        EventColumns events = new EventColumns(layout);
        StateSource source = new StateSource();
        for (int i = 0; i < leaf.entries(); i++) {
            block.read(leaf.data(i, source), leaf.first(i), leaf.events(i), events);
        }
        source.over(identities, 0);
        int header = source.takeInt();
        int count = source.takeSize();
        if (header != TileRow.header(layout.hash()) || count != events.size()) {
            throw new IndexOutOfBoundsException(count + " identities of " + events.size() + " events");
        }
        ColumnCodec.takeNumbers(source, events.sequences, count);
        if (source.takeByte() == NUMBERS) {
            byte kind = (byte) source.takeByte();
            long[] numbers = new long[count];
            ColumnCodec.takeNumbers(source, numbers, count);
            for (int i = 0; i < count; i++) {
                events.identities[i] = ByteBuffer.allocate(NUMBER_BYTES)
                        .put(kind)
                        .putLong(numbers[i])
                        .array();
            }
        } else {
            for (int i = 0; i < count; i++) {
                events.identities[i] = source.takeSized();
            }
        }
        return events;
    }
}
