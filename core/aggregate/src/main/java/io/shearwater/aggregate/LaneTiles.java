package io.shearwater.aggregate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The tile of a lane, or one for each value of the column that tells lanes apart. Not thread-safe. */
final class LaneTiles {
    /** What is kept of a lane without bounds in a tile above the events; of more the tile has to be opened. */
    static final int MOST_BYTES = 16 << 10;

    /** The only one of a lane without such a column. */
    static final String SINGLE = "";

    private final TileLayout.LaneLayout lane;
    private final List<ValueKind> kinds;
    private final LaneTile single;
    private final LaneTile scratch;
    private final Map<String, LaneTile> byValue = new TreeMap<>();

    LaneTiles(TileLayout.LaneLayout lane, List<ValueKind> kinds) {
        this.lane = lane;
        this.kinds = kinds;
        this.single = new LaneTile(lane, kinds);
        this.scratch = new LaneTile(lane, kinds);
    }

    boolean isSingle() {
        return lane.by() < 0;
    }

    LaneTile single() {
        return single;
    }

    LaneTile of(String value) {
        return isSingle() ? single : byValue.computeIfAbsent(value, name -> new LaneTile(lane, kinds));
    }

    void clear() {
        single.clear();
        byValue.clear();
    }

    /** Gives each value with its tile, none of them empty. */
    void forEach(BiConsumer<String, LaneTile> into) {
        if (!isSingle()) {
            byValue.forEach(into);
        } else if (single.count > 0) {
            into.accept(SINGLE, single);
        }
    }

    /** The next events of a block, as far as they count. */
    void add(EventBlock block, Events events, int from, int to) {
        if (isSingle() && lane.condition() < 0) {
            single.add(events, from, to);
            return;
        }
        for (int slot = from; slot < to; slot++) {
            add(block, events, slot);
        }
    }

    private void add(EventBlock block, Events events, int slot) {
        if (!block.passes(lane.condition(), slot)) {
            return;
        }
        if (isSingle()) {
            single.add(events, slot);
        } else {
            String value = block.text(lane.by(), slot);
            if (value != null) {
                of(value).add(events, slot);
            }
        }
    }

    void merge(LaneTiles later) {
        if (isSingle()) {
            single.merge(later.single);
        } else {
            later.byValue.forEach((value, tile) -> of(value).merge(tile));
        }
    }

    /** Writes with the length before it; nothing but a zero where that is too much. */
    void write(StateSink sink, StateSink own) {
        own.clear();
        if (isSingle()) {
            single.write(own);
        } else {
            own.putCount(byValue.size());
            byValue.forEach((value, tile) -> {
                own.putSized(value.getBytes(StandardCharsets.UTF_8));
                tile.write(own);
            });
        }
        if (!lane.isBounded() && own.size() > MOST_BYTES) {
            sink.putCount(0);
        } else {
            sink.putCount(own.size());
            sink.putAll(own);
        }
    }

    /** Takes in what was written, behind its length. */
    void merge(StateSource later) {
        if (isSingle()) {
            single.merge(later, scratch);
            return;
        }
        int size = later.takeSize();
        for (int i = 0; i < size; i++) {
            of(new String(later.takeSized(), StandardCharsets.UTF_8)).merge(later, scratch);
        }
    }
}
