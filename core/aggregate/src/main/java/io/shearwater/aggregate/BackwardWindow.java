package io.shearwater.aggregate;

import io.shearwater.model.AggregationWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session, or the latest events, put together from its end on, for each value that tells lanes apart. Not thread-safe. */
final class BackwardWindow {
    /** What was taken of one value so far: the latest tile first. */
    private static final class Taken {
        private final List<LaneTile> tiles = new ArrayList<>();
        private long left;
        private long earliest;
        private boolean isDone;
    }

    private final TileLayout layout;
    private final TileLayout.LaneLayout lane;
    private final int number;
    private final long most;
    private final long gap;
    private final long time;
    private final Map<String, Taken> taken = new HashMap<>();

    /**
     * Of no events yet.
     *
     * @param time when it is asked: a session that ended a gap before is over
     */
    BackwardWindow(TileLayout layout, TiledAggregates.Slide slide, long time) {
        this.layout = layout;
        this.number = slide.lane();
        this.lane = layout.lanes().get(number);
        this.most = slide.window() instanceof AggregationWindow.LatestEvents latest ? latest.events() : Long.MAX_VALUE;
        this.gap = slide.window() instanceof AggregationWindow.Session session
                ? WindowBounds.micros(session.gap())
                : Long.MAX_VALUE;
        this.time = time;
    }

    private Taken of(String value) {
        return taken.computeIfAbsent(value, name -> {
            Taken nothing = new Taken();
            nothing.left = most;
            nothing.earliest = time;
            return nothing;
        });
    }

    /** Whether nothing earlier is needed. */
    boolean isDone() {
        return lane.by() < 0
                && taken.values().stream().findFirst().map(own -> own.isDone).orElse(false);
    }

    private LaneTiles empty() {
        return new LaneTiles(lane, layout.kinds());
    }

    /** Takes a whole tile that comes before what was taken; false where only some of its events belong to the window. */
    boolean take(StateSource summary) {
        for (int i = 0; i < number; i++) {
            summary.skip(summary.takeSize());
        }
        if (summary.takeSize() == 0) {
            return false;
        }
        LaneTiles tiles = empty();
        tiles.merge(summary);
        boolean[] isWhole = {true};
        tiles.forEach((value, tile) -> {
            Taken own = of(value);
            boolean isOver = own.isDone || isApart(own, tile.newest);
            isWhole[0] &= isOver || (tile.count <= own.left && tile.gap <= gap);
        });
        if (isWhole[0]) {
            tiles.forEach(this::append);
        }
        return isWhole[0];
    }

    private boolean isApart(Taken own, long newest) {
        return lane.isParted() && gap < Long.MAX_VALUE && own.earliest - newest > gap;
    }

    private void append(String value, LaneTile tile) {
        Taken own = of(value);
        if (own.isDone || isApart(own, tile.newest)) {
            own.isDone = true;
            return;
        }
        own.tiles.add(tile);
        own.left -= tile.count;
        own.earliest = tile.first;
        own.isDone = own.left == 0;
    }

    /** Takes the events of a block before a time that belong to the window. */
    void take(EventBlock block, long end) {
        Map<String, Integer> begins = new HashMap<>();
        for (int slot = block.size() - 1; slot >= 0; slot--) {
            String value = block.times[slot] < end ? value(block, slot) : null;
            if (value == null) {
                continue;
            }
            Taken own = of(value);
            if (!own.isDone && isApart(own, block.times[slot])) {
                own.isDone = true;
            }
            if (!own.isDone) {
                begins.put(value, slot);
                own.left--;
                own.earliest = block.times[slot];
                own.isDone = own.left == 0;
            }
        }
        begins.forEach((value, begin) -> {
            LaneTile tile = new LaneTile(lane, layout.kinds());
            for (int slot = begin; slot < block.size() && block.times[slot] < end; slot++) {
                if (value.equals(value(block, slot))) {
                    tile.add(block.events(number), slot);
                }
            }
            of(value).tiles.add(tile);
        });
    }

    private @Nullable String value(EventBlock block, int slot) {
        if (!block.passes(lane.condition(), slot)) {
            return null;
        }
        return lane.by() < 0 ? LaneTiles.SINGLE : block.text(lane.by(), slot);
    }

    /** What was taken. */
    LaneTiles tiles() {
        LaneTiles tiles = empty();
        taken.forEach((value, own) -> own.tiles.reversed().forEach(tile -> {
            if (tile.count > 0) {
                tiles.of(value).merge(tile);
            }
        }));
        return tiles;
    }
}
