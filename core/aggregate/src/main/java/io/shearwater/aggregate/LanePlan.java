package io.shearwater.aggregate;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of the events that pass one condition: which of their columns, and which states over which windows. Collected
 * while a program is compiled.
 */
final class LanePlan {
    /** A window over the lane, with the states that are kept of it. */
    record SlidePlan(AggregationWindow window, Aggregate.Current current, List<StateSpec> states) {}

    final Predicate where;
    final Optional<String> by;
    final LaneColumns columns;
    final List<SlidePlan> slides = new ArrayList<>();

    LanePlan(Predicate where, Optional<String> by, LaneColumns columns) {
        this.where = where;
        this.by = by;
        this.columns = columns;
        by.ifPresent(columns::index);
    }

    int slide(AggregationWindow window, Aggregate.Current current) {
        for (int i = 0; i < slides.size(); i++) {
            SlidePlan slide = slides.get(i);
            if (slide.window().equals(window) && slide.current() == current) {
                return i;
            }
        }
        slides.add(new SlidePlan(window, current, new ArrayList<>()));
        return slides.size() - 1;
    }

    /** The place of a state in a slide; sums without squares are read from those with them. */
    int state(int slide, StateSpec spec) {
        List<StateSpec> states = slides.get(slide).states();
        int known = states.indexOf(spec);
        if (known >= 0) {
            return known;
        }
        if (spec instanceof StateSpec.Moments moments) {
            for (int i = 0; i < states.size(); i++) {
                if (states.get(i) instanceof StateSpec.Moments other && other.column() == moments.column()) {
                    states.set(i, new StateSpec.Moments(moments.column(), true));
                    return i;
                }
            }
        }
        states.add(spec);
        return states.size() - 1;
    }
}
