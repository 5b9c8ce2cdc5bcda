package io.shearwater.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.ShearwaterException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScorecardTest {
    /** Right for everybody but the second half of those that are "f". */
    private static final BinaryPredictions PREDICTIONS = BinaryPredictions.of(
            new boolean[] {true, false, true, false, true, false, true, true},
            new double[] {0.9, 0.1, 0.8, 0.2, 0.7, 0.4, 0.3, 0.2});

    private static final List<@Nullable String> GENDERS = textsOf("m", "m", "m", null, "f", "f", "f", "f");

    private static List<@Nullable String> textsOf(@Nullable String... texts) {
        List<@Nullable String> all = new ArrayList<>();
        Collections.addAll(all, texts);
        return all;
    }

    private static Column column(List<@Nullable String> values) {
        ColumnBuilder column = ColumnBuilder.of("gender", DataType.STRING, values.size());
        values.forEach(column::append);
        return column.build();
    }

    private static Slices slices() {
        return Slices.of(PREDICTIONS, Map.of("gender", column(GENDERS)));
    }

    @Test
    void slicesAreEvaluatedOnTheirOwnRows() {
        Slices slices = slices();
        assertThat(slices.slices().get("gender")).containsOnlyKeys(Slices.NONE, "f", "m");
        assertThat(slices.slice("gender", "f").rows()).isEqualTo(4);
        assertThat(slices.slice("gender", "f").find(Metric.RECALL)).hasValue(1.0 / 3);
        assertThat(slices.slice("gender", "m").find(Metric.RECALL)).hasValue(1);
        assertThat(slices.slice("gender", Slices.NONE).undefined())
                .containsEntry("recall", "no row is positive")
                .containsEntry("roc_auc", "the rows are all of one class");
        refused(() -> slices.slice("gender", "x"), EvaluationError.BAD_SLICE, "there are [(none), f, m]");
        assertThat(slices().all().find(Metric.RECALL)).hasValue(0.6);
    }

    @Test
    void whatFailsIsNamedWithTheSliceAndTheValue() {
        List<Check> checks = List.of(
                Check.atLeast(Metric.ACCURACY, 0.75),
                Check.atLeast(Metric.RECALL, 0.7),
                Check.atMost(Metric.BRIER, 0.5).ofEach("gender"),
                Check.atLeast(Metric.ACCURACY, 0.6).ofEach("gender"),
                Check.within(Metric.ACCURACY, 0.4, "gender"),
                Check.within(Metric.RECALL, 1, "gender"));
        Scorecard card = Scorecard.of(slices(), checks);
        assertThat(card.isPassed()).isFalse();
        assertThat(card.toString().lines())
                .containsExactly(
                        "passed  accuracy at least 0.75 (all rows: 0.750000)",
                        "FAILED  recall at least 0.7 (all rows: 0.600000)",
                        "passed  brier at most 0.5 for each gender (in each of 3 slices)",
                        "FAILED  accuracy at least 0.6 for each gender (gender f: 0.500000)",
                        "FAILED  accuracy within 0.4 between slices of gender (f: 0.500000, (none): 1.00000)",
                        "FAILED  recall within 1.0 between slices of gender ((none): no recall, no row is positive)");
        assertThat(card.failed()).hasSize(4);
        assertThat(Scorecard.of(slices(), checks.subList(0, 1)).isPassed()).isTrue();
    }

    @Test
    void checksOfWhatThereIsNotAreRefused() {
        refused(
                () -> new Check("acuracy", Check.Rule.AT_LEAST, 1, Optional.empty()),
                EvaluationError.BAD_CHECK,
                "Did you mean 'accuracy'?");
        refused(() -> Check.atLeast(Metric.F1, Double.NaN), EvaluationError.BAD_CHECK, "NaN");
        refused(
                () -> Scorecard.of(slices(), List.of(Check.atLeast(Metric.F1, 0).ofEach("gendr"))),
                EvaluationError.BAD_CHECK,
                "Did you mean 'gender'?");
        List<@Nullable String> many = new ArrayList<>(
                IntStream.range(0, 1_001).mapToObj(Integer::toString).toList());
        refused(
                () -> Slices.of(
                        BinaryPredictions.of(new boolean[1_001], new double[1_001]), Map.of("id", column(many))),
                EvaluationError.BAD_SLICE,
                "'id' has more than 1000 values");
        refused(
                () -> Slices.of(PREDICTIONS, Map.of("id", column(many))),
                EvaluationError.BAD_SLICE,
                "has 1001 rows and the predictions have 8");
    }

    @Test
    void predictionsThatCannotBeComparedAreRefused() {
        refused(
                () -> BinaryPredictions.of(new boolean[2], new double[3]),
                EvaluationError.BAD_PREDICTIONS,
                "3 scores and 2 rows");
        refused(
                () -> BinaryPredictions.of(new boolean[0], new double[0]),
                EvaluationError.BAD_PREDICTIONS,
                "one at least");
        refused(
                () -> NumberPredictions.of(new double[] {1, 2}, new double[] {1, Double.NaN}),
                EvaluationError.BAD_PREDICTIONS,
                "row 1 is NaN");
        refused(
                () -> ClassPredictions.of(List.of("a", "b"), new int[] {0, 2}, new int[] {0, 1}),
                EvaluationError.BAD_PREDICTIONS,
                "row 1 is the class 2");
        refused(
                () -> ClassPredictions.ofProbabilities(List.of("a", "b"), new int[] {0}, new double[] {0.5, 0.4}),
                EvaluationError.BAD_PREDICTIONS,
                "add up to 0.9");
        refused(
                () -> RankedPredictions.of(new long[1], new double[] {-1}, new double[1], 5),
                EvaluationError.BAD_PREDICTIONS,
                "relevance -1.0");
        refused(
                () -> BinaryPredictions.of(new boolean[1], new double[] {2}).calibration(10),
                EvaluationError.BAD_PREDICTIONS,
                "not between 0 and 1");
        assertThat(BinaryPredictions.of(new boolean[1], new double[] {2})
                        .evaluate()
                        .undefined())
                .containsEntry("log_loss", "scores are not between 0 and 1");
    }

    private static void refused(Runnable call, EvaluationError code, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failed -> assertThat(failed.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void aCurveOfManyScoresHasFewPointsAndTheWholeArea() {
        int rows = 100_000;
        boolean[] actual = new boolean[rows];
        double[] scores = new double[rows];
        Dice dice = new Dice(3);
        for (int i = 0; i < rows; i++) {
            scores[i] = dice.next();
            actual[i] = dice.next() < scores[i];
        }
        BinaryPredictions many = BinaryPredictions.of(actual, scores);
        Curve roc = many.roc();
        assertThat(roc.points().size()).isBetween(400, Curve.POINTS);
        assertThat(roc.points().getLast())
                .isEqualTo(new Curve.Point(1, 1, roc.points().getLast().threshold()));
        assertThat(roc.area()).isEqualTo(many.evaluate().find(Metric.ROC_AUC).orElseThrow());
        for (int i = 1; i < roc.points().size(); i++) {
            assertThat(roc.points().get(i).x() - roc.points().get(i - 1).x()).isBetween(0.0, 0.01);
        }
    }
}
