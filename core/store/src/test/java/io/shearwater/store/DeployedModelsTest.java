package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.Deployment;
import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Predictor;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployedModelsTest {
    @TempDir
    private Path directory;

    @Test
    void a_trained_model_is_deployed_answers_is_logged_and_its_outcomes_are_joined() {
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureView view = CardRisk.view(store);
            TrainingData data = CardRisk.data(view);
            ModelVersion model = store.models().train(CardRisk.training(data));
            Deployment deployment = store.deployments().deploy(DeploymentSpec.of("risk", model.ref()));
            List<Map<String, Object>> entries = new ArrayList<>();
            for (long id = 0; id < 200; id++) {
                // The group that has the labels is not looked up: what a payment is like comes with the request.
                entries.add(Map.of("amount", 2.5 * id, "shop", id % 3 == 0 ? "far" : "near", "request_id", "r" + id));
            }
            List<Prediction> predictions = deployment.predict(entries, PredictOptions.EXPLAINED);

            FeatureView fitted = view.withTrainingDataset(data.dataset().version());
            FrameBuilder features = new FrameBuilder(fitted.featureSchema(), 200);
            fitted.featureVectors(entries).forEach(vector -> features.append(vector.toMap()));
            try (Predictor predictor = store.models().load(model.ref())) {
                double[] scores = predictor.predict(
                        features.build().select(model.signature().features().names()));
                for (int i = 0; i < 200; i++) {
                    Prediction prediction = predictions.get(i);
                    assertThat(prediction.outcome().scores()).containsExactly(scores[i]);
                    assertThat(prediction.value()).isEqualTo(scores[i] >= 0.5);
                    Prediction.Explanation explanation =
                            prediction.explanation().orElseThrow();
                    assertThat(explanation.contributions().values().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .sum())
                            .isCloseTo(explanation.margin() - explanation.bias(), within(1e-9));
                }
            }
            deployment.flushLog();
            assertThat(store.models().lineage(model.ref()).deployments()).containsExactly("risk");
            assertThatThrownBy(() -> store.models().delete(model.ref())).hasMessageContaining("deployment 'risk'");
            assertThatThrownBy(() -> view.deleteTrainingDataset(data.dataset().version()))
                    .hasMessageContaining("depend");
            joinsOutcomes(store, predictions);
        }
    }

    /** What came of it is known later, by the id of the request. */
    private static void joinsOutcomes(FeatureStore store, List<Prediction> predictions) {
        FeatureGroupSpec outcomes = FeatureGroupSpec.builder("outcomes", 1)
                .feature("request_id", DataType.STRING)
                .feature("known_at", DataType.TIMESTAMP)
                .feature("was_fraud", DataType.BOOLEAN)
                .primaryKey("request_id")
                .eventTime("known_at")
                .build();
        FrameBuilder rows = new FrameBuilder(outcomes.schema(), 200);
        for (int i = 0; i < 200; i += 2) {
            rows.append("r" + i, Instant.now(), predictions.get(i).value());
        }
        store.createFeatureGroup(outcomes).insert(rows.build());
        FeatureGroupSpec log = store.featureGroup("card_risk_1_predictions").spec();
        Frame joined = store.read(Query.of(outcomes, List.of("request_id", "was_fraud"))
                .join(Query.of(log, List.of("prediction", "raw_amount", "request_time")), Join.on("request_id")));
        assertThat(joined.rows()).isEqualTo(100);
        for (int row = 0; row < 100; row++) {
            assertThat(joined.value(row, "prediction")).isEqualTo(joined.value(row, "was_fraud"));
            assertThat(joined.value(row, "raw_amount")).isNotNull();
        }
    }
}
