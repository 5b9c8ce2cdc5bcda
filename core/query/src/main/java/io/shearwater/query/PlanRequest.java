package io.shearwater.query;

import io.shearwater.model.Predicate;
import io.shearwater.plan.Version;
import java.util.List;

/**
 * What to plan beside the query itself.
 *
 * @param filter a condition on result columns of the query or view
 * @param versions the state of each group that is read, in the order of the query's nodes; the newest of all when empty
 */
public record PlanRequest(LabelRows rows, Predicate filter, List<Version> versions) {
    public PlanRequest {
        versions = List.copyOf(versions);
    }

    /** These rows, with all groups as they are now. */
    public static PlanRequest of(LabelRows rows) {
        return new PlanRequest(rows, Predicate.all(), List.of());
    }

    /** Only rows that pass; several conditions must all pass. */
    public PlanRequest where(Predicate condition) {
        return new PlanRequest(rows, filter.and(condition), versions);
    }

    /** With each group in one of its states, in the order of the query's nodes. */
    public PlanRequest at(List<Version> states) {
        return new PlanRequest(rows, filter, states);
    }
}
