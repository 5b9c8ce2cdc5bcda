package io.shearwater.aggregate;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates of one entity at one time, from its events in order: what {@link AggregatedRows} answers for that time, by the
 * same steps. Immutable and thread-safe.
 */
public final class EntityAggregates {
    private final AggregateProgram program;
    private final Schema events;
    private final Schema answers;

    public EntityAggregates(AggregateProgram program) {
        this.program = program;
        this.answers = OrderedRows.answers(program);
        List<Field> fields = new ArrayList<>(List.of(OrderedRows.LOW, OrderedRows.HIGH));
        fields.addAll(program.inputs());
        for (int i = 0; i < program.conditions().size(); i++) {
            fields.add(new Field(OrderedRows.condition(i), DataType.BOOLEAN));
        }
        this.events = Schema.of(fields);
    }

    /** What events are made of: {@link OrderedRows#LOW}, {@link OrderedRows#HIGH}, inputs, the truth of each condition. */
    public Schema events() {
        return events;
    }

    /** The time before which no window that is asked at a time sees an event; not after that time. */
    public long earliest(long time) {
        return program.lanes().stream()
                .flatMap(lane -> lane.slides.stream())
                .mapToLong(slide -> WindowBounds.begin(slide.window(), time))
                .reduce(time, Math::min);
    }

    /**
     * The aggregates, in the order of the program.
     *
     * @param seen the events that are known at the time and that some window sees, by time, then in the order of the group; others
     *     do no harm if they are earlier
     * @param from the first microsecond of the time that is asked for
     * @param to its last one: later only where a day is asked for
     */
    public List<@Nullable Object> at(Frame seen, long from, long to) {
        KeyHistory history = new KeyHistory(program, false);
        EventFrame frame = new EventFrame(program, seen);
        long[] low = ((Column.Longs) seen.column(OrderedRows.LOW.name())).values();
        long[] high = ((Column.Longs) seen.column(OrderedRows.HIGH.name())).values();
        for (int row = 0; row < seen.rows(); row++) {
            history.append(low[row], high[row], frame, row);
        }
        FrameBuilder answer = new FrameBuilder(answers, 1);
        answer.column(0).appendLong(0);
        history.answer(from, to, answer, 1);
        Frame built = answer.build();
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 1; i < built.columns().size() - 1; i++) {
            values.add(built.column(i).value(0));
        }
        return values;
    }
}
