package io.shearwater.evaluation;

import java.util.DoubleSummaryStatistics;

/** Predictions of a number. Immutable and thread-safe. */
public final class NumberPredictions implements Predictions {
    private final double[] actual;
    private final double[] predicted;

    private NumberPredictions(double[] actual, double[] predicted) {
        this.actual = actual;
        this.predicted = predicted;
    }

    /**
     * Predicted beside actual numbers.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_PREDICTIONS for arrays of other lengths, no row, or a value that is no
     *     finite number
     */
    public static NumberPredictions of(double[] actual, double[] predicted) {
        Rows.requireAlike("predictions", actual.length, predicted);
        Rows.requireAlike("labels", actual.length, actual);
        return new NumberPredictions(actual, predicted);
    }

    @Override
    public int rows() {
        return actual.length;
    }

    @Override
    public NumberPredictions pick(int[] rows) {
        return new NumberPredictions(Rows.pick(actual, rows), Rows.pick(predicted, rows));
    }

    @Override
    public Evaluation evaluate() {
        DoubleSummaryStatistics values = new DoubleSummaryStatistics();
        DoubleSummaryStatistics errors = new DoubleSummaryStatistics();
        DoubleSummaryStatistics squares = new DoubleSummaryStatistics();
        for (int row = 0; row < actual.length; row++) {
            double error = predicted[row] - actual[row];
            values.accept(actual[row]);
            errors.accept(Math.abs(error));
            squares.accept(error * error);
        }
        Evaluation.Builder metrics = new Evaluation.Builder(actual.length)
                .put(Metric.MAE, errors.getAverage())
                .put(Metric.MSE, squares.getAverage())
                .put(Metric.RMSE, Math.sqrt(squares.getAverage()));
        if (values.getMin() == values.getMax()) {
            return metrics.none("all labels are " + values.getMin(), Metric.R2).build();
        }
        double mean = values.getAverage();
        DoubleSummaryStatistics variance = new DoubleSummaryStatistics();
        for (double value : actual) {
            variance.accept((value - mean) * (value - mean));
        }
        return metrics.put(Metric.R2, 1 - squares.getSum() / variance.getSum()).build();
    }
}
