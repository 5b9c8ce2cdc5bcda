package io.shearwater.models;

import io.shearwater.api.TrainingData.Part;
import io.shearwater.evaluation.BinaryPredictions;
import io.shearwater.evaluation.ClassPredictions;
import io.shearwater.evaluation.NumberPredictions;
import io.shearwater.evaluation.Predictions;
import io.shearwater.evaluation.Slices;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.model.Frame;
import io.shearwater.model.Names;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model predicts of rows whose labels are known, evaluated.
 *
 * @param predictions beside the labels
 * @param slices the evaluation, of all rows and by helper columns
 */
record Judged(Predictions predictions, Slices slices) {
    /**
     * Scores beside labels, of all tasks but rankings.
     *
     * @param labels as {@link LabelColumn#values}
     * @param scores as {@link io.shearwater.learning.Predictor#predict} gives them
     */
    static Predictions predictions(ModelSignature signature, double[] labels, double[] scores) {
        return switch (signature.task()) {
            case BINARY -> {
                boolean[] actual = new boolean[labels.length];
                for (int row = 0; row < labels.length; row++) {
                    actual[row] = labels[row] == 1;
                }
                yield BinaryPredictions.of(actual, scores);
            }
            case MULTICLASS ->
                ClassPredictions.ofProbabilities(
                        signature.classes(),
                        IntStream.range(0, labels.length)
                                .map(row -> (int) labels[row])
                                .toArray(),
                        scores);
            case REGRESSION -> NumberPredictions.of(labels, scores);
            case QUANTILES -> NumberPredictions.of(labels, column(scores, signature.outputs(), median(signature)));
            case RANKING -> throw new IllegalArgumentException("a ranking has queries");
        };
    }

    /** The place of the quantile that is nearest to the median. */
    private static int median(ModelSignature signature) {
        List<Double> quantiles = signature.quantiles();
        int best = 0;
        for (int i = 1; i < quantiles.size(); i++) {
            if (Math.abs(quantiles.get(i) - 0.5) < Math.abs(quantiles.get(best) - 0.5)) {
                best = i;
            }
        }
        return best;
    }

    private static double[] column(double[] scores, int width, int place) {
        double[] column = new double[scores.length / width];
        for (int row = 0; row < column.length; row++) {
            column[row] = scores[row * width + place];
        }
        return column;
    }

    /** The features of a model among those of a view. */
    static Frame features(Frame rows, ModelSignature signature) {
        List<String> names = signature.features().names();
        List<String> known = rows.schema().names();
        for (String name : names) {
            if (!known.contains(name)) {
                throw LearningError.WRONG_FEATURES.because("The model reads the feature '" + name
                        + "', which the view does not give; it gives " + known + "." + Names.didYouMean(name, known));
            }
        }
        return rows.select(names);
    }

    /** Refuses names that are no training helpers. */
    static void requireHelpers(Part part, List<String> names) {
        List<String> known = part.helpers().schema().names();
        for (String name : names) {
            if (!known.contains(name)) {
                throw LearningError.BAD_DEFINITION.because(
                        "'" + name + "' is no training helper of the view, so that the"
                                + " model cannot be evaluated by it; there are " + known + "."
                                + Names.didYouMean(name, known));
            }
        }
    }
}
