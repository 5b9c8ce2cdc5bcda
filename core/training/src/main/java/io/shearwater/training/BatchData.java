package io.shearwater.training;

import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import io.shearwater.model.TimeRange;
import io.shearwater.query.LabelRows;
import io.shearwater.query.PlanRequest;
import io.shearwater.query.PlannedRows;
import io.shearwater.query.QueryPlanner;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.Sources;
import java.time.InstantSource;

/**
 * What a view's models predict from in batches, over the newest state of the groups: the root's primary key and event time, or
 * the columns of a spine, then the features in order and the inference helpers. Labels are neither read nor required. Rows
 * are computed as they are read. Thread-safe.
 */
public final class BatchData {
    private final QueryPlanner planner;
    private final GroupHistory history;
    private final ComputeEngine engine;
    private final InstantSource clock;

    /** Batch data of a project. */
    public BatchData(String project, GroupHistory history, ComputeEngine engine, InstantSource clock) {
        this.planner = new QueryPlanner(project);
        this.history = history;
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * Features of the root rows of a stretch of event time, as known at each row's time.
     *
     * @param filter a condition on result columns, such as that of a version of the training data
     */
    public FrameReader range(FeatureViewSpec view, TimeRange range, Predicate filter) {
        PlannedRows rows = planner.inference(
                view, PlanRequest.of(new LabelRows.OfRoot(range)).where(filter));
        return engine.read(rows.plan(), history.sources(rows.plan()), QueryContext.plain());
    }

    /** Features for keys and times that the caller brings, in their order, one row for each. */
    public FrameReader spine(FeatureViewSpec view, Frame spine) {
        PlannedRows rows = planner.inference(
                view, PlanRequest.of(new LabelRows.OfSpine(SpineSources.SPINE, spine.schema(), TimeRange.ALL)));
        Sources sources = new SpineSources(history.sources(rows.plan()), SpineSources.SPINE, spine::reader);
        return engine.read(rows.plan(), sources, QueryContext.plain());
    }

    /** Features of the latest row of every entity of the root group, as of now. */
    public FrameReader latest(FeatureViewSpec view) {
        PlannedRows rows = planner.inference(view, PlanRequest.of(new LabelRows.Latest(clock.instant())));
        return engine.read(rows.plan(), history.sources(rows.plan()), QueryContext.plain());
    }
}
