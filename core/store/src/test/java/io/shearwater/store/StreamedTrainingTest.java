package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.Models;
import io.shearwater.api.RunSearch;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.api.TrainingRows;
import io.shearwater.evaluation.Check;
import io.shearwater.evaluation.Metric;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.RunStatus;
import io.shearwater.model.SplitSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings whose rows stream from the store. */
class StreamedTrainingTest {
    private static final TrainingOptions OPTIONS = TrainingOptions.of(SplitSpec.trainValidationTest(0.2, 0.2, 7));

    @TempDir
    private Path directory;

    private FeatureStore store;
    private FeatureView view;
    private Models models;

    @BeforeEach
    void open() {
        store = Shearwater.open(directory.resolve("store"));
        view = CardRisk.view(store);
        models = store.models();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static ModelTraining like(ModelTraining training) {
        return training.parameters(Map.of("max_depth", 3, "num_round", 20, "early_stopping_rounds", 5, "nthread", 1))
                .seed(11)
                .slices("region");
    }

    @Test
    void theModelIsThatOfTheSameRowsInMemory() {
        TrainingData data = CardRisk.data(view);
        ModelVersion held = models.train(like(ModelTraining.of("held", data)));
        ModelVersion streamed = models.train(like(ModelTraining.of("streamed", view, 1)));
        ModelVersion wanted = models.train(like(ModelTraining.of("wanted", view, OPTIONS)));

        Path bytes = models.download(held.ref(), directory.resolve("held"));
        for (ModelVersion other : new ModelVersion[] {streamed, wanted}) {
            Path files = models.download(other.ref(), directory.resolve(other.name()));
            assertThat(files.resolve("model.json")).hasSameBinaryContentAs(bytes.resolve("model.json"));
            assertThat(files.resolve("report/evaluation.json"))
                    .hasSameBinaryContentAs(bytes.resolve("report/evaluation.json"));
            assertThat(other.metrics()).isEqualTo(held.metrics());
            assertThat(other.signature()).isEqualTo(held.signature());
        }
        assertThat(wanted.origin().trainingDataset()).hasValue(2);
    }

    @Test
    void aSampleHasEverySoManyThRow() {
        TrainingData data = CardRisk.data(view);
        TrainingData.Part every =
                TrainingRows.every(7, view.trainingRows(1, "train")).orElseThrow();

        List<Object> expected = new ArrayList<>();
        for (int row = 0; row < data.train().index().rows(); row += 7) {
            expected.add(Objects.requireNonNull(data.train().index().value(row, "id")));
        }
        assertThat(every.index().column("id").size()).isEqualTo(expected.size()).isGreaterThan(100);
        for (int row = 0; row < expected.size(); row++) {
            assertThat(every.index().value(row, "id")).isEqualTo(expected.get(row));
        }
        TrainingData.Part all =
                TrainingRows.every(1, view.trainingRows(1, "train")).orElseThrow();
        assertThat(all.features().toMaps()).isEqualTo(data.train().features().toMaps());
    }

    @Test
    void aTrainingThatIsRefusedLeavesNoTrainingDataAndNoCheckpoints() throws IOException {
        ModelTraining training = like(ModelTraining.of("refused", view, OPTIONS));

        assertThatThrownBy(() -> models.train(training.require(Check.atMost(Metric.LOG_LOSS, 0))))
                .hasMessageContaining("not registered");
        assertThatThrownBy(() -> models.train(training.parameters(Map.of("max_dept", 3))))
                .hasMessageContaining("max_depth");
        assertThatThrownBy(() -> models.train(training.label("is_frau"))).hasMessageContaining("'is_fraud'?");

        assertThat(view.trainingDatasets()).isEmpty();
        assertThat(store.experiments().search(RunSearch.of("refused")))
                .hasSize(3)
                .allMatch(run -> run.info().status() == RunStatus.FAILED);
        try (Stream<Path> left = Files.list(directory.resolve("store/checkpoints/default"))) {
            assertThat(left).isEmpty();
        }
    }
}
