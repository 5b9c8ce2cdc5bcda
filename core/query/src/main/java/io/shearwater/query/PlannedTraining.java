package io.shearwater.query;

import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import java.util.List;
import java.util.Optional;

/**
 * A view's training data as a plan. The plan's columns have names of its own; the lists say what each of them is and which
 * name it gets. A plan column may have several roles. Rows that lack a required group are still there, so that they can be
 * counted: a row counts only where every column of {@code required} is true.
 *
 * @param index the root's primary key and event time, or the columns of the spine
 * @param carried the columns that were asked for beside those of the view, in the order asked
 * @param identity the plan's columns by which a row is known again
 * @param required the plan's columns, boolean and never null, that must be true
 * @param time the labels' time, if they have one
 * @param notes what a person should know about time in this plan
 */
public record PlannedTraining(
        Plan plan,
        List<Plan.Rename> index,
        List<Plan.Rename> features,
        List<Plan.Rename> labels,
        List<Plan.Rename> helpers,
        List<Plan.Rename> carried,
        List<String> identity,
        List<String> required,
        Optional<TimeColumn> time,
        List<String> notes) {
    public PlannedTraining {
        index = List.copyOf(index);
        features = List.copyOf(features);
        labels = List.copyOf(labels);
        helpers = List.copyOf(helpers);
        carried = List.copyOf(carried);
        identity = List.copyOf(identity);
        required = List.copyOf(required);
        notes = List.copyOf(notes);
    }

    /** The plan as a tree, one line a node, then the notes. */
    public String explain() {
        return PlanText.of(plan, notes);
    }
}
