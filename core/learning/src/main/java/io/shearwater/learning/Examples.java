package io.shearwater.learning;

import io.shearwater.model.Frame;
import java.util.Optional;

/**
 * Rows to learn from or to test with. Immutable by contract: the arrays are owned.
 *
 * @param features one column for each feature, after all transformations
 * @param labels one for each row: the place of the class from 0, or the number
 * @param weights one for each row, if not all count the same; not negative
 */
public record Examples(Frame features, double[] labels, Optional<double[]> weights) {
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
    }

    /** Rows that all count the same. */
    public static Examples of(Frame features, double[] labels) {
        return new Examples(features, labels, Optional.empty());
    }

    public int rows() {
        return labels.length;
    }

    private static void requireWeights(double[] weights, int rows) {
        if (weights.length != rows) {
            throw LearningError.BAD_EXAMPLES.because("There are " + weights.length + " weights for " + rows + " rows.");
        }
        for (int row = 0; row < rows; row++) {
            if (!(weights[row] >= 0 && weights[row] < Double.POSITIVE_INFINITY)) {
                throw LearningError.BAD_EXAMPLES.because(
                        "The weight of row " + row + " is " + weights[row] + "; it must be finite and not negative.");
            }
        }
    }
}
