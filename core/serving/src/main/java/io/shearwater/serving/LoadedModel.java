package io.shearwater.serving;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;
import io.shearwater.model.Frame;

/** A model, ready. Thread-safe. */
record LoadedModel(ModelVersion version, Predictor predictor, FeatureBinding binding, Outcomes outcomes) {
    /** Loads what a request needs, and finds out whether the model takes a row at all. */
    void warm() {
        Frame nothing = binding.nulls();
        double[] scores = predictor.predict(nothing);
        if (scores.length != outcomes.width()) {
            throw LearningError.LEARNER_FAILED.because("The " + version.ref() + " gives " + scores.length
                    + " scores for a row; " + outcomes.width() + " follow from its signature.");
        }
    }
}
