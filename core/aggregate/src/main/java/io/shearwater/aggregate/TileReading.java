package io.shearwater.aggregate;

import io.shearwater.aggregate.TiledAggregates.Moment;
import io.shearwater.aggregate.TiledAggregates.Output;
import io.shearwater.aggregate.TiledAggregates.Slide;
import io.shearwater.aggregate.TiledAggregates.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions by {@link TiledAggregates}. Time is cut where windows begin and end; each piece is aggregated once, and windows
 * are put together of pieces. Not thread-safe.
 */
public final class TileReading {
    /** There is no such event. */
    public static final long NONE = Long.MIN_VALUE;

    private final TiledAggregates aggregates;
    private final List<Slide> slides;
    private final TileWalk walk;
    private final long[] begins;
    private final long[] ends;
    private final LaneTiles[] windows;
    private final int[] firstPieces;
    private final int[] lastPieces;
    private long latest;
    private long sequence;

    TileReading(TiledAggregates aggregates) {
        this.aggregates = aggregates;
        this.slides = aggregates.slides();
        this.walk = new TileWalk(aggregates.layout(), aggregates.lanes(), slides.size());
        this.begins = new long[slides.size()];
        this.ends = new long[slides.size()];
        this.windows = new LaneTiles[slides.size()];
        this.firstPieces = new int[slides.size()];
        this.lastPieces = new int[slides.size()];
    }

    /**
     * Reads what is there; false where rows are missing.
     *
     * @param isStrict whether the latest event is one that has ended before
     * @throws IndexOutOfBoundsException where rows are of another layout or cut off
     */
    public boolean read(TiledAggregates.Rows rows, Moment moment, boolean isStrict) {
        walk.begin(rows);
        long known = Math.min(moment.upTo(), Long.MAX_VALUE - 1) + 1;
        long over = Math.min(known, moment.over());
        for (int i = 0; i < begins.length; i++) {
            Slide slide = slides.get(i);
            ends[i] = Math.min(slide.isStrict() ? over : known, WindowBounds.behind(slide.window(), moment.to()));
            begins[i] = Math.min(ends[i], WindowBounds.begin(slide.window(), moment.to()));
            if (slide.isTimed()) {
                walk.cut(begins[i], ends[i]);
            }
        }
        walk.run();
        latest = walk.latestBefore(isStrict ? over : known);
        sequence = walk.sequence();
        for (int i = 0; i < windows.length; i++) {
            Slide slide = slides.get(i);
            windows[i] = slide.isTimed()
                    ? pieces(i, slide.lane())
                    : walk.backward(slide, ends[i], moment.to()).tiles();
        }
        return walk.isComplete();
    }

    /** A window of time, of its pieces and, where one that ends there was put together, of that. */
    private LaneTiles pieces(int window, int lane) {
        int from = walk.piece(begins[window]);
        int to = walk.piece(ends[window]);
        firstPieces[window] = from;
        lastPieces[window] = to;
        int known = -1;
        for (int i = 0; i < window; i++) {
            boolean isInside = slides.get(i).isTimed()
                    && slides.get(i).lane() == lane
                    && lastPieces[i] == to
                    && firstPieces[i] >= from
                    && firstPieces[i] < to;
            if (isInside && (known < 0 || firstPieces[i] < firstPieces[known])) {
                known = i;
            }
        }
        if (known >= 0 && firstPieces[known] == from) {
            return windows[known];
        }
        if (to - from == 1) {
            return walk.tiles(from, lane);
        }
        LaneTiles all = walk.empty(window, lane);
        int end = known < 0 ? to : firstPieces[known];
        for (int piece = from; piece < end; piece++) {
            all.merge(walk.tiles(piece, lane));
        }
        if (known >= 0) {
            all.merge(windows[known]);
        }
        return all;
    }

    /** The rows that have to be read before it can be answered. */
    public long[] missing() {
        return walk.missing();
    }

    /** Whether rows are not of one moment: they have to be read anew, from the first one on. */
    public boolean isTorn() {
        return walk.isTorn();
    }

    /** When the latest event happened, or {@link #NONE}. */
    public long latest() {
        return latest;
    }

    /** The newest sequence of a commit of the entity's events, or {@link #NONE}. */
    public long sequence() {
        return sequence;
    }

    /** The values of the aggregates, once all rows are there. */
    public List<@Nullable Object> values(Moment moment) {
        List<Output> outputs = aggregates.outputs();
        List<@Nullable Object> values = new ArrayList<>(outputs.size());
        for (Output output : outputs) {
            Object value = value(output.source(), moment.to());
            if (output.divisor() != null) {
                value = Ratios.of(value, value(output.divisor(), moment.to()));
            }
            if (value == null) {
                values.add(output.missing());
            } else {
                values.add(output.isPlain() ? value : TiledAggregates.column(output.field(), value));
            }
        }
        return values;
    }

    private @Nullable Object value(Source source, long time) {
        LaneTiles tiles = windows[source.slide()];
        if (tiles.isSingle()) {
            return source.answer().of(tiles.single().states[source.state()], time);
        }
        Map<String, @Nullable Object> values = new TreeMap<>();
        tiles.forEach((value, tile) -> values.put(value, source.answer().of(tile.states[source.state()], time)));
        return values;
    }
}
