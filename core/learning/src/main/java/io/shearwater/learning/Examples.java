package io.shearwater.learning;

import io.shearwater.model.Frame;
import java.util.Optional;

/**
 * Rows to learn from or to test with. Immutable by contract: the arrays are owned.
 *
 * @param features of each row; they need not be in memory
 * @param labels one for each row: the place of the class from 0, or the number; of a ranking the relevance
 * @param weights one for each row, if not all count the same; not negative
 * @param queries of a ranking the query of each row: rows of the same number belong to one query, in any order
 */
public record Examples(FeatureSource features, double[] labels, Optional<double[]> weights, Optional<int[]> queries) {
    public Examples {
        if (labels.length != features.rows()) {
            throw LearningError.BAD_EXAMPLES.because(
                    "There are " + labels.length + " labels for " + features.rows() + " rows of features.");
        }
        for (int row = 0; row < labels.length; row++) {
            if (!Double.isFinite(labels[row])) {
                throw LearningError.BAD_EXAMPLES.because("The label of row " + row + " is " + labels[row]
                        + ". Leave out rows whose label is not known.");
            }
        }
        weights.ifPresent(given -> requireWeights(given, labels.length));
        queries.ifPresent(given -> requireRows("query numbers", given.length, labels.length));
    }

    /** Rows in memory that all count the same. */
    public static Examples of(Frame features, double[] labels) {
        return new Examples(FeatureSource.of(features), labels, Optional.empty(), Optional.empty());
    }

    /** The same, of which each row counts so much. */
    public Examples weighing(double[] each) {
        return new Examples(features, labels, Optional.of(each), queries);
    }

    /** The same, of which each row belongs to a query. */
    public Examples ofQueries(int[] each) {
        return new Examples(features, labels, weights, Optional.of(each));
    }

    public int rows() {
        return labels.length;
    }

    private static void requireRows(String what, int count, int rows) {
        if (count != rows) {
            throw LearningError.BAD_EXAMPLES.because("There are " + count + " " + what + " for " + rows + " rows.");
        }
    }

    private static void requireWeights(double[] weights, int rows) {
        requireRows("weights", weights.length, rows);
        for (int row = 0; row < rows; row++) {
            if (!(weights[row] >= 0 && weights[row] < Double.POSITIVE_INFINITY)) {
                throw LearningError.BAD_EXAMPLES.because(
                        "The weight of row " + row + " is " + weights[row] + "; it must be finite and not negative.");
            }
        }
    }
}
