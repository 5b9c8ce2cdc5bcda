package io.shearwater.api;

import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.Prediction;
import java.util.List;
import java.util.Map;

/** Answers requests: reads features, computes, predicts, logs. Thread-safe; no lock is held while a request is answered. */
public interface Deployment {
    String name();

    /** What it serves now. */
    DeploymentSpec spec();

    /** What clients send and get. */
    DeploymentSchema schema();

    /** As {@link #predict(List, PredictOptions)}, of one entry. */
    default Prediction predict(Map<String, ?> entry) {
        return predict(List.of(entry)).getFirst();
    }

    /** As {@link #predict(List, PredictOptions)}, without an explanation. */
    default List<Prediction> predict(List<? extends Map<String, ?>> entries) {
        return predict(entries, PredictOptions.PLAIN);
    }

    /**
     * A prediction for each entry, in order.
     *
     * @param entries serving keys, passed features and request parameters by name, as
     *     {@link FeatureView#featureVectors} takes them; a {@code request_id} names the prediction in the log
     * @throws io.shearwater.model.ShearwaterException for an entry that names something unknown, lacks something or has a value
     *     of another type, saying which; NOT_AVAILABLE where it took too long or the model failed and no other stands in
     */
    List<Prediction> predict(List<? extends Map<String, ?>> entries, PredictOptions options);

    /** What comes with a prediction. */
    enum PredictOptions {
        PLAIN,
        /** With what each feature contributed. */
        EXPLAINED
    }

    /**
     * Goes back to what it served before its last change; a second time, forward again.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND when nothing was served before
     */
    Deployment rollback();

    /** How it did since the store was opened. */
    DeploymentReport report();

    /** Waits until shadows have answered and all predictions are in the log. */
    void flushLog();
}
