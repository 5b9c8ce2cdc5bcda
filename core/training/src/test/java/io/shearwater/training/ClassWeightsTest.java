package io.shearwater.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.ClassWeights;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import io.shearwater.transform.BuiltIns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassWeightsTest extends FraudDatasets {
    private static final TrainingOptions SPLIT =
            TrainingOptions.of(SplitSpec.trainTest(0.25, 42).exact()).withClassWeights("fraud");

    private static List<@Nullable Object> weights(TrainingData.Part part) {
        return column(part.weights(), ClassWeights.COLUMN);
    }

    private static double mean(List<@Nullable Object> weights) {
        return weights.stream().mapToDouble(each -> (Double) each).average().orElse(Double.NaN);
    }

    @Test
    void aRowWeighsTheMoreTheRarerItsClassIsInTheTrainingPart() {
        TrainingData data = datasets.create(VIEW, Form.TRANSFORMED, SPLIT);

        List<@Nullable Object> labels = column(data.train().labels(), "fraud");
        long frauds = labels.stream().filter(Boolean.TRUE::equals).count();
        assertThat(data.dataset().classWeights())
                .contains(new ClassWeights("fraud", Map.of("false", 60 - frauds, "true", frauds)));
        for (TrainingData.Part part : data.parts().values()) {
            for (int row = 0; row < part.labels().rows(); row++) {
                long same = Boolean.TRUE.equals(part.labels().value(row, "fraud")) ? frauds : 60 - frauds;
                assertThat(part.weights().value(row, ClassWeights.COLUMN)).isEqualTo(60 / (2.0 * same));
            }
        }
        assertThat(mean(weights(data.train()))).isCloseTo(1, within(1e-12));
        assertThat(mean(weights(data.test()))).isNotCloseTo(1, within(1e-12));
    }

    @Test
    void withoutATrainingPartAllRowsCount() {
        TrainingData folds = datasets.create(
                VIEW,
                Form.TRANSFORMED,
                TrainingOptions.of(SplitSpec.kFold(3, 1)).withClassWeights("fraud"));

        List<@Nullable Object> all = new ArrayList<>();
        folds.parts().values().forEach(part -> all.addAll(weights(part)));
        assertThat(all).hasSize(80);
        assertThat(mean(all)).isCloseTo(1, within(1e-12));
        assertThat(weights(folds.fold(1).train())).hasSize(53).isSubsetOf(all);
    }

    @Test
    void aVersionKeepsItsWeights() {
        TrainingData first = datasets.create(VIEW, Form.TRANSFORMED, SPLIT);

        lake.insert(EVENTS.ref(), events(200, 400, 0));
        TrainingData again = datasets.read(VIEW, Form.TRANSFORMED, 1);

        assertThat(again.dataset()).isEqualTo(first.dataset());
        assertThat(again.parts()).isEqualTo(first.parts());
        assertThat(datasets.find(VIEW.ref(), 1)).isEqualTo(first.dataset());
        assertThat(datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.whole())
                        .train()
                        .weights()
                        .schema()
                        .names())
                .isEmpty();
    }

    @Test
    void filesHaveTheWeightsOfTheFrames() throws IOException {
        TrainingData data = datasets.create(VIEW, Form.TRANSFORMED, SPLIT);

        TrainingDataset parquet = datasets.write(
                VIEW, Form.TRANSFORMED, SPLIT, TrainingFiles.of(directory, TrainingFiles.Format.PARQUET));
        datasets.write(VIEW, Form.TRANSFORMED, 1, TrainingFiles.of(directory, TrainingFiles.Format.NPY));

        assertThat(parquet.classWeights()).isEqualTo(data.dataset().classWeights());
        Frame file = file(directory.resolve("test.parquet"));
        assertThat(file.schema().names()).containsExactly("amount", "total", "fraud", "card", "class_weight");
        assertThat(file.select(List.of("class_weight"))).isEqualTo(data.test().weights());
        ByteBuffer array = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("test_weights.npy")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(128);
        for (Object weight : weights(data.test())) {
            assertThat(array.getDouble()).isEqualTo(weight);
        }
        assertThat(array.hasRemaining()).isFalse();
    }

    @Test
    void weightsStayWithTheirRowsWhenTransformationsLeaveRowsOutAndChangeTheLabel() {
        FeatureViewSpec view = FeatureViewSpec.builder("fraud", 1, Query.of(EVENTS, List.of("amount", "fraud")))
                .labels("fraud")
                .transform(BuiltIns.removeByQuantile("amount", 0.1, 0.9), BuiltIns.labelEncoder("fraud"))
                .build();

        TrainingData raw = datasets.create(view, Form.RAW, SPLIT);
        TrainingData.Part part = datasets.read(view, Form.TRANSFORMED, 1).train();
        datasets.write(view, Form.TRANSFORMED, 1, TrainingFiles.of(directory, TrainingFiles.Format.PARQUET));

        assertThat(part.features().rows()).isLessThan(raw.train().features().rows());
        Map<Object, Double> weights = Map.of(
                "true", raw.dataset().classWeights().orElseThrow().weights().getOrDefault("true", 0.0),
                "false", raw.dataset().classWeights().orElseThrow().weights().getOrDefault("false", 0.0));
        for (int row = 0; row < part.features().rows(); row++) {
            long id = (Long) Objects.requireNonNull(part.index().value(row, "id"));
            assertThat(part.weights().value(row, ClassWeights.COLUMN))
                    .isEqualTo(weights.get(id % 7 == 0 ? "true" : "false"));
        }
        assertThat(file(directory.resolve("train.parquet")).select(List.of("class_weight")))
                .isEqualTo(part.weights());
    }

    @Test
    void rowsWithoutAClassOfTheTrainingPartHaveNoWeight() {
        Schema schema = Schema.of(
                new Field("card", DataType.LONG),
                new Field("ts", DataType.TIMESTAMP),
                new Field("fraud", DataType.BOOLEAN));
        FrameBuilder spine = new FrameBuilder(schema, 5);
        for (@Nullable Boolean label : new @Nullable Boolean[] {true, null, true}) {
            spine.append(1L, START.plusSeconds(10), label);
        }
        spine.append(1L, START.plusSeconds(20), true);
        spine.append(1L, START.plusSeconds(20), false);

        TrainingData data = datasets.create(
                VIEW,
                Form.TRANSFORMED,
                TrainingOptions.of(SplitSpec.trainTestByTime(
                                TimeRange.upTo(START.plusSeconds(15)), TimeRange.after(START.plusSeconds(15))))
                        .withSpine(spine.build())
                        .withClassWeights("fraud"));

        assertThat(weights(data.train())).containsExactly(1.0, null, 1.0);
        assertThat(weights(data.test())).containsExactly(1.0, null);
    }

    @Test
    void whatHasNoClassesIsRefusedBeforeAVersionIsMade() {
        assertThatThrownBy(() -> datasets.create(
                        VIEW, Form.TRANSFORMED, TrainingOptions.whole().withClassWeights("frod")))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(TrainingError.NO_CLASSES))
                .hasMessageContaining("'frod', which is no label of the view; its labels are [fraud]");
        FeatureViewSpec amounts = FeatureViewSpec.builder("fraud", 1, Query.of(EVENTS, List.of("amount", "card")))
                .labels("amount")
                .build();
        assertThatThrownBy(() -> datasets.create(
                        amounts, Form.TRANSFORMED, TrainingOptions.whole().withClassWeights("amount")))
                .hasMessageContaining("'amount', which is double and has no classes");
        assertThat(datasets.all(VIEW.ref())).isEmpty();
    }

    @Test
    void aLabelOfMoreThanClassesIsRefused() {
        lake.insert(EVENTS.ref(), events(100, 1_001, 0));
        FeatureViewSpec ids = FeatureViewSpec.builder("fraud", 1, Query.of(EVENTS, List.of("amount", "id")))
                .labels("id")
                .build();

        assertThatThrownBy(() -> datasets.create(
                        ids, Form.TRANSFORMED, TrainingOptions.whole().withClassWeights("id")))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(TrainingError.TOO_MANY_VALUES))
                .hasMessageContaining("'id', which has more than 1000 different values");
        assertThat(lake.tags()).isEmpty();
    }
}
