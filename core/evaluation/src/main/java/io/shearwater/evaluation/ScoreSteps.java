package io.shearwater.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many positive and negative rows score at least so much, for each score there is, the greatest first. What curves and areas
 * of two classes follow from; equal scores are one step, so that nothing depends on the order of rows.
 */
final class ScoreSteps {
    private final double[] scores;
    private final int[] positives;
    private final int[] negatives;
    private final int size;
    private final int allPositives;
    private final int allNegatives;

    ScoreSteps(boolean[] actual, double[] given) {
        double[] ofPositives = new double[actual.length];
        double[] ofNegatives = new double[actual.length];
        int positive = 0;
        int negative = 0;
        for (int i = 0; i < actual.length; i++) {
            // -0.0 is the same score as 0.0.
            double score = given[i] + 0.0;
            if (actual[i]) {
                ofPositives[positive++] = score;
            } else {
                ofNegatives[negative++] = score;
            }
        }
        Arrays.sort(ofPositives, 0, positive);
        Arrays.sort(ofNegatives, 0, negative);
        allPositives = positive;
        allNegatives = negative;
        scores = new double[actual.length];
        positives = new int[actual.length];
        negatives = new int[actual.length];
        int steps = 0;
        int leftPositives = positive;
        int leftNegatives = negative;
        while (leftPositives > 0 || leftNegatives > 0) {
            double score = leftNegatives == 0
                    ? ofPositives[leftPositives - 1]
                    : leftPositives == 0
                            ? ofNegatives[leftNegatives - 1]
                            : Math.max(ofPositives[leftPositives - 1], ofNegatives[leftNegatives - 1]);
            while (leftPositives > 0 && ofPositives[leftPositives - 1] == score) {
                leftPositives--;
            }
            while (leftNegatives > 0 && ofNegatives[leftNegatives - 1] == score) {
                leftNegatives--;
            }
            scores[steps] = score;
            positives[steps] = positive - leftPositives;
            negatives[steps++] = negative - leftNegatives;
        }
        size = steps;
    }

    int positives() {
        return allPositives;
    }

    int negatives() {
        return allNegatives;
    }

    /** Needs rows of both classes. In whole numbers up to the last division. */
    double rocArea() {
        long doubled = 0;
        for (int i = 0; i < size; i++) {
            long more = negatives[i] - (i == 0 ? 0L : negatives[i - 1]);
            doubled += more * (positives[i] + (i == 0 ? 0L : positives[i - 1]));
        }
        return doubled / (2.0 * allPositives * allNegatives);
    }

    /** Needs a positive row. */
    double averagePrecision() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            int more = positives[i] - (i == 0 ? 0 : positives[i - 1]);
            sum += more * precision(i);
        }
        return sum / allPositives;
    }

    private double precision(int step) {
        return (double) positives[step] / ((long) positives[step] + negatives[step]);
    }

    /** From (0, 0) to (1, 1): the share of negatives and of positives that score at least so much. */
    List<Curve.Point> roc(int most) {
        List<Curve.Point> points = new ArrayList<>(List.of(new Curve.Point(0, 0, Double.POSITIVE_INFINITY)));
        for (int i : chosen(most - 1)) {
            points.add(new Curve.Point(
                    (double) negatives[i] / allNegatives, (double) positives[i] / allPositives, scores[i]));
        }
        return points;
    }

    /** Recall and precision where what scores at least so much is predicted positive. */
    List<Curve.Point> precisionRecall(int most) {
        List<Curve.Point> points = new ArrayList<>();
        for (int i : chosen(most)) {
            points.add(new Curve.Point((double) positives[i] / allPositives, precision(i), scores[i]));
        }
        return points;
    }

    /** The first and the last step and, between them, those that go on by an equal share of positives and negatives. */
    private int[] chosen(int most) {
        if (size <= most) {
            int[] all = new int[size];
            Arrays.setAll(all, i -> i);
            return all;
        }
        int[] chosen = new int[most];
        int count = 0;
        for (int i = 0; i < size; i++) {
            double way = ((double) positives[i] / Math.max(1, allPositives)
                            + (double) negatives[i] / Math.max(1, allNegatives))
                    / 2;
            if (i == size - 1 || (count < most - 1 && way >= (double) count / (most - 1))) {
                chosen[count++] = i;
            }
        }
        return Arrays.copyOf(chosen, count);
    }
}
