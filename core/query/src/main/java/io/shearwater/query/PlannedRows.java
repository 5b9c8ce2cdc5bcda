package io.shearwater.query;

import io.shearwater.plan.Plan;
import java.util.List;

/**
 * A query as a plan, ready to run: its rows are the label rows, in their order, without those that a filter or a required
 * group excludes.
 *
 * @param notes what a person should know about time in this plan
 */
public record PlannedRows(Plan plan, List<String> notes) {
    public PlannedRows {
        notes = List.copyOf(notes);
    }

    /** The plan as a tree, one line a node, then the notes. */
    public String explain() {
        return PlanText.of(plan, notes);
    }
}
