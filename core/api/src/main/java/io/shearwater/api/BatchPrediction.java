package io.shearwater.api;

import io.shearwater.learning.DeploymentSpec.Logging;
import io.shearwater.learning.ModelRef;
import io.shearwater.model.Frame;
import io.shearwater.model.TimeRange;

/**
 * Rows that a model is to predict at once, from history. Immutable.
 *
 * @param model which reads the view that it was trained on, with what the view's transformations learnt from its training data
 * @param rows which
 * @param logging whether each prediction is also written to the model's log, before it is given
 */
public record BatchPrediction(ModelRef model, Rows rows, Logging logging) {
    /** Of the root rows of the view in a stretch of event time. */
    public static BatchPrediction of(ModelRef model, TimeRange range) {
        return new BatchPrediction(model, new Rows.Range(range), Logging.OFF);
    }

    /** Of keys and times that the caller brings. */
    public static BatchPrediction of(ModelRef model, Frame spine) {
        return new BatchPrediction(model, new Rows.Spine(spine), Logging.OFF);
    }

    /** Of the latest row of every entity of the view's root group. */
    public static BatchPrediction ofLatest(ModelRef model) {
        return new BatchPrediction(model, new Rows.Latest(), Logging.OFF);
    }

    /** The same, where each prediction is also written to the model's log. */
    public BatchPrediction logged() {
        return new BatchPrediction(model, rows, Logging.ON);
    }

    /** Which rows. */
    public sealed interface Rows {
        /** As {@link FeatureView#batchData(TimeRange)}. */
        record Range(TimeRange range) implements Rows {}

        /** As {@link FeatureView#batchData(Frame)}. */
        record Spine(Frame spine) implements Rows {}

        /** As {@link FeatureView#latest}. */
        record Latest() implements Rows {}
    }
}
