package io.shearwater.aggregate;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.Field;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is kept of the events of aggregates: their values by column, and of each tile the states that windows of any length are put
 * together of. Immutable and thread-safe.
 */
public final class TileLayout {
    /**
     * What is kept of the events of one condition.
     *
     * @param condition its number, or -1 where all events count
     * @param by the input whose values tell states apart, or -1
     * @param columns for each column of the lane the input that it is
     * @param isParted whether the gaps between events are kept, for sessions
     */
    record LaneLayout(
            int condition, int by, List<Integer> columns, List<StateSpec> specs, boolean isParted, boolean isBounded) {}

    private final List<Aggregate> aggregates;
    private final Schema events;
    private final List<Field> inputs;
    private final List<ValueKind> kinds;
    private final List<Predicate> conditions;
    private final List<LaneLayout> lanes = new ArrayList<>();
    private final int hash;

    /**
     * For aggregates, as they are declared.
     *
     * @param events the columns of the events
     */
    public TileLayout(List<Aggregate> aggregates, Schema events) {
        this.aggregates = List.copyOf(aggregates);
        this.events = events;
        AggregateProgram program = new AggregateProgram(aggregates, events);
        this.inputs = program.inputs();
        this.kinds = inputs.stream().map(field -> ValueKind.of(field.type())).toList();
        this.conditions = program.conditions();
        List<String> names = inputs.stream().map(Field::name).toList();
        StringBuilder text = new StringBuilder();
        kinds.forEach(kind -> text.append(kind.getClass().getSimpleName()));
        for (LanePlan plan : program.lanes()) {
            List<Integer> columns =
                    plan.columns.names().stream().map(names::indexOf).toList();
            List<StateSpec> specs = specs(plan);
            LaneLayout lane = new LaneLayout(
                    conditions.indexOf(plan.where),
                    plan.by.isPresent() ? columns.getFirst() : -1,
                    columns,
                    specs,
                    plan.slides.stream().anyMatch(slide -> slide.window() instanceof AggregationWindow.Session),
                    plan.by.isEmpty()
                            && specs.stream().allMatch(spec -> spec.algebra().isBounded()));
            lanes.add(lane);
            text.append(lane);
        }
        this.hash = text.toString().hashCode() & 0xff_ffff;
    }

    /** Each state once, with squares if some window wants them. */
    private static List<StateSpec> specs(LanePlan plan) {
        List<StateSpec> specs = new ArrayList<>();
        for (LanePlan.SlidePlan slide : plan.slides) {
            for (StateSpec spec : slide.states()) {
                int known = index(specs, spec);
                if (known < 0) {
                    specs.add(spec);
                } else if (spec instanceof StateSpec.Moments moments && moments.isSquared()) {
                    specs.set(known, spec);
                }
            }
        }
        return List.copyOf(specs);
    }

    /** Where a state is kept, or one from which it can be read. */
    static int index(List<StateSpec> specs, StateSpec wanted) {
        for (int i = 0; i < specs.size(); i++) {
            boolean isSame = specs.get(i).equals(wanted) || areMoments(specs.get(i), wanted);
            if (isSame) {
                return i;
            }
        }
        return -1;
    }

    /** Whether both are sums of one column, of which those with squares serve for both. */
    private static boolean areMoments(StateSpec left, StateSpec right) {
        return left instanceof StateSpec.Moments first
                && right instanceof StateSpec.Moments second
                && first.column() == second.column();
    }

    /** The columns of events whose values are kept. */
    public List<Field> inputs() {
        return inputs;
    }

    /** The conditions whose truth is kept of every event. */
    public List<Predicate> conditions() {
        return conditions;
    }

    /** Tells what lies otherwise: 24 bits. */
    public int hash() {
        return hash;
    }

    /** For people: a line for each condition and sub-key, with the states that are kept of a stretch. */
    public List<String> explain() {
        List<String> lines = new ArrayList<>();
        for (LaneLayout lane : lanes) {
            String of = lane.condition() < 0 ? "all events" : "events where " + conditions.get(lane.condition());
            String by = lane.by() < 0 ? "" : " by " + inputs.get(lane.by()).name();
            String bound = lane.isBounded()
                    ? ""
                    : ", up to " + (LaneTiles.MOST_BYTES >> 10)
                            + " KB: of more values a stretch keeps none, and is looked into";
            lines.add("states of a stretch, of " + of + by + ": "
                    + lane.specs().stream()
                            .map(spec -> spec.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                            .toList()
                    + bound);
        }
        return lines;
    }

    /** Some of the aggregates, perhaps without the current event, over the same lanes. */
    AggregateProgram program(List<Aggregate> wanted) {
        return new AggregateProgram(aggregates, wanted, events);
    }

    List<ValueKind> kinds() {
        return kinds;
    }

    List<LaneLayout> lanes() {
        return lanes;
    }
}
