package io.shearwater.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Goes over the tiles of an entity in order, and aggregates each piece of time between cuts. Not thread-safe. */
final class TileWalk {
    private final TileLayout layout;
    private final boolean[] lanes;
    private final boolean isBounded;
    private final long[] cuts;
    private int cutCount;
    private final long[] covered;
    private int coveredCount;
    private final boolean[] isCovered;
    private final List<LaneTiles[]> pieces = new ArrayList<>();
    private final Map<Integer, LaneTiles> windows = new HashMap<>();
    private final EventBlock block;
    private final StateSource source = new StateSource();
    private TileRow root = new TileRow();
    private boolean hasRoot;
    private final Map<Long, TileRow> opened = new HashMap<>();
    private long[] missing = new long[4];
    private int missingCount;
    private boolean isTorn;
    private TiledAggregates.Rows rows = new TiledAggregates.Rows();

    /**
     * Over an entity after the other.
     *
     * @param lanes which are read
     * @param windows the greatest number of windows
     */
    TileWalk(TileLayout layout, boolean[] lanes, int windows) {
        this.layout = layout;
        this.lanes = lanes;
        this.cuts = new long[2 * windows + 2];
        this.covered = new long[2 * windows + 2];
        this.isCovered = new boolean[2 * windows + 2];
        this.block = new EventBlock(layout);
        boolean bounded = true;
        for (int i = 0; i < lanes.length; i++) {
            bounded &= !lanes[i] || layout.lanes().get(i).isBounded();
        }
        this.isBounded = bounded;
    }

    void begin(TiledAggregates.Rows newRows) {
        rows = newRows;
        cutCount = 0;
        coveredCount = 0;
        missingCount = 0;
        isTorn = false;
        opened.clear();
        hasRoot = rows.root().length > rows.start();
        if (hasRoot && !root.over(rows.root(), rows.start(), layout.hash())) {
            throw new IndexOutOfBoundsException("tiles of another layout");
        }
    }

    long sequence() {
        return hasRoot ? root.sequence() : TileReading.NONE;
    }

    // ---- cuts

    /** Time is cut where a window begins and where it ends, behind its last microsecond. */
    void cut(long from, long to) {
        if (from < to) {
            addCut(from);
            addCut(to);
            covered[coveredCount++] = from;
            covered[coveredCount++] = to;
        }
    }

    private void addCut(long time) {
        int at = cutCount;
        while (at > 0 && cuts[at - 1] > time) {
            at--;
        }
        if (at > 0 && cuts[at - 1] == time) {
            return;
        }
        System.arraycopy(cuts, at, cuts, at + 1, cutCount - at);
        cuts[at] = time;
        cutCount++;
    }

    /** The number of the piece that begins at a cut. */
    int piece(long cut) {
        int at = Arrays.binarySearch(cuts, 0, cutCount, cut);
        return at < 0 ? 0 : at;
    }

    /** What a piece has of a lane. */
    LaneTiles tiles(int piece, int lane) {
        return pieces.get(piece)[lane];
    }

    /** Tiles of a window to be put together. */
    LaneTiles empty(int window, int lane) {
        LaneTiles tiles = windows.computeIfAbsent(
                window, number -> new LaneTiles(layout.lanes().get(lane), layout.kinds()));
        tiles.clear();
        return tiles;
    }

    // ---- forward

    /** Aggregates every piece that a window covers. */
    void run() {
        for (int piece = 0; piece < Math.max(1, cutCount); piece++) {
            if (piece == pieces.size()) {
                pieces.add(layout.lanes().stream()
                        .map(lane -> new LaneTiles(lane, layout.kinds()))
                        .toArray(LaneTiles[]::new));
            }
            for (LaneTiles tiles : pieces.get(piece)) {
                tiles.clear();
            }
            isCovered[Math.min(piece, isCovered.length - 1)] = isCovered(piece);
        }
        if (hasRoot && cutCount > 0) {
            run(root);
        }
    }

    private boolean isCovered(int piece) {
        for (int i = 0; i < coveredCount && piece < cutCount; i += 2) {
            if (covered[i] <= cuts[piece] && cuts[piece] < covered[i + 1]) {
                return true;
            }
        }
        return false;
    }

    private void run(TileRow row) {
        int piece = 0;
        long begin = cuts[0];
        long end = cuts[cutCount - 1];
        for (int i = 0; i < row.entries(); i++) {
            long first = row.first(i);
            if (first >= end) {
                return;
            }
            long newest = row.newest(i);
            if (newest < begin) {
                continue;
            }
            while (first >= cuts[piece + 1]) {
                piece++;
            }
            boolean isWithin = first >= begin && newest < cuts[piece + 1];
            if (isWithin && !isCovered[piece]) {
                continue;
            }
            if (isWithin && hasSummary(row, i)) {
                if (missingCount == 0) {
                    merge(row, i, pieces.get(piece));
                }
            } else if (row.isLeaf()) {
                if (missingCount == 0) {
                    add(row, i);
                }
            } else {
                TileRow part = open(row, i);
                if (part != null) {
                    run(part);
                }
            }
        }
    }

    /** Whether all lanes that are read are kept of a tile. */
    private boolean hasSummary(TileRow row, int entry) {
        if (!row.hasSummary(entry)) {
            return false;
        }
        if (isBounded) {
            return true;
        }
        row.summary(entry, source);
        for (boolean isRead : lanes) {
            int length = source.takeSize();
            if (isRead && length == 0) {
                return false;
            }
            source.skip(length);
        }
        return true;
    }

    private void merge(TileRow row, int entry, LaneTiles[] into) {
        row.summary(entry, source);
        for (int lane = 0; lane < lanes.length; lane++) {
            int length = source.takeSize();
            if (lanes[lane]) {
                into[lane].merge(source);
            } else {
                source.skip(length);
            }
        }
    }

    /** Adds the events of a block one by one. */
    private void add(TileRow row, int entry) {
        block.read(row.data(entry, source), row.first(entry), row.events(entry));
        int from = 0;
        while (from < block.size() && block.times[from] < cuts[0]) {
            from++;
        }
        for (int piece = 0; piece + 1 < cutCount && from < block.size(); piece++) {
            int to = from;
            while (to < block.size() && block.times[to] < cuts[piece + 1]) {
                to++;
            }
            if (to > from && isCovered[piece]) {
                LaneTiles[] into = pieces.get(piece);
                for (int lane = 0; lane < lanes.length; lane++) {
                    if (lanes[lane]) {
                        into[lane].add(block, block.events(lane), from, to);
                    }
                }
            }
            from = to;
        }
    }

    /** The row of a part; null where it was not read. */
    private @Nullable TileRow open(TileRow row, int entry) {
        long id = row.partId(entry);
        TileRow known = opened.get(id);
        if (known != null) {
            return known;
        }
        byte[] bytes = rows.other(id);
        if (bytes == null) {
            addMissing(id);
            return null;
        }
        TileRow part = new TileRow();
        if (bytes.length == 0 || !part.over(bytes, 0, layout.hash()) || part.stamp() != row.partStamp(entry)) {
            isTorn = true;
            missingCount = Math.max(1, missingCount);
            return null;
        }
        opened.put(id, part);
        return part;
    }

    private void addMissing(long id) {
        for (int i = 0; i < missingCount; i++) {
            if (missing[i] == id) {
                return;
            }
        }
        if (missingCount == missing.length) {
            missing = Arrays.copyOf(missing, 2 * missingCount);
        }
        missing[missingCount++] = id;
    }

    boolean isComplete() {
        return missingCount == 0;
    }

    boolean isTorn() {
        return isTorn;
    }

    long[] missing() {
        return Arrays.copyOf(missing, missingCount);
    }

    // ---- backward

    /** When the last event before a time happened. */
    long latestBefore(long end) {
        return hasRoot ? latestBefore(root, end) : TileReading.NONE;
    }

    private long latestBefore(TileRow row, long end) {
        for (int i = row.entries() - 1; i >= 0; i--) {
            if (row.first(i) >= end) {
                continue;
            }
            if (row.newest(i) < end) {
                return row.newest(i);
            }
            if (row.isLeaf()) {
                block.read(row.data(i, source), row.first(i), row.events(i));
                int slot = block.size() - 1;
                while (block.times[slot] >= end) {
                    slot--;
                }
                return block.times[slot];
            }
            TileRow part = open(row, i);
            return part == null ? TileReading.NONE : latestBefore(part, end);
        }
        return TileReading.NONE;
    }

    /**
     * Takes the events of a window that begins where they say.
     *
     * @param end microseconds: it sees only events before
     * @param time when it is asked
     */
    BackwardWindow backward(TiledAggregates.Slide slide, long end, long time) {
        BackwardWindow window = new BackwardWindow(layout, slide, time);
        if (hasRoot) {
            backward(root, window, end);
        }
        return window;
    }

    /** Goes back; false where it cannot go on or needs not. */
    private boolean backward(TileRow row, BackwardWindow window, long end) {
        for (int i = row.entries() - 1; i >= 0; i--) {
            if (row.first(i) >= end) {
                continue;
            }
            if (window.isDone()) {
                return false;
            }
            boolean isTaken = row.newest(i) < end && row.hasSummary(i) && window.take(row.summary(i, source));
            if (isTaken) {
                continue;
            }
            if (row.isLeaf()) {
                window.take(block.read(row.data(i, source), row.first(i), row.events(i)), end);
                continue;
            }
            TileRow part = open(row, i);
            if (part == null || !backward(part, window, end)) {
                return false;
            }
        }
        return true;
    }
}
