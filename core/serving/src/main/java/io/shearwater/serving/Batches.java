package io.shearwater.serving;

import io.shearwater.api.BatchPrediction;
import io.shearwater.model.Commit;
import io.shearwater.model.FrameReader;

/** Predicts rows of history. Thread-safe. */
public interface Batches {
    /** As {@link io.shearwater.api.Deployments#predictBatch}. */
    FrameReader predict(BatchPrediction batch);

    /** As {@link io.shearwater.api.Deployments#predictInto}. */
    Commit predictInto(BatchPrediction batch, String group);
}
