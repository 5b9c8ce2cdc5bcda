package io.shearwater.client;

import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;
import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import java.util.Optional;

/** A model that predicts on the server: rows go there, scores come back. Thread-safe. */
record RemotePredictor(Http http, ModelVersion version) implements Predictor {
    @Override
    public ModelSignature signature() {
        return version.signature();
    }

    @Override
    public double[] predict(Frame features) {
        Ask ask = Ask.post(
                        RemoteModels.MODELS,
                        version.ref().name(),
                        "versions",
                        version.ref().version(),
                        "scores")
                .repeatable()
                .work()
                .named("scores of " + version.ref())
                .with(Outgoing.of(features));
        int outputs = version.signature().outputs();
        double[] scores = new double[features.rows() * outputs];
        int at = 0;
        try (FrameReader rows = http.rows(ask)) {
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                Frame piece = next.get();
                for (int row = 0; row < piece.rows(); row++) {
                    for (Column output : piece.columns()) {
                        scores[at++] = output.value(row) instanceof Double score ? score : Double.NaN;
                    }
                }
            }
        }
        return scores;
    }
}
