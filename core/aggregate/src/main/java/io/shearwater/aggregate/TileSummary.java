package io.shearwater.aggregate;

import java.util.Arrays;
import java.util.List;

/** The states of a tile, lane by lane, made of its events or of the tiles in it. Not thread-safe. */
final class TileSummary {
    private final List<LaneTiles> lanes;
    private final StateSink sink = new StateSink();
    private final StateSink own = new StateSink();
    private final StateSource source = new StateSource();
    private final boolean[] isLost;

    TileSummary(TileLayout layout) {
        this.lanes = layout.lanes().stream()
                .map(lane -> new LaneTiles(lane, layout.kinds()))
                .toList();
        this.isLost = new boolean[lanes.size()];
    }

    /** Of a block of events. */
    byte[] of(EventBlock events) {
        clear();
        add(events);
        return written();
    }

    /** Of what parts keep, in order; nothing of a lane of which some part keeps nothing. */
    byte[] of(List<byte[]> parts) {
        clear();
        for (byte[] part : parts) {
            source.over(part, 0);
            for (int lane = 0; lane < lanes.size(); lane++) {
                int length = source.takeSize();
                int end = source.at() + length;
                if (length == 0) {
                    isLost[lane] = true;
                } else if (!isLost[lane]) {
                    lanes.get(lane).merge(source);
                }
                source.skip(end - source.at());
            }
        }
        return written();
    }

    private void clear() {
        lanes.forEach(LaneTiles::clear);
        Arrays.fill(isLost, false);
    }

    private void add(EventBlock events) {
        for (int lane = 0; lane < lanes.size(); lane++) {
            lanes.get(lane).add(events, events.events(lane), 0, events.size());
        }
    }

    private byte[] written() {
        sink.clear();
        for (int lane = 0; lane < lanes.size(); lane++) {
            if (isLost[lane]) {
                sink.putCount(0);
            } else {
                lanes.get(lane).write(sink, own);
            }
        }
        return sink.toBytes();
    }
}
