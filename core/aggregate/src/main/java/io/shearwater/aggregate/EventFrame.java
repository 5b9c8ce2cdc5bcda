package io.shearwater.aggregate;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a frame as events: which columns each lane reads of them, and for which lanes they count. */
final class EventFrame {
    private final List<RowSource> sources = new ArrayList<>();
    private final List<Column.@Nullable Booleans> passed = new ArrayList<>();

    /** Over a frame with the columns that lanes read by name, and the truth of each condition as {@link #condition}. */
    EventFrame(AggregateProgram program, Frame frame) {
        for (LanePlan lane : program.lanes()) {
            sources.add(new RowSource(
                    lane.columns.names().stream().map(frame::column).toList()));
            int condition = program.conditions().indexOf(lane.where);
            passed.add(condition < 0 ? null : (Column.Booleans) frame.column(condition(condition)));
        }
    }

    /** The name of the column that tells whether rows pass a condition. */
    static String condition(int index) {
        return "_passed_" + index;
    }

    boolean counts(int lane, int row) {
        Column.Booleans condition = passed.get(lane);
        return condition == null || (!condition.isNull(row) && condition.values()[row]);
    }

    RowSource source(int lane) {
        return sources.get(lane);
    }
}
