package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.Predicate;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitTest extends CardStore {
    @Test
    void rowsAreSplitAtRandomOrByTime() {
        FeatureView view = fraudView();
        // region: split.random
        TrainingData data = view.trainTestSplit(0.2, 42);
        double[][] features = data.train().features().toDoubles();
        Object label = data.train().labels().value(0, "is_fraud");
        // end
        assertThat(features).hasNumberOfRows(data.train().index().rows());
        assertThat(label).isInstanceOf(Boolean.class);

        // region: split.three
        TrainingData three = view.trainValidationTestSplit(0.1, 0.15, 42);
        // end
        assertThat(three.parts()).containsOnlyKeys("train", "validation", "test");

        // region: split.time
        TrainingData byTime = view.trainTestSplit(
                TimeRange.ofDays(LocalDate.of(2025, 3, 1), LocalDate.of(2025, 3, 3)),
                TimeRange.ofDays(LocalDate.of(2025, 3, 5), LocalDate.of(2025, 3, 5)));
        // end
        assertThat(byTime.train().index().rows()).isEqualTo(24);
        assertThat(byTime.test().index().rows()).isEqualTo(8);

        // region: split.grouped
        SplitSpec byCard = SplitSpec.trainTest(0.3, 42).groupedBy("cc_num");
        TrainingData grouped = view.trainingData(TrainingOptions.of(byCard));
        // end
        assertThat(grouped.parts()).containsOnlyKeys("train", "test");
    }

    @Test
    void partsAreOfExactSizesAndOfEqualSharesOfAColumn() {
        FeatureView view = fraudView();
        // region: split.exact
        TrainingData exact = view.trainingData(
                TrainingOptions.of(SplitSpec.trainTest(0.2, 42).exact()));
        // end
        assertThat(exact.test().index().rows()).isEqualTo(8);

        // region: split.stratified
        SplitSpec alike = SplitSpec.trainTest(0.25, 42).stratifiedBy("is_fraud");
        TrainingData stratified = view.trainingData(TrainingOptions.of(alike));
        // end
        assertThat(stratified.test().index().rows()).isEqualTo(10);

        List<Integer> scores = new ArrayList<>();
        // region: split.folds
        TrainingData folded = view.trainingData(TrainingOptions.of(SplitSpec.kFold(5, 42)));
        for (int number = 1; number <= 5; number++) {
            TrainingData.Fold fold = folded.fold(number);
            scores.add(score(fold.train(), fold.test()));
        }
        // end
        assertThat(scores).containsOnly(8);
        assertThat(folded.parts()).hasSize(5);
        assertThat(folded.fold(5).train().index().rows()).isEqualTo(32);

        // region: split.folds.alike
        SplitSpec folds = SplitSpec.kFold(5, 42).stratifiedBy("is_fraud");
        // end
        assertThat(folds.names()).hasSize(5);
    }

    /** As good as a model of nothing. */
    private static int score(TrainingData.Part train, TrainingData.Part test) {
        assertThat(train.features().rows()).isEqualTo(32);
        return test.labels().rows();
    }

    @Test
    void rowsOfARareClassWeighMore() {
        FeatureView view = fraudView();
        // region: split.weights
        TrainingData weighted = view.trainingData(
                TrainingOptions.of(SplitSpec.trainTest(0.25, 42).stratifiedBy("is_fraud"))
                        .withClassWeights("is_fraud"));
        double[][] weights = weighted.train().weights().toDoubles();
        // end
        assertThat(weights).hasDimensions(30, 1);
        assertThat(weighted.dataset().classWeights().orElseThrow().weights())
                .isEqualTo(Map.of("true", 30 / (2 * 4.0), "false", 30 / (2 * 26.0)));
    }

    @Test
    void someRowsOnlyAndIntoFiles() {
        FeatureView view = fraudView();
        Path folder = directory.resolve("training");
        // region: split.filter
        TrainingData large = view.trainingData(TrainingOptions.of(SplitSpec.trainTest(0.2, 42))
                .where(Predicate.atLeast("amount", 20.0))
                .within(TimeRange.ofDays(LocalDate.of(2025, 3, 1), LocalDate.of(2025, 3, 4))));
        // end
        assertThat(large.train().features().toMaps())
                .allSatisfy(row -> assertThat((Double) row.get("amount")).isGreaterThanOrEqualTo(20));

        // region: split.files
        TrainingDataset written = view.writeTrainingData(
                TrainingOptions.of(SplitSpec.trainTest(0.2, 42)),
                TrainingFiles.of(folder, TrainingFiles.Format.PARQUET));
        // end
        assertThat(written.parts()).containsOnlyKeys("train", "test");
        assertThat(folder).isDirectoryContaining("glob:**.parquet");

        // region: split.files.several
        TrainingFiles many =
                TrainingFiles.of(folder, TrainingFiles.Format.TFRECORD).withRowsPerFile(1_000_000);
        // end
        view.writeTrainingData(written.version(), many);
        assertThat(folder).isDirectoryContaining("glob:**train-00000.tfrecord");

        // region: split.again
        TrainingData again = view.trainingData(written.version());
        // end
        assertThat(again.dataset().parts()).isEqualTo(written.parts());
    }
}
