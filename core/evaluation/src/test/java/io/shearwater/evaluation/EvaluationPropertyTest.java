package io.shearwater.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

/** Areas and ranks beside their definitions, pair by pair, on random predictions with many equal scores. */
class EvaluationPropertyTest {
    private static final Offset<Double> SAME = Offset.offset(1e-12);

    @Property(tries = 200)
    void areasFollowFromPairsAndThresholds(
            @ForAll Random random,
            @ForAll @IntRange(min = 2, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 20) int steps) {
        boolean[] actual = new boolean[rows];
        double[] scores = new double[rows];
        for (int i = 0; i < rows; i++) {
            actual[i] = i == 0 || (i > 1 && random.nextBoolean());
            scores[i] = random.nextInt(4) == 0 ? -0.0 : (double) random.nextInt(steps + 1) / steps;
        }
        Evaluation found = BinaryPredictions.of(actual, scores).evaluate();
        assertThat(found.find(Metric.ROC_AUC).orElseThrow()).isCloseTo(pairs(actual, scores), SAME);
        assertThat(found.find(Metric.PR_AUC).orElseThrow()).isCloseTo(thresholds(actual, scores), SAME);
        assertThat(BinaryPredictions.of(actual, scores).roc().points())
                .allSatisfy(point -> assertThat(new double[] {
                            share(actual, scores, false, point.threshold()),
                            share(actual, scores, true, point.threshold())
                        })
                        .containsExactly(point.x(), point.y()));

        int[] turned = new int[rows];
        for (int i = 0; i < rows; i++) {
            turned[i] = rows - 1 - i;
        }
        Evaluation other = BinaryPredictions.of(actual, scores).pick(turned).evaluate();
        found.metrics()
                .forEach((name, value) ->
                        assertThat(other.metrics().get(name)).as(name).isCloseTo(value, SAME));
    }

    private static double pairs(boolean[] actual, double[] scores) {
        double wins = 0;
        long pairs = 0;
        for (int i = 0; i < actual.length; i++) {
            for (int j = 0; j < actual.length; j++) {
                if (actual[i] && !actual[j]) {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }

    private static double thresholds(boolean[] actual, double[] scores) {
        double[] sorted = Arrays.stream(scores)
                .map(score -> score + 0.0)
                .distinct()
                .sorted()
                .toArray();
        double area = 0;
        double recall = 0;
        for (int i = sorted.length - 1; i >= 0; i--) {
            double above = 0;
            double hits = 0;
            for (int row = 0; row < actual.length; row++) {
                above += scores[row] >= sorted[i] ? 1 : 0;
                hits += scores[row] >= sorted[i] && actual[row] ? 1 : 0;
            }
            double next = share(actual, scores, true, sorted[i]);
            area += (next - recall) * hits / above;
            recall = next;
        }
        return area;
    }

    /** The share of the rows of a class that score at least so much. */
    private static double share(boolean[] actual, double[] scores, boolean of, double threshold) {
        int all = 0;
        int above = 0;
        for (int row = 0; row < actual.length; row++) {
            if (actual[row] == of) {
                all++;
                above += scores[row] >= threshold ? 1 : 0;
            }
        }
        return (double) above / all;
    }

    @Property(tries = 200)
    void placesAreThoseOfTheWorstOrderOfEqualScores(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 12) int items) {
        long[] queries = new long[items];
        double[] relevances = new double[items];
        double[] scores = new double[items];
        for (int i = 0; i < items; i++) {
            relevances[i] = i == 0 ? 1 : random.nextInt(2);
            scores[i] = random.nextInt(4);
        }
        double worst = Double.MAX_VALUE;
        for (int i = 0; i < items; i++) {
            if (relevances[i] > 0) {
                int before = 0;
                for (int j = 0; j < items; j++) {
                    before += scores[j] > scores[i] || (scores[j] == scores[i] && relevances[j] == 0) ? 1 : 0;
                }
                // Those before it that are relevant would have been first themselves.
                worst = Math.min(worst, before + 1);
            }
        }
        double first = 0;
        for (int i = 0; i < items; i++) {
            first = relevances[i] > 0 ? Math.max(first, scores[i]) : first;
        }
        int place = 1;
        for (int i = 0; i < items; i++) {
            place += relevances[i] == 0 && scores[i] >= first ? 1 : 0;
        }
        assertThat(place).isEqualTo((int) worst);
        assertThat(RankedPredictions.of(queries, relevances, scores, 5)
                        .evaluate()
                        .find(Metric.MRR)
                        .orElseThrow())
                .isEqualTo(1.0 / place);
    }
}
