package io.shearwater.serving;

import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;

/** A model that is loaded, with what it reads. Whoever asked for it closes the predictor. */
public record Servable(ModelVersion version, Predictor predictor, ServedView view) implements AutoCloseable {
    @Override
    public void close() {
        predictor.close();
    }
}
