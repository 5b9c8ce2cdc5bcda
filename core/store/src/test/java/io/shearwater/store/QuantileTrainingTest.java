package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.Deployment;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.Interval;
import io.shearwater.learning.Predictor;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.SplitSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that says how far off it may be, from the view to the answer of a deployment. */
class QuantileTrainingTest {
    private static final int ROWS = 4_000;

    /** Twice a feature, and anything between -1 and 1 on top. */
    private static FeatureView view(FeatureStore store) {
        FeatureGroupSpec sales = FeatureGroupSpec.builder("sales", 1)
                .feature("id", DataType.LONG)
                .feature("size", DataType.DOUBLE)
                .feature("price", DataType.DOUBLE)
                .primaryKey("id")
                .online()
                .build();
        Random random = new Random(8);
        FrameBuilder rows = new FrameBuilder(sales.schema(), ROWS);
        for (long id = 0; id < ROWS; id++) {
            double size = random.nextInt(10);
            rows.append(id, size, 2 * size + 2 * random.nextDouble() - 1);
        }
        store.createFeatureGroup(sales).insert(rows.build());
        return store.createFeatureView(
                FeatureViewSpec.builder("prices", 1, store.featureGroup("sales").select("size", "price"))
                        .labels("price")
                        .build());
    }

    @Test
    void theIntervalHoldsAsManyRowsAsItSaysAndIsInTheAnswer(@TempDir Path directory) {
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            FeatureView view = view(store);
            ModelVersion model = store.models()
                    .train(ModelTraining.of("price", view, TrainingOptions.of(SplitSpec.trainTest(0.5, 1)))
                            .quantiles(List.of(0.1, 0.5, 0.9))
                            .parameters(Map.of("num_round", 60, "max_depth", 4, "nthread", 1)));

            TrainingData data = view.trainingData(1);
            int inside = 0;
            try (Predictor predictor = store.models().load(model.ref())) {
                double[] scores = predictor.predict(data.test().features());
                for (int row = 0; row < data.test().features().rows(); row++) {
                    double price =
                            (double) Objects.requireNonNull(data.test().labels().value(row, "price"));
                    assertThat(scores[3 * row]).isLessThan(scores[3 * row + 2]);
                    inside += scores[3 * row] <= price && price <= scores[3 * row + 2] ? 1 : 0;
                }
            }
            assertThat(inside / (double) data.test().features().rows()).isCloseTo(0.8, within(0.06));
            assertThat(model.metrics().get("mae")).as("of the median").isCloseTo(0.5, within(0.06));

            Deployment deployment = store.deployments()
                    .deploy(DeploymentSpec.of("price", model.ref()).withoutLog());
            Prediction answer = deployment.predict(Map.of("size", 3.0));
            Interval interval = answer.outcome().interval().orElseThrow();
            assertThat(interval.coverage()).isCloseTo(0.8, within(1e-9));
            assertThat(interval.low()).isCloseTo(5.2, within(0.2));
            assertThat(interval.high()).isCloseTo(6.8, within(0.2));
            assertThat((double) Objects.requireNonNull(answer.value())).isCloseTo(6.0, within(0.2));
        }
    }
}
