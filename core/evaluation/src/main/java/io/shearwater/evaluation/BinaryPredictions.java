package io.shearwater.evaluation;

import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * Predictions of two classes: whether something happens. Scores are probabilities, or any numbers of which greater ones say that it
 * is more likely; metrics of probabilities are then undefined. Immutable and thread-safe.
 */
public final class BinaryPredictions implements Predictions {
    /** Rows with at least this probability are predicted positive where nothing else is said. */
    public static final double HALF = 0.5;

    private static final int BINS = 10;
    private static final double LEAST = Math.ulp(1.0);
    private static final String ONE_CLASS = "the rows are all of one class";
    private static final String NO_POSITIVE = "no row is positive";
    private static final String NO_PROBABILITY = "scores are not between 0 and 1";

    private final boolean[] actual;
    private final double[] scores;
    private final double threshold;

    private BinaryPredictions(boolean[] actual, double[] scores, double threshold) {
        this.actual = actual;
        this.scores = scores;
        this.threshold = threshold;
    }

    /**
     * Scores beside what happened.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_PREDICTIONS for arrays of other lengths, no row, or a score that is
     *     not a number
     */
    public static BinaryPredictions of(boolean[] actual, double[] scores) {
        Rows.requireAlike("scores", actual.length, scores);
        return new BinaryPredictions(actual, scores, HALF);
    }

    /** The same, where rows that score at least so much are predicted positive. */
    public BinaryPredictions at(double newThreshold) {
        return new BinaryPredictions(actual, scores, newThreshold);
    }

    @Override
    public int rows() {
        return actual.length;
    }

    @Override
    public BinaryPredictions pick(int[] rows) {
        boolean[] picked = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = actual[rows[i]];
        }
        return new BinaryPredictions(picked, Rows.pick(scores, rows), threshold);
    }

    @Override
    public Evaluation evaluate() {
        ConfusionMatrix confusion = confusion();
        long truePositives = confusion.count(1, 1);
        long errors = confusion.count(0, 1) + confusion.count(1, 0);
        Evaluation.Builder metrics = new Evaluation.Builder(actual.length)
                .put(Metric.ACCURACY, (double) confusion.right() / actual.length)
                .share(Metric.PRECISION, truePositives, confusion.predicted(1), "no row is predicted positive")
                .share(Metric.RECALL, truePositives, confusion.actual(1), NO_POSITIVE)
                .share(
                        Metric.F1,
                        2 * truePositives,
                        2 * truePositives + errors,
                        "no row is positive or predicted positive");
        ScoreSteps steps = new ScoreSteps(actual, scores);
        if (steps.positives() == 0 || steps.negatives() == 0) {
            metrics.none(ONE_CLASS, Metric.ROC_AUC);
        } else {
            metrics.put(Metric.ROC_AUC, steps.rocArea());
        }
        if (steps.positives() == 0) {
            metrics.none(NO_POSITIVE, Metric.PR_AUC);
        } else {
            metrics.put(Metric.PR_AUC, steps.averagePrecision());
        }
        return (areProbabilities()
                        ? ofProbabilities(metrics)
                        : metrics.none(NO_PROBABILITY, Metric.LOG_LOSS, Metric.BRIER, Metric.CALIBRATION_ERROR))
                .build(confusion);
    }

    private Evaluation.Builder ofProbabilities(Evaluation.Builder metrics) {
        DoubleSummaryStatistics loss = new DoubleSummaryStatistics();
        DoubleSummaryStatistics squares = new DoubleSummaryStatistics();
        for (int i = 0; i < actual.length; i++) {
            double ofActual = actual[i] ? scores[i] : 1 - scores[i];
            loss.accept(-Math.log(Math.clamp(ofActual, LEAST, 1 - LEAST)));
            squares.accept((1 - ofActual) * (1 - ofActual));
        }
        return metrics.put(Metric.LOG_LOSS, loss.getAverage())
                .put(Metric.BRIER, squares.getAverage())
                .put(
                        Metric.CALIBRATION_ERROR,
                        Calibration.of(actual, scores, BINS).error());
    }

    private ConfusionMatrix confusion() {
        long[][] counts = new long[2][2];
        for (int i = 0; i < actual.length; i++) {
            counts[actual[i] ? 1 : 0][scores[i] >= threshold ? 1 : 0]++;
        }
        return new ConfusionMatrix(List.of("false", "true"), counts);
    }

    private boolean areProbabilities() {
        for (double score : scores) {
            if (score < 0 || score > 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * True positives over false positives.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_PREDICTIONS where all rows are of one class
     */
    public Curve roc() {
        ScoreSteps steps = steps();
        return new Curve(steps.roc(Curve.POINTS), steps.rocArea());
    }

    /** Precision over recall; as {@link #roc}. */
    public Curve precisionRecall() {
        ScoreSteps steps = steps();
        return new Curve(steps.precisionRecall(Curve.POINTS), steps.averagePrecision());
    }

    private ScoreSteps steps() {
        ScoreSteps steps = new ScoreSteps(actual, scores);
        if (steps.positives() == 0 || steps.negatives() == 0) {
            throw EvaluationError.BAD_PREDICTIONS.because("There is no curve: " + ONE_CLASS + ", " + steps.positives()
                    + " positive and " + steps.negatives() + " negative. Take more rows.");
        }
        return steps;
    }

    /**
     * Probabilities beside the shares that happened, over equal stretches.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_PREDICTIONS where scores are no probabilities
     */
    public Calibration calibration(int bins) {
        if (!areProbabilities() || bins < 1) {
            throw EvaluationError.BAD_PREDICTIONS.because(
                    bins < 1
                            ? "A calibration over " + bins + " stretches cannot be; take 1 or more."
                            : "There is no calibration: " + NO_PROBABILITY + ". Give probabilities.");
        }
        return Calibration.of(actual, scores, bins);
    }
}
