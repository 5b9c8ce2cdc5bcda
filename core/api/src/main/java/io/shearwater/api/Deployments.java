package io.shearwater.api;

import io.shearwater.learning.DeploymentSpec;
import io.shearwater.model.Commit;
import io.shearwater.model.FrameReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What predicts in a project: deployments, which are there again when the store is opened again, and batches. Thread-safe. */
public interface Deployments {
    /**
     * Makes a deployment, or changes the one of its name: the models are loaded and tried first, then requests go to them; requests
     * that are under way end with those that they began with. None fails.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND for a model or view; BAD_DEFINITION for models with other requests
     *     than the deployment has now, or that cannot stand for one another; WRONG_FEATURES; nothing has changed then
     */
    Deployment deploy(DeploymentSpec spec);

    /**
     * The deployment of a name.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND, suggesting the nearest name
     */
    Deployment deployment(String name);

    Optional<Deployment> find(String name);

    /** All of them, by name. */
    List<DeploymentSpec> list();

    /** What is wrong with the code of logic that is kept, by deployment, whatever the program has on its class path. */
    Map<String, String> check();

    /** Ends a deployment; its log stays. */
    void remove(String name);

    /**
     * Predicts rows of history as a stream: the model is loaded once, and no more than a few frames are in memory, whatever the number
     * of rows. The columns are keys, times and inference helpers, then {@code prediction}, {@code probability} of a class
     * that was predicted, {@code low} and {@code high} of quantiles, and {@code scores}. The model is closed with the reader.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND, NO_RUNTIME, BAD_MODEL; BAD_DEFINITION for a model that was trained
     *     on no view; WRONG_FEATURES
     */
    FrameReader predictBatch(BatchPrediction batch);

    /**
     * Predicts rows of history into version 1 of a feature group, in one commit: the columns of {@link #predictBatch} with the
     * model's version. The group is made if it is not there, with the keys and the event time of the view's root; predicted again,
     * a row replaces what it was, so that the same batch twice leaves the same rows.
     *
     * @throws io.shearwater.model.ShearwaterException as {@link #predictBatch}; what {@link FeatureGroup#insert} throws
     */
    Commit predictInto(BatchPrediction batch, String group);
}
