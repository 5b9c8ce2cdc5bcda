package io.shearwater.query;

import io.shearwater.plan.Plan;
import java.util.List;

/**
 * A view's inference data as a plan whose columns have names of their own; the lists say what each of them is and which name
 * it gets. A plan column may have several roles.
 *
 * @param lead the root's primary key and event time, or the columns of the spine
 * @param carried the columns that were asked for beside those of the view, in the order asked
 * @param notes what a person should know about time in this plan
 */
public record PlannedInference(
        Plan plan,
        List<Plan.Rename> lead,
        List<Plan.Rename> features,
        List<Plan.Rename> helpers,
        List<Plan.Rename> carried,
        List<String> notes) {
    public PlannedInference {
        lead = List.copyOf(lead);
        features = List.copyOf(features);
        helpers = List.copyOf(helpers);
        carried = List.copyOf(carried);
        notes = List.copyOf(notes);
    }
}
