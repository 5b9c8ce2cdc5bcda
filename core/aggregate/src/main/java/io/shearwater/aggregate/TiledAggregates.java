package io.shearwater.aggregate;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates of one entity at one time, put together of the tiles that an {@link EventTree} keeps: whole tiles inside of
 * windows, events only where a window begins or ends. What {@link AggregatedRows} answers for that time. Immutable and thread-safe.
 */
public final class TiledAggregates {
    /**
     * What is asked for.
     *
     * @param from its first microsecond
     * @param to its last one: later only where a day is asked for
     * @param upTo microseconds: later events are not known
     * @param over microseconds: what happened before has ended before {@code from}
     */
    public record Moment(long from, long to, long upTo, long over) {}

    /** The rows of an entity, as far as they were read. */
    public static final class Rows {
        private byte[] root = new byte[0];
        private int start;
        private final Map<Long, byte[]> others = new HashMap<>(0);

        /** The row at {@link #ROOT}, from a place on. */
        public void root(byte[] bytes, int from) {
            root = bytes;
            start = from;
        }

        /** A row that was missing. */
        public void put(long id, byte[] bytes) {
            others.put(id, bytes);
        }

        /** Whether one of these rows, but for that at {@link #ROOT}, was not put here. */
        public boolean isLacking(long[] ids) {
            for (long id : ids) {
                if (id != ROOT && !others.containsKey(id)) {
                    return true;
                }
            }
            return false;
        }

        byte[] root() {
            return root;
        }

        int start() {
            return start;
        }

        byte @Nullable [] other(long id) {
            return others.get(id);
        }
    }

    /** Where the row lies with which reading begins. */
    public static final long ROOT = Stretch.ROOT;

    /** A window whose states some aggregate reads, and from which of the kept states it reads its own. */
    record Slide(int lane, AggregationWindow window, boolean isStrict, List<Integer> states) {
        /** Whether its ends follow from the time alone. */
        boolean isTimed() {
            return !(window instanceof AggregationWindow.Session || window instanceof AggregationWindow.LatestEvents);
        }
    }

    /** Where a value is read. */
    record Source(int slide, int state, Answer answer) {}

    /** A value that is asked for. */
    record Output(
            Field field,
            Source source,
            @Nullable Source divisor,
            @Nullable Object missing,
            boolean isPlain) {}

    private final TileLayout layout;
    private final List<Slide> slides = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final boolean[] lanes;

    /**
     * Compiles.
     *
     * @param wanted some of the layout's aggregates, perhaps without the current event
     */
    public TiledAggregates(TileLayout layout, List<Aggregate> wanted) {
        this.layout = layout;
        this.lanes = new boolean[layout.lanes().size()];
        AggregateProgram program = layout.program(wanted);
        for (AggregateProgram.Output output : program.outputs()) {
            outputs.add(new Output(
                    output.field(),
                    source(program, output.place()),
                    output.divisor().map(place -> source(program, place)).orElse(null),
                    output.aggregate()
                            .whenMissing()
                            .map(value -> column(output.field(), value))
                            .orElse(null),
                    isPlain(output.field().type())));
        }
    }

    private Source source(AggregateProgram program, AggregateProgram.Place place) {
        LanePlan.SlidePlan plan = program.lanes().get(place.lane()).slides.get(place.slide());
        List<StateSpec> kept = layout.lanes().get(place.lane()).specs();
        Slide slide = new Slide(
                place.lane(),
                plan.window(),
                plan.current() != Aggregate.Current.INCLUDED,
                plan.states().stream().map(spec -> TileLayout.index(kept, spec)).toList());
        if (!slides.contains(slide)) {
            slides.add(slide);
        }
        lanes[place.lane()] = true;
        return new Source(slides.indexOf(slide), slide.states().get(place.state()), place.answer());
    }

    /** A value as a column of the type gives it. */
    static Object column(Field field, Object value) {
        ColumnBuilder column = ColumnBuilder.of(field.name(), field.type(), 1);
        column.append(value);
        return column.build().valueAt(0);
    }

    private static boolean isPlain(DataType type) {
        return switch (type) {
            case DataType.LongType t -> true;
            case DataType.DoubleType t -> true;
            case DataType.StringType t -> true;
            default -> false;
        };
    }

    /** For people: how a window is put together, and why. */
    public static String explain(AggregationWindow window) {
        return switch (window) {
            case AggregationWindow.Session w ->
                "from its end back, whole stretches up to one with a longer gap, since only they tell where it begins";
            case AggregationWindow.LatestEvents w ->
                "from its end back, whole stretches while they have no more events, since only they tell where it begins";
            case AggregationWindow.Lifetime w -> "states of whole stretches, and events where it ends";
            default ->
                "states of whole stretches between the ends of this and other windows, and events at its ends, since no "
                        + "state can be divided";
        };
    }

    /** A new reading, for one question after the other. */
    public TileReading reading() {
        return new TileReading(this);
    }

    TileLayout layout() {
        return layout;
    }

    List<Slide> slides() {
        return slides;
    }

    List<Output> outputs() {
        return outputs;
    }

    /** For each lane whether it is read. */
    boolean[] lanes() {
        return Arrays.copyOf(lanes, lanes.length);
    }
}
