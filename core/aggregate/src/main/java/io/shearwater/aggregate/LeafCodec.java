package io.shearwater.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of a stretch that is not cut, in two rows: what readers compute of, and what identifies them. Not thread-safe. */
final class LeafCodec {
    private final TileLayout layout;
    private final EventBlock block;
    private final TileSummary summary;
    private final StateSink sink = new StateSink();

    LeafCodec(TileLayout layout) {
        this.layout = layout;
        this.block = new EventBlock(layout);
        this.summary = new TileSummary(layout);
    }

    /**
     * A leaf, written.
     *
     * @param row what readers compute of
     * @param identities what identifies its events
     * @param summary the states of all of them
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Leaf(byte[] row, byte[] identities, long first, long newest, TileRow.Totals totals, byte[] summary) {}

    /** Writes events in order; the states of a single block are not worth their bytes. */
    Leaf write(EventColumns events) {
        List<TileRow.Block> blocks = new ArrayList<>();
        addBlocks(events, blocks);
        return leaf(blocks, new Identities(events));
    }

    /**
     * Writes a leaf with events behind its own, of which all blocks but the last stay as they are.
     *
     * @param more each once, in order
     * @return null where the leaf has to be written anew
     */
    @Nullable
    Leaf append(TileRow leaf, byte[] identities, EventColumns more) {
        int last = leaf.entries() - 1;
        if (last < 1 || more.times[0] <= leaf.newest(last)) {
            return null;
        }
        int count = 0;
        List<TileRow.Block> blocks = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            count += leaf.events(i);
            blocks.add(leaf.block(i));
        }
        if (count + more.size() > EventTree.MOST) {
            return null;
        }
        EventColumns behind = more;
        if (leaf.events(last) < ColumnCodec.BLOCK) {
            behind = new EventColumns(layout);
            block.read(leaf.data(last, new StateSource()), leaf.first(last), leaf.events(last), behind);
            for (int row = 0; row < more.size(); row++) {
                behind.append(more, row);
            }
            blocks.removeLast();
        }
        addBlocks(behind, blocks);
        Identities all = new Identities(identities, count, layout.hash());
        return leaf(blocks, all.with(new Identities(more)));
    }

    private void addBlocks(EventColumns events, List<TileRow.Block> into) {
        for (int from = 0; from < events.size(); from += ColumnCodec.BLOCK) {
            int to = Math.min(events.size(), from + ColumnCodec.BLOCK);
            block.write(sink.clear(), events, from, to);
            byte[] data = sink.toBytes();
            byte[] states = summary.of(block.over(events, from, to));
            into.add(new TileRow.Block(events.times[from], events.times[to - 1], to - from, states, data));
        }
    }

    private Leaf leaf(List<TileRow.Block> blocks, Identities identities) {
        int events = blocks.stream().mapToInt(TileRow.Block::events).sum();
        long sequence = identities.newest();
        return new Leaf(
                TileRow.leaf(layout.hash(), sequence, blocks),
                identities.write(sink.clear(), layout.hash()),
                blocks.getFirst().first(),
                blocks.getLast().newest(),
                new TileRow.Totals(events, sequence),
                summary.of(blocks.stream().map(TileRow.Block::summary).toList()));
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
        new Identities(identities, events.size(), layout.hash()).giveTo(events);
        return events;
    }
}
