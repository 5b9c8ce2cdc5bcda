package io.shearwater.aggregate;

import io.shearwater.model.Aggregate;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.FrameBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers questions about one key after the other, in order of time, while its events come in. Not thread-safe. */
final class KeyHistory {
    private final AggregateProgram program;
    private final List<LaneGroup> lanes;
    private final boolean isStrict;
    private boolean hasEvents;
    private long firstEnd;

    /**
     * Of a program.
     *
     * @param isStrict whether an event at exactly the time that is asked for is not seen by any aggregate
     */
    KeyHistory(AggregateProgram program, boolean isStrict) {
        this(program, isStrict, EventPool.unbounded());
    }

    /** As before, with the memory of its events bounded by a pool. */
    KeyHistory(AggregateProgram program, boolean isStrict, EventPool pool) {
        this.program = program;
        this.lanes = LaneGroup.of(program, pool);
        this.isStrict = isStrict;
    }

    /**
     * The next event.
     *
     * @param time when it happened, microseconds
     * @param end until when it goes on and is not known
     * @param passed for each lane whether the event counts, and the columns that it reads
     */
    void append(long time, long end, EventFrame passed, int row) {
        if (!hasEvents) {
            hasEvents = true;
            firstEnd = end;
        }
        for (int lane = 0; lane < lanes.size(); lane++) {
            if (passed.counts(lane, row)) {
                lanes.get(lane).append(time, end, passed.source(lane), row);
            }
        }
    }

    /** Appends what is asked at a time from a column of a builder on: the aggregates, then whether there was any event. */
    void answer(long low, long high, FrameBuilder into, int column) {
        lanes.forEach(lane -> lane.moveTo(low, high));
        int at = column;
        for (AggregateProgram.Output output : program.outputs()) {
            append(output, high, into.column(at++));
        }
        into.column(at).appendBoolean(hasEvents && (!isStrict || firstEnd < low));
        lanes.forEach(LaneGroup::release);
    }

    private void append(AggregateProgram.Output output, long time, ColumnBuilder into) {
        AggregateProgram.Place place = output.place();
        Lane lane = lanes.get(place.lane()).single();
        if (lane == null || output.divisor().isPresent()) {
            into.append(value(output, time));
            return;
        }
        if (!place.answer().append(lane.state(place.slide(), place.state()), time, into)) {
            into.append(output.aggregate().whenMissing().orElse(null));
        }
    }

    private @Nullable Object value(AggregateProgram.Output output, long time) {
        Object value = read(output.place(), time);
        if (output.divisor().isPresent()) {
            value = Ratios.of(value, read(output.divisor().orElseThrow(), time));
        }
        Aggregate aggregate = output.aggregate();
        return value == null ? aggregate.whenMissing().orElse(null) : value;
    }

    private @Nullable Object read(AggregateProgram.Place place, long time) {
        return lanes.get(place.lane())
                .value(place.slide(), (lane, slide) -> place.answer().of(lane.state(slide, place.state()), time));
    }

    /** Forgets everything, for the next key. */
    void clear() {
        hasEvents = false;
        lanes.forEach(LaneGroup::clear);
    }
}
