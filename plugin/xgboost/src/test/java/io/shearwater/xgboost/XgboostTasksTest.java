package io.shearwater.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.learning.Examples;
import io.shearwater.learning.FeatureSource;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Task;
import io.shearwater.learning.TrainedModel;
import io.shearwater.learning.Trainer.Progress;
import io.shearwater.learning.TrainingTask;
import io.shearwater.model.Frame;
import io.shearwater.model.ShearwaterException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XgboostTasksTest {
    private static final float[] ROWS = Library.rows(2000, 31);
    private static final Frame FRAME = Library.frame(ROWS);
    private static final double[] NUMBERS = numbers();
    private static final ModelSignature NUMBER = ModelSignature.regression(Library.schema(), "y");
    private static final ModelSignature BINARY = ModelSignature.binary(Library.schema(), "y", "no", "yes");

    private final XgboostTrainer trainer = new XgboostTrainer();

    private static double[] numbers() {
        float[] floats = Library.numbers(ROWS, 31);
        double[] numbers = new double[floats.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = floats[i];
        }
        return numbers;
    }

    private static TrainingTask task(ModelSignature signature, double[] labels, String... parameters) {
        Map<String, String> map = new HashMap<>(Map.of("nthread", "1", "num_round", "40", "max_depth", "4"));
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        return TrainingTask.of(signature, Examples.of(FRAME, labels)).withParameters(map);
    }

    @Test
    void several_classes_have_probabilities_that_add_up_to_one() {
        double[] labels =
                Arrays.stream(NUMBERS).map(y -> y < 3 ? 0 : y < 5 ? 1 : 2).toArray();
        ModelSignature signature = ModelSignature.multiclass(Library.schema(), "y", List.of("low", "middle", "high"));

        try (TrainedModel model = trainer.train(task(signature, labels))) {
            double[] scores = model.predictor().predict(FRAME);
            int right = 0;
            for (int row = 0; row < labels.length; row++) {
                double sum = scores[row * 3] + scores[row * 3 + 1] + scores[row * 3 + 2];
                assertThat(sum).isBetween(1 - 1e-6, 1 + 1e-6);
                right += scores[row * 3 + (int) labels[row]] > 0.5 ? 1 : 0;
            }
            assertThat(right).isGreaterThan(1700);
        }
    }

    @Test
    void quantiles_lie_below_as_many_labels_as_they_say() {
        ModelSignature signature = ModelSignature.quantiles(Library.schema(), "y", List.of(0.1, 0.5, 0.9));

        try (TrainedModel model = trainer.train(task(signature, NUMBERS, "num_round", "100"))) {
            double[] scores = model.predictor().predict(FRAME);
            int[] below = new int[3];
            for (int row = 0; row < NUMBERS.length; row++) {
                for (int q = 0; q < 3; q++) {
                    below[q] += NUMBERS[row] <= scores[row * 3 + q] ? 1 : 0;
                }
            }
            assertThat(below[0]).isBetween(100, 300);
            assertThat(below[1]).isBetween(850, 1150);
            assertThat(below[2]).isBetween(1700, 1900);
        }
    }

    @Test
    void categories_are_split_by_sets_where_they_are_said_to_be_categories() {
        TrainingTask task = task(NUMBER, NUMBERS, "categorical_features", "f7,f8", "max_cat_to_onehot", "1");

        try (TrainedModel plain = trainer.train(task(NUMBER, NUMBERS));
                TrainedModel model = trainer.train(task)) {
            assertThat(((Trees) model(model).ensemble()).categories).isNotEmpty();
            assertThat(((Trees) model(plain).ensemble()).categories).isEmpty();
        }
    }

    private static XgboostModel model(TrainedModel model) {
        return ((XgboostTrained) model).model();
    }

    @Test
    void early_stopping_keeps_the_best_round_and_its_metrics() {
        List<Map<String, Double>> all = new ArrayList<>();
        double[] noise = new Random(3).doubles(2000).toArray();
        TrainingTask task = task(NUMBER, noise, "early_stopping_rounds", "5", "eval_metric", "rmse,mae")
                .withValidation(Examples.of(Library.frame(Library.rows(500, 32)), Arrays.copyOf(noise, 500)));

        try (TrainedModel model = trainer.train(task, (round, metrics) -> {
            all.add(metrics);
            return Progress.GO_ON;
        })) {
            assertThat(all.getFirst().keySet())
                    .containsExactly("train-rmse", "train-mae", "validation-rmse", "validation-mae");
            double[] errors = all.stream()
                    .mapToDouble(metrics -> metrics.getOrDefault("validation-mae", Double.NaN))
                    .toArray();
            int best = 0;
            for (int i = 1; i < errors.length; i++) {
                best = errors[i] < errors[best] ? i : best;
            }
            assertThat(all).hasSize(best + 6);
            assertThat(model.metrics()).isEqualTo(all.get(best));
            assertThat(((Trees) model(model).ensemble()).roots).hasSize(best + 1);
        }
    }

    @Test
    void a_greater_area_under_the_curve_is_better() {
        assertThat(BestRound.isGreaterBetter("validation-auc")).isTrue();
        assertThat(BestRound.isGreaterBetter("validation-aucpr")).isTrue();
        assertThat(BestRound.isGreaterBetter("validation-ndcg@5")).isTrue();
        assertThat(BestRound.isGreaterBetter("validation-map@3-")).isTrue();
        assertThat(BestRound.isGreaterBetter("validation-mape")).isFalse();
        assertThat(BestRound.isGreaterBetter("validation-mae")).isFalse();
        assertThat(BestRound.isGreaterBetter("validation-logloss")).isFalse();
    }

    @Test
    void a_training_may_be_made_longer_but_other_rows_begin_anew(@TempDir Path checkpoints) {
        trainer.train(task(NUMBER, NUMBERS).withCheckpoints(checkpoints)).close();
        double[] others = NUMBERS.clone();
        others[77] += 1;

        assertThat(firstRound(task(NUMBER, NUMBERS, "num_round", "60").withCheckpoints(checkpoints)))
                .isEqualTo(40);
        assertThat(firstRound(task(NUMBER, others).withCheckpoints(checkpoints)))
                .isZero();
        Frame other = Library.frame(Library.rows(2000, 99));
        TrainingTask otherFeatures = new TrainingTask(
                NUMBER,
                Examples.of(other, others),
                Optional.empty(),
                task(NUMBER, NUMBERS).parameters(),
                0,
                Optional.of(checkpoints));
        assertThat(firstRound(otherFeatures)).isZero();
    }

    private int firstRound(TrainingTask task) {
        int[] first = {-1};
        trainer.train(task, (round, metrics) -> {
                    first[0] = first[0] < 0 ? round : first[0];
                    return Progress.GO_ON;
                })
                .close();
        return first[0];
    }

    @Test
    void rows_handed_over_outside_of_the_heap_are_the_same_rows() throws XGBoostError {
        Frame many = Library.frame(Library.rows(9000, 41));
        DMatrix heap = NativeRows.matrix(FeatureSource.of(many), Optional.empty(), "training", Long.MAX_VALUE);
        DMatrix outside = NativeRows.matrix(FeatureSource.of(many), Optional.empty(), "training", 0);
        float[] labels = Library.numbers(Library.rows(9000, 41), 1);
        heap.setLabel(labels);
        outside.setLabel(labels);

        Booster one = Library.train(heap, Map.of("max_depth", "5"), 3);
        Booster other = Library.train(outside, Map.of("max_depth", "5"), 3);

        assertThat(one.toByteArray("ubj")).isEqualTo(other.toByteArray("ubj"));
        one.dispose();
        other.dispose();
        heap.dispose();
        outside.dispose();
    }

    @Test
    void rows_of_queries_in_any_order_are_learnt_from_by_query(@TempDir Path one, @TempDir Path other) {
        int queries = 50;
        int count = 40;
        float[] scattered = new float[ROWS.length];
        double[] grouped = new double[queries * count];
        double[] mixed = new double[grouped.length];
        int[] queryOf = new int[grouped.length];
        int[] mixedQueryOf = new int[grouped.length];
        int width = ROWS.length / grouped.length;
        for (int row = 0; row < grouped.length; row++) {
            int query = row / count;
            int place = row % count * queries + query;
            grouped[row] = NUMBERS[row] > 1 ? 2 : NUMBERS[row] > 0 ? 1 : 0;
            queryOf[row] = query;
            mixed[place] = grouped[row];
            mixedQueryOf[place] = query;
            System.arraycopy(ROWS, row * width, scattered, place * width, width);
        }
        ModelSignature ranking = new ModelSignature(Library.schema(), Task.RANKING, "y", List.of(), List.of());
        Map<String, String> parameters = Map.of("num_round", "5", "nthread", "1", "objective", "rank:pairwise");
        try (TrainedModel sorted = trainer.train(
                        TrainingTask.of(ranking, Examples.of(FRAME, grouped).ofQueries(queryOf))
                                .withParameters(parameters));
                TrainedModel unsorted = trainer.train(TrainingTask.of(
                                ranking,
                                Examples.of(Library.frame(scattered), mixed).ofQueries(mixedQueryOf))
                        .withParameters(parameters))) {
            sorted.save(one);
            unsorted.save(other);
        }
        assertThat(other.resolve("model.json")).hasSameBinaryContentAs(one.resolve("model.json"));
        double[] weights = new double[mixed.length];
        weights[0] = 1;
        assertThatThrownBy(() -> trainer.train(TrainingTask.of(
                                ranking,
                                Examples.of(FRAME, grouped).ofQueries(queryOf).weighing(weights))
                        .withParameters(parameters)))
                .hasMessageContaining("all rows of a query weigh the same");
    }

    @Test
    void wrong_values_of_parameters_are_refused() {
        refuses(LearningError.BAD_PARAMETER, "'max_depth'", task(NUMBER, NUMBERS, "max_depth", "deep"));
        refuses(LearningError.BAD_PARAMETER, "'learning_rate'", task(NUMBER, NUMBERS, "eta", "-1"));
        refuses(LearningError.BAD_PARAMETER, "the same one", task(NUMBER, NUMBERS, "n_estimators", "7"));
        refuses(LearningError.BAD_PARAMETER, "'num_round'", task(NUMBER, NUMBERS, "num_round", "many"));
        refuses(LearningError.BAD_PARAMETER, "the least is 1", task(NUMBER, NUMBERS, "num_round", "0"));
        refuses(LearningError.BAD_PARAMETER, "validation", task(NUMBER, NUMBERS, "early_stopping_rounds", "3"));
        refuses(LearningError.BAD_PARAMETER, "seed is that of the task", task(NUMBER, NUMBERS, "seed", "3"));
        refuses(LearningError.BAD_PARAMETER, "'regression'", task(NUMBER, NUMBERS, "objective", "binary:logistic"));
        refuses(
                LearningError.BAD_PARAMETER,
                "'reg:squarederror'?",
                task(NUMBER, NUMBERS, "objective", "reg:squarederr"));
        refuses(LearningError.BAD_PARAMETER, "'f7'", task(NUMBER, NUMBERS, "categorical_features", "ff7"));
    }

    @Test
    void rows_that_cannot_be_learnt_from_are_refused() {
        Examples infinite = Examples.of(Library.frame(Library.oddRows(100, 3)), new double[100]);
        refuses(LearningError.BAD_EXAMPLES, "is infinite", TrainingTask.of(NUMBER, infinite));
        refuses(LearningError.BAD_EXAMPLES, "label", task(NUMBER, negative(), "objective", "count:poisson"));
        refuses(LearningError.BAD_EXAMPLES, "place of none", task(BINARY, NUMBERS));
    }

    private static double[] negative() {
        double[] labels = NUMBERS.clone();
        labels[3] = -5;
        return labels;
    }

    private void refuses(LearningError code, String because, TrainingTask task) {
        assertThatThrownBy(() -> trainer.train(task).close())
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .hasMessageContaining(because);
    }
}
