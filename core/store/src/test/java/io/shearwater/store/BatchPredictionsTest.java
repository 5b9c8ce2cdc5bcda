package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.BatchPrediction;
import io.shearwater.api.Deployment;
import io.shearwater.api.FeatureView;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.ModelRef;
import io.shearwater.model.Commit;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.TimeRange;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPredictionsTest extends DeploymentFixture {
    @Test
    void rows_of_history_are_predicted_with_keys_and_times_and_the_model_is_closed_in_the_end() {
        LinearPredictor risk = risk(-2);
        ModelRef model = model(1, risk);
        Frame predicted;
        try (FrameReader rows = deployments.predictBatch(BatchPrediction.of(model, TimeRange.ALL))) {
            predicted = rows.readAll();
        }
        assertThat(risk.closed).hasValue(1);
        FeatureView view = store.featureView("fraud").withTrainingDataset(1);
        Frame features = view.batchData(TimeRange.ALL).readAll();
        double[] scores =
                risk(-2).predict(features.select(risk.signature().features().names()));
        assertThat(predicted.rows()).isEqualTo(40);
        assertThat(predicted.schema().names())
                .containsExactly("id", "event_time", "last_used", "prediction", "probability", "scores");
        for (int row = 0; row < 40; row++) {
            assertThat(predicted.value(row, "id")).isEqualTo(features.value(row, "id"));
            assertThat(predicted.value(row, "scores")).isEqualTo(List.of(scores[row]));
            assertThat(predicted.value(row, "prediction")).isEqualTo(scores[row] >= 0.5);
            assertThat(predicted.value(row, "probability")).isEqualTo(Math.max(scores[row], 1 - scores[row]));
        }
    }

    @Test
    void the_same_batch_twice_leaves_the_same_rows_and_another_model_replaces_them() {
        BatchPrediction batch = BatchPrediction.of(model(1, risk(-2)), TimeRange.ALL);
        Commit first = deployments.predictInto(batch, "risk_of_payments");
        assertThat(first.counts().inserted()).isEqualTo(40);
        Frame once = store.featureGroup("risk_of_payments").read();
        deployments.predictInto(batch, "risk_of_payments");
        assertThat(store.featureGroup("risk_of_payments").read().rows()).isEqualTo(40);
        assertThat(once.value(0, "model_version")).isEqualTo(1);
        deployments.predictInto(BatchPrediction.of(model(2, risk(20)), TimeRange.ALL), "risk_of_payments");
        Frame replaced = store.featureGroup("risk_of_payments").read();
        assertThat(replaced.rows()).isEqualTo(40);
        assertThat(replaced.value(7, "model_version")).isEqualTo(2);
        assertThat(replaced.value(7, "prediction")).isEqualTo(true);
    }

    @Test
    void a_logged_batch_has_the_columns_of_answers_and_shares_their_log() {
        ModelRef model = model(1, risk(-2));
        try (FrameReader rows = deployments.predictBatch(
                BatchPrediction.of(model, TimeRange.ALL).logged())) {
            assertThat(rows.readAll().rows()).isEqualTo(40);
        }
        Frame log = store.featureGroup("risk_1_predictions").read();
        assertThat(log.rows()).isEqualTo(40);
        Frame raw = store.featureView("fraud")
                .untransformed()
                .batchData(TimeRange.ALL)
                .readAll();
        Frame served = store.featureView("fraud")
                .withTrainingDataset(1)
                .batchData(TimeRange.ALL)
                .readAll();
        for (int row = 0; row < 40; row++) {
            int at = row;
            int logged = IntStream.range(0, 40)
                    .filter(i -> Objects.equals(log.value(i, "request_id_2"), raw.value(at, "id")))
                    .findFirst()
                    .orElseThrow();
            assertThat(log.value(logged, "role")).isEqualTo("batch");
            assertThat(log.value(logged, "raw_amount")).isEqualTo(raw.value(row, "amount"));
            assertThat(log.value(logged, "raw_spent")).isEqualTo(raw.value(row, "spent"));
            assertThat(log.value(logged, "amount")).isEqualTo(served.value(row, "amount"));
            assertThat(log.value(logged, "helper_last_used")).isEqualTo(raw.value(row, "last_used"));
            assertThat(log.value(logged, "request_event_time")).isEqualTo(raw.value(row, "event_time"));
            assertThat(log.value(logged, "prediction")).isNotNull();
        }
        Deployment deployment = deployments.deploy(DeploymentSpec.of("cards", model));
        deployment.predict(request("c1"));
        assertThat(log(deployment).rows()).isEqualTo(41);
    }

    @Test
    void a_batch_of_a_model_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> deployments.predictBatch(BatchPrediction.ofLatest(new ModelRef("risk", 9))))
                .hasMessageContaining("There is no risk version 9");
    }
}
