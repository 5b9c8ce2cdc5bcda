package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.learning.Examples;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRuntime;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.TrainedModel;
import io.shearwater.learning.Trainer;
import io.shearwater.learning.Trainer.Progress;
import io.shearwater.learning.TrainingTask;
import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every learner keeps to. */
public abstract class TrainerConformance {
    private static final Schema FEATURES = Schema.of(
            new Field("amount", DataType.DOUBLE),
            new Field("age", DataType.DOUBLE),
            new Field("noise", DataType.DOUBLE));

    private static final ModelSignature SIGNATURE = ModelSignature.binary(FEATURES, "fraud", "no", "yes");

    /** The learner. */
    protected abstract Trainer trainer();

    /** What loads its models. */
    protected abstract ModelRuntime runtime();

    /** Parameters for this many rounds, with a checkpoint at least every second one, where chance plays a part. */
    protected abstract Map<String, String> parameters(int rounds);

    /** A parameter that it has, with a letter wrong, and the right one. */
    protected abstract Map.Entry<String, String> misspelt();

    private static Examples examples(int count, long seed) {
        Frame rows = RandomFeatures.of(FEATURES, count, seed);
        double[] labels = new double[count];
        Column amount = rows.column("amount");
        Column age = rows.column("age");
        for (int row = 0; row < count; row++) {
            labels[row] = or0(amount, row) + 0.5 * or0(age, row) > 0.1 ? 1 : 0;
        }
        return Examples.of(rows, labels);
    }

    private static double or0(Column column, int row) {
        return column.isNull(row) ? 0 : (double) column.valueAt(row);
    }

    private TrainingTask task(int rounds) {
        return TrainingTask.of(SIGNATURE, examples(1000, 1))
                .withParameters(parameters(rounds))
                .withSeed(5);
    }

    private static double accuracy(Predictor model, Examples rows) {
        double[] scores = model.predict(rows.features().all());
        int right = 0;
        for (int row = 0; row < scores.length; row++) {
            right += (scores[row] > 0.5) == (rows.labels()[row] == 1) ? 1 : 0;
        }
        return (double) right / scores.length;
    }

    private Map<String, String> files(TrainingTask task) throws IOException {
        try (TrainedModel model = trainer().train(task)) {
            return files(model);
        }
    }

    private static Map<String, String> files(TrainedModel model) throws IOException {
        Path directory = Files.createTempDirectory("model");
        model.save(directory);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(directory)) {
            for (Path file : found.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                Files.delete(file);
            }
        }
        Files.delete(directory);
        return files;
    }

    @Test
    void it_learns_what_can_be_learnt() {
        try (TrainedModel model = trainer().train(task(40))) {
            assertThat(accuracy(model.predictor(), examples(1000, 2))).isGreaterThan(0.9);
            assertThat(Arrays.stream(
                            model.predictor().predict(examples(50, 2).features().all())))
                    .allMatch(score -> score >= 0 && score <= 1);
            assertThat(model.libraries()).isNotNull();
            Map<String, Double> importance = model.importance();
            if (!importance.isEmpty()) {
                assertThat(importance).containsOnlyKeys("amount", "age", "noise");
                assertThat(importance.keySet().iterator().next()).isEqualTo("amount");
            }
        }
    }

    @Test
    void what_it_saves_predicts_the_same_when_loaded(@TempDir Path directory) {
        Frame rows = examples(200, 3).features().all();
        try (TrainedModel model = trainer().train(task(10))) {
            model.save(directory);

            assertThat(model.format()).isEqualTo(runtime().format());
            assertThat(runtime().recognises(directory)).isTrue();
            try (Predictor loaded = runtime().load(directory, SIGNATURE)) {
                assertThat(loaded.predict(rows))
                        .containsExactly(model.predictor().predict(rows));
            }
        }
    }

    @Test
    void the_seed_gives_the_same_bytes_and_another_gives_others() throws IOException {
        Map<String, String> first = files(task(10));

        assertThat(files(task(10))).isEqualTo(first);
        assertThat(files(task(10).withSeed(6))).isNotEqualTo(first);
    }

    @Test
    void the_listener_hears_each_round_and_may_end_the_training() {
        List<Integer> rounds = new ArrayList<>();
        List<Map<String, Double>> metrics = new ArrayList<>();
        TrainingTask task = task(50).withValidation(examples(300, 4));

        try (TrainedModel model = trainer().train(task, (round, measured) -> {
            rounds.add(round);
            metrics.add(measured);
            return round == 6 ? Progress.STOP : Progress.GO_ON;
        })) {
            assertThat(rounds).containsExactly(0, 1, 2, 3, 4, 5, 6);
            assertThat(metrics).allMatch(measured -> !measured.isEmpty());
            assertThat(model.metrics()).isEqualTo(metrics.getLast());
            assertThat(accuracy(model.predictor(), examples(500, 5))).isGreaterThan(0.6);
        }
    }

    @Test
    void rows_of_weight_zero_teach_nothing() {
        Examples right = examples(1000, 1);
        double[] labels = right.labels().clone();
        double[] weights = new double[labels.length];
        Arrays.fill(weights, 1);
        for (int row = 0; row < labels.length; row += 3) {
            labels[row] = 0;
            weights[row] = 0;
        }
        for (int row = 1; row < labels.length; row += 3) {
            labels[row] = 0;
            weights[row] = 0;
        }
        Examples weighted = Examples.of(right.features().all(), labels).weighing(weights);

        try (TrainedModel heeding = trainer()
                        .train(new TrainingTask(
                                SIGNATURE, weighted, Optional.empty(), parameters(30), 5, Optional.empty()));
                TrainedModel blind = trainer()
                        .train(new TrainingTask(
                                SIGNATURE,
                                Examples.of(right.features().all(), labels),
                                Optional.empty(),
                                parameters(30),
                                5,
                                Optional.empty()))) {
            assertThat(accuracy(heeding.predictor(), right)).isGreaterThan(0.9);
            assertThat(accuracy(blind.predictor(), right)).isLessThan(0.8);
        }
    }

    @Test
    void a_training_that_broke_off_goes_on_to_the_same_bytes(@TempDir Path checkpoints) throws IOException {
        Map<String, String> uninterrupted = files(task(20));
        TrainingTask task = task(20).withCheckpoints(checkpoints);
        assertThatThrownBy(() -> trainer().train(task, (round, metrics) -> {
                    if (round == 11) {
                        throw new IllegalStateException("pulled the plug");
                    }
                    return Progress.GO_ON;
                }))
                .hasStackTraceContaining("pulled the plug");
        List<Integer> rounds = new ArrayList<>();

        try (TrainedModel model = trainer().train(task, (round, metrics) -> {
            rounds.add(round);
            return Progress.GO_ON;
        })) {
            assertThat(rounds.getFirst()).isBetween(10, 12);
            assertThat(rounds.getLast()).isEqualTo(19);
            assertThat(files(model)).isEqualTo(uninterrupted);
        }
    }

    @Test
    void an_unknown_parameter_is_refused_with_the_nearest() {
        Map<String, String> wrong = new HashMap<>(parameters(5));
        wrong.put(misspelt().getKey(), "1");

        assertThatThrownBy(() -> trainer().train(task(5).withParameters(wrong)))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(LearningError.BAD_PARAMETER))
                .hasMessageContaining("'" + misspelt().getKey() + "'")
                .hasMessageContaining("'" + misspelt().getValue() + "'");
    }

    @Test
    void labels_of_one_class_or_of_none_are_refused() {
        Examples rows = examples(100, 1);
        double[] same = new double[100];
        double[] unknown = rows.labels().clone();
        unknown[17] = 2;

        refusesExamples(Examples.of(rows.features().all(), same));
        refusesExamples(Examples.of(rows.features().all(), unknown));
    }

    private void refusesExamples(Examples rows) {
        assertThatThrownBy(
                        () -> trainer().train(TrainingTask.of(SIGNATURE, rows).withParameters(parameters(5))))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(LearningError.BAD_EXAMPLES));
    }
}
