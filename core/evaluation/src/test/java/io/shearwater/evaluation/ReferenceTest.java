package io.shearwater.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Metrics beside those that scikit-learn 1.9.1 computes of the same numbers. */
class ReferenceTest {
    private static final Offset<Double> SAME = Offset.offset(1e-12);

    /** Scores of 40 steps, so that many are equal. */
    private static BinaryPredictions binary() {
        Dice dice = new Dice(42);
        boolean[] actual = new boolean[300];
        double[] scores = new double[300];
        for (int i = 0; i < 300; i++) {
            scores[i] = Math.floor(dice.next() * 40) / 40;
            actual[i] = dice.next() < 0.1 + 0.7 * scores[i];
        }
        return BinaryPredictions.of(actual, scores);
    }

    private static void isValue(Evaluation evaluation, String metric, double expected) {
        assertThat(evaluation.find(metric).orElseThrow()).as(metric).isCloseTo(expected, SAME);
    }

    @Test
    void twoClasses() {
        Evaluation found = binary().evaluate();
        isValue(found, "accuracy", 0.7066666666666667);
        isValue(found, "precision", 0.6481481481481481);
        isValue(found, "recall", 0.7720588235294118);
        isValue(found, "f1", 0.7046979865771812);
        isValue(found, "roc_auc", 0.7637867647058824);
        isValue(found, "pr_auc", 0.6773058656563564);
        isValue(found, "log_loss", 0.6168767735137959);
        isValue(found, "brier", 0.2040125);
        isValue(found, "calibration_error", 0.08300000000000005);
        assertThat(found.undefined()).isEmpty();
        assertThat(found.rows()).isEqualTo(300);
        ConfusionMatrix confusion = found.confusion().orElseThrow();
        assertThat(List.of(confusion.count(0, 0), confusion.count(0, 1), confusion.count(1, 0), confusion.count(1, 1)))
                .containsExactly(107L, 57L, 31L, 105L);
    }

    @Test
    void curvesOfTwoClasses() {
        Curve roc = binary().roc();
        assertThat(roc.points()).hasSize(41);
        assertThat(roc.points().getFirst()).isEqualTo(new Curve.Point(0, 0, Double.POSITIVE_INFINITY));
        assertThat(roc.points().get(5)).isEqualTo(new Curve.Point(0.07926829268292683, 0.25735294117647056, 0.875));
        assertThat(roc.points().getLast()).isEqualTo(new Curve.Point(1, 1, 0));
        assertThat(binary().precisionRecall().area()).isCloseTo(0.6773058656563564, SAME);
        assertThat(binary().precisionRecall().points().getLast().x()).isEqualTo(1);

        List<Calibration.Bin> bins = binary().calibration(10).bins();
        assertThat(bins.stream().map(Calibration.Bin::rows))
                .containsExactly(45L, 22L, 19L, 29L, 34L, 24L, 42L, 27L, 24L, 34L);
        assertThat(bins.get(1).shareHappened()).isCloseTo(0.18181818, Offset.offset(1e-8));
        assertThat(bins.get(1).meanProbability()).isCloseTo(0.16022727, Offset.offset(1e-8));
    }

    @Test
    void severalClasses() {
        Dice dice = new Dice(7);
        int[] actual = new int[200];
        double[] probabilities = new double[600];
        for (int row = 0; row < 200; row++) {
            double[] weights = {dice.next(), dice.next(), dice.next()};
            double sum = Arrays.stream(weights).sum();
            double[] upTo = new double[3];
            for (int i = 0; i < 3; i++) {
                probabilities[3 * row + i] = weights[i] / sum;
                upTo[i] = probabilities[3 * row + i] + (i == 0 ? 0 : upTo[i - 1]);
            }
            double one = dice.next();
            actual[row] = one <= upTo[0] ? 0 : one <= upTo[1] ? 1 : 2;
        }
        Evaluation found = ClassPredictions.ofProbabilities(List.of("a", "b", "c"), actual, probabilities)
                .evaluate();
        isValue(found, "accuracy", 0.545);
        isValue(found, "precision_macro", 0.5437091078732283);
        isValue(found, "recall_macro", 0.5441542288557214);
        isValue(found, "f1_macro", 0.5436797121007647);
        isValue(found, "f1_weighted", 0.5446909581646424);
        isValue(found, "log_loss", 0.9114613350508507);
        ConfusionMatrix confusion = found.confusion().orElseThrow();
        assertThat(confusion.count(0, 2)).isEqualTo(15);
        assertThat(confusion.count(2, 0)).isEqualTo(14);
        assertThat(confusion.predicted(0)).isEqualTo(79);
        assertThat(confusion.toString())
                .contains("actual \\ predicted   a   b   c")
                .contains("44  18  15");
    }

    @Test
    void numbers() {
        Dice dice = new Dice(99);
        double[] actual = new double[250];
        double[] predicted = new double[250];
        for (int i = 0; i < 250; i++) {
            actual[i] = 100 * dice.next() - 30;
            predicted[i] = actual[i] + 10 * (dice.next() - 0.4);
        }
        Evaluation found = NumberPredictions.of(actual, predicted).evaluate();
        isValue(found, "mae", 2.599856571793556);
        isValue(found, "mse", 9.284305907863015);
        isValue(found, "rmse", 3.047015902134909);
        isValue(found, "r2", 0.9886541651506254);
    }

    @Test
    void rankingsWithEqualScores() {
        Dice dice = new Dice(5);
        long[] queries = new long[300];
        double[] relevances = new double[300];
        double[] scores = new double[300];
        for (int i = 0; i < 300; i++) {
            queries[i] = i / 15;
            double first = dice.next();
            relevances[i] = first < 0.5 ? Math.floor(dice.next() * 4) : 0;
            scores[i] = Math.floor(dice.next() * 12) / 12;
        }
        isValue(RankedPredictions.of(queries, relevances, scores, 10).evaluate(), "ndcg@10", 0.4979544695080894);
    }

    @Test
    void rankingsOfRelevantItems() {
        Dice dice = new Dice(11);
        long[] queries = new long[300];
        double[] relevances = new double[300];
        double[] scores = new double[300];
        for (int i = 0; i < 300; i++) {
            queries[i] = i / 15;
            relevances[i] = dice.next() < 0.3 ? 1 : 0;
            scores[i] = dice.next();
        }
        Evaluation found = RankedPredictions.of(queries, relevances, scores, 15).evaluate();
        isValue(found, "map@15", 0.4243795757813615);
        isValue(found, "mrr", 0.5479761904761904);
    }
}
