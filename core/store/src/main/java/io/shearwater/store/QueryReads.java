package io.shearwater.store;

import io.shearwater.model.FrameReader;
import io.shearwater.model.Query;
import io.shearwater.offline.GroupReader;
import io.shearwater.query.LabelRows;
import io.shearwater.query.PlanRequest;
import io.shearwater.query.PlannedRows;
import io.shearwater.query.QueryPlanner;

/** Runs plain queries over the newest state of the groups. */
record QueryReads(StoreParts parts) {
    FrameReader read(Query query) {
        return parts.offline().reader().run(plan(query).plan());
    }

    /** The plan for people, then the statement that the engine would run. */
    String explain(Query query) {
        PlannedRows planned = plan(query);
        GroupReader reader = parts.offline().reader();
        return planned.explain() + "\n" + parts.engine().explain(planned.plan(), reader.sources(planned.plan()));
    }

    private PlannedRows plan(Query query) {
        return planner().read(query, PlanRequest.of(LabelRows.ofRoot()));
    }

    QueryPlanner planner() {
        return new QueryPlanner(parts.registry()::home, parts.functions());
    }
}
