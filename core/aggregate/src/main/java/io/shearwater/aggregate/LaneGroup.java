package io.shearwater.aggregate;

import io.shearwater.model.Column;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The lanes of one condition for one key: a single one, or one for each value of a column. Not thread-safe. */
final class LaneGroup {
    /** How many questions pass before lanes that see nothing any more are looked for. */
    private static final int SWEEP = 1024;

    private final LanePlan plan;
    private final EventPool pool;
    private final @Nullable Lane single;
    private final Map<String, Lane> byValue = new TreeMap<>();
    private int questions;

    LaneGroup(LanePlan plan, EventPool pool) {
        this.plan = plan;
        this.pool = pool;
        this.single = plan.by.isEmpty() ? new Lane(plan, pool) : null;
    }

    void append(long time, long end, RowSource source, int row) {
        if (single != null) {
            single.append(time, end, source, row);
            return;
        }
        // The column that tells lanes apart is the first that the lane reads.
        Column by = source.columns().getFirst();
        if (!by.isNull(row)) {
            String value = String.valueOf(by.valueAt(row));
            byValue.computeIfAbsent(value, name -> new Lane(plan, pool)).append(time, end, source, row);
        }
    }

    void moveTo(long low, long high) {
        if (single != null) {
            single.moveTo(low, high);
        } else {
            byValue.values().forEach(lane -> lane.moveTo(low, high));
        }
    }

    void release() {
        if (single != null) {
            single.release();
            return;
        }
        byValue.values().forEach(Lane::release);
        if (++questions % SWEEP == 0) {
            byValue.values().removeIf(lane -> {
                if (lane.isSpent()) {
                    lane.free();
                    return true;
                }
                return false;
            });
        }
    }

    /** The one lane; null where there is one for each value of a column. */
    @Nullable
    Lane single() {
        return single;
    }

    /** The value of a lane's state, or a map of them by the values that have an event in the window. */
    @Nullable
    Object value(int slide, BiFunction<Lane, Integer, @Nullable Object> answer) {
        if (single != null) {
            return answer.apply(single, slide);
        }
        Map<String, @Nullable Object> values = new TreeMap<>();
        byValue.forEach((name, lane) -> {
            if (!lane.isEmpty(slide)) {
                values.put(name, answer.apply(lane, slide));
            }
        });
        return values;
    }

    void clear() {
        if (single != null) {
            single.clear();
        }
        byValue.values().forEach(Lane::free);
        byValue.clear();
        questions = 0;
    }

    static List<LaneGroup> of(AggregateProgram program, EventPool pool) {
        return program.lanes().stream().map(lane -> new LaneGroup(lane, pool)).toList();
    }
}
