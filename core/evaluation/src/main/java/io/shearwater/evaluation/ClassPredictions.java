package io.shearwater.evaluation;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;

/**
 * Predictions of one of several classes. Classes are counted from 0 in the order of their names. Immutable and thread-safe.
 */
public final class ClassPredictions implements Predictions {
    private static final double LEAST = Math.ulp(1.0);
    /** How far probabilities of a row may be from adding up to 1. */
    private static final double SLACK = 1e-3;

    private final List<String> classes;
    private final int[] actual;
    private final int[] predicted;
    /** Row by row, if they are known: those of the actual classes. */
    private final Optional<double[]> ofActual;

    private ClassPredictions(List<String> classes, int[] actual, int[] predicted, Optional<double[]> ofActual) {
        this.classes = classes;
        this.actual = actual;
        this.predicted = predicted;
        this.ofActual = ofActual;
    }

    /**
     * Predicted beside actual classes.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_PREDICTIONS for arrays of other lengths, no row, or an unknown class
     */
    public static ClassPredictions of(List<String> classes, int[] actual, int[] predicted) {
        Rows.requireCount("predicted classes", actual.length, predicted.length);
        requireKnown("what happened", classes, actual);
        requireKnown("the predicted classes", classes, predicted);
        return new ClassPredictions(List.copyOf(classes), actual, predicted, Optional.empty());
    }

    /**
     * Probabilities of all classes beside the actual ones; the most probable class is the predicted one, of equal ones the first.
     *
     * @param probabilities row by row, in each in the order of the classes; they add up to 1
     * @throws io.shearwater.model.ShearwaterException BAD_PREDICTIONS as above, or where they do not add up
     */
    public static ClassPredictions ofProbabilities(List<String> classes, int[] actual, double[] probabilities) {
        requireKnown("what happened", classes, actual);
        int width = classes.size();
        if (actual.length == 0 || probabilities.length != (long) actual.length * width) {
            throw EvaluationError.BAD_PREDICTIONS.because("There are " + probabilities.length + " probabilities of "
                    + actual.length + " rows and " + width + " classes; there must be one for each class of each row.");
        }
        int[] predicted = new int[actual.length];
        double[] ofActual = new double[actual.length];
        for (int row = 0; row < actual.length; row++) {
            predicted[row] = best(probabilities, row, width);
            ofActual[row] = probabilities[row * width + actual[row]];
        }
        return new ClassPredictions(List.copyOf(classes), actual, predicted, Optional.of(ofActual));
    }

    private static int best(double[] probabilities, int row, int width) {
        double sum = 0;
        int best = 0;
        for (int i = 0; i < width; i++) {
            double given = probabilities[row * width + i];
            if (!(given >= 0 && given <= 1)) {
                throw EvaluationError.BAD_PREDICTIONS.because(
                        "In row " + row + " a class has the probability " + given + "; it is 0 to 1.");
            }
            sum += given;
            best = given > probabilities[row * width + best] ? i : best;
        }
        if (Math.abs(sum - 1) > SLACK) {
            throw EvaluationError.BAD_PREDICTIONS.because("The probabilities of row " + row + " add up to " + sum
                    + ", not to 1. Give one for each class of the row, in the order of the classes.");
        }
        return best;
    }

    private static void requireKnown(String what, List<String> classes, int[] values) {
        for (int row = 0; row < values.length; row++) {
            if (values[row] < 0 || values[row] >= classes.size()) {
                throw EvaluationError.BAD_PREDICTIONS.because("Of " + what + ", row " + row + " is the class "
                        + values[row] + "; there are 0 to " + (classes.size() - 1) + ", which are " + classes + ".");
            }
        }
    }

    @Override
    public int rows() {
        return actual.length;
    }

    @Override
    public ClassPredictions pick(int[] rows) {
        return new ClassPredictions(
                classes,
                Rows.pick(actual, rows),
                Rows.pick(predicted, rows),
                ofActual.map(given -> Rows.pick(given, rows)));
    }

    @Override
    public Evaluation evaluate() {
        long[][] counts = new long[classes.size()][classes.size()];
        for (int row = 0; row < actual.length; row++) {
            counts[actual[row]][predicted[row]]++;
        }
        ConfusionMatrix confusion = new ConfusionMatrix(classes, counts);
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        double weighted = 0;
        int met = 0;
        for (int i = 0; i < classes.size(); i++) {
            long isThere = confusion.actual(i);
            long isSaid = confusion.predicted(i);
            // A class that is neither there nor predicted says nothing of the predictions.
            if (isThere + isSaid > 0) {
                met++;
                precision += isSaid == 0 ? 0 : (double) confusion.count(i, i) / isSaid;
                recall += isThere == 0 ? 0 : (double) confusion.count(i, i) / isThere;
                double of = 2.0 * confusion.count(i, i) / (isThere + isSaid);
                f1 += of;
                weighted += of * isThere;
            }
        }
        Evaluation.Builder metrics = new Evaluation.Builder(actual.length)
                .put(Metric.ACCURACY, (double) confusion.right() / actual.length)
                .put(Metric.PRECISION_MACRO, precision / met)
                .put(Metric.RECALL_MACRO, recall / met)
                .put(Metric.F1_MACRO, f1 / met)
                .put(Metric.F1_WEIGHTED, weighted / actual.length);
        ofActual.ifPresentOrElse(
                given -> {
                    DoubleSummaryStatistics loss = new DoubleSummaryStatistics();
                    Arrays.stream(given).forEach(of -> loss.accept(-Math.log(Math.clamp(of, LEAST, 1 - LEAST))));
                    metrics.put(Metric.LOG_LOSS, loss.getAverage());
                },
                () -> metrics.none("no probabilities were given", Metric.LOG_LOSS));
        return metrics.build(confusion);
    }
}
