package io.shearwater.aggregate;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Field;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Aggregates over events of certain columns, compiled: equal conditions, windows and states are kept once, however many
 * aggregates ask for them. Immutable once made, and thread-safe.
 */
public final class AggregateProgram {
    /** Where an aggregate, or one side of a ratio, is read. */
    record Place(int lane, int slide, int state, Answer answer) {}

    /** An aggregate: the place that it is read from, of a ratio also that of the divisor. */
    record Output(Aggregate aggregate, Field field, Place place, Optional<Place> divisor) {}

    private final List<LanePlan> lanes = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final List<Predicate> conditions;
    private final Schema events;

    /**
     * Compiles.
     *
     * @param events the columns of the events; those that no aggregate reads may be among them
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITION where a function has no meaning over them
     */
    public AggregateProgram(List<Aggregate> aggregates, Schema events) {
        this(List.of(), aggregates, events);
    }

    /**
     * Compiles some aggregates so that lanes and their columns are those of others, which are not asked for.
     *
     * @param kept what gives lanes and columns their order
     */
    AggregateProgram(List<Aggregate> kept, List<Aggregate> aggregates, Schema events) {
        this.events = events;
        for (Aggregate aggregate : kept) {
            if (aggregate.function() instanceof AggregateFunction.Ratio ratio) {
                place(aggregate, ratio.numerator());
                place(aggregate, ratio.denominator());
            } else {
                place(aggregate, new AggregateFunction.Term(aggregate.function(), Predicate.all()));
            }
        }
        for (Aggregate aggregate : aggregates) {
            Field field = new Field(aggregate.name(), aggregate.resultType(events));
            if (aggregate.function() instanceof AggregateFunction.Ratio ratio) {
                outputs.add(new Output(
                        aggregate,
                        field,
                        place(aggregate, ratio.numerator()),
                        Optional.of(place(aggregate, ratio.denominator()))));
            } else {
                Place place = place(aggregate, new AggregateFunction.Term(aggregate.function(), Predicate.all()));
                outputs.add(new Output(aggregate, field, place, Optional.empty()));
            }
        }
        Set<Predicate> tested = new LinkedHashSet<>();
        lanes.forEach(lane -> tested.add(lane.where));
        tested.removeIf(Predicate::passesAll);
        conditions = List.copyOf(tested);
    }

    private Place place(Aggregate aggregate, AggregateFunction.Term term) {
        int index = lane(aggregate.where().and(term.where()), aggregate.by());
        LanePlan lane = lanes.get(index);
        int slide = lane.slide(aggregate.window(), aggregate.current());
        KeptFunction kept = KeptFunction.of(term.function(), lane.columns);
        return new Place(index, slide, lane.state(slide, kept.spec()), kept.answer());
    }

    private int lane(Predicate where, Optional<String> by) {
        for (int i = 0; i < lanes.size(); i++) {
            if (lanes.get(i).where.equals(where) && lanes.get(i).by.equals(by)) {
                return i;
            }
        }
        lanes.add(new LanePlan(where, by, new LaneColumns(events)));
        return lanes.size() - 1;
    }

    /** The conditions that decide which events count for some of the aggregates; each is to be tested of every event. */
    public List<Predicate> conditions() {
        return conditions;
    }

    /** The columns of events whose values are read, conditions apart. */
    public List<Field> inputs() {
        Set<String> names = new LinkedHashSet<>();
        lanes.forEach(lane -> names.addAll(lane.columns.names()));
        return names.stream().map(events::field).toList();
    }

    /** What the aggregates give. */
    public Schema results() {
        return Schema.of(outputs.stream().map(Output::field).toList());
    }

    /** For people, a line for each aggregate: how its window slides over the events, and why so. */
    public List<String> explain() {
        return outputs.stream().map(this::explained).toList();
    }

    private String explained(Output output) {
        String first = sliding(output.place());
        String how = output.divisor()
                .map(this::sliding)
                .filter(other -> !other.equals(first))
                .map(other -> first + "; its divisor: " + other)
                .orElse(first);
        return output.aggregate() + ": " + how;
    }

    private String sliding(Place place) {
        LanePlan.SlidePlan slide = lanes.get(place.lane()).slides.get(place.slide());
        StateSpec spec = slide.states().get(place.state());
        if (WindowBounds.of(slide.window(), slide.current()).isGrowing()) {
            return "one growing state, since nothing leaves the window";
        }
        return spec.algebra().isSubtractable()
                ? "subtracting, since what leaves the window can be taken away exactly"
                : "block stacks, since what leaves the window cannot be taken away exactly";
    }

    List<LanePlan> lanes() {
        return lanes;
    }

    List<Output> outputs() {
        return outputs;
    }
}
