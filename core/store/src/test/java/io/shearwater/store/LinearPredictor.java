package io.shearwater.store;

import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.model.Frame;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The logistic function of a weighted sum of some features, where one that is missing counts as 0. It knows when it is used after its end. */
class LinearPredictor implements Predictor {
    final AtomicInteger closed = new AtomicInteger();
    final AtomicLong usedAfterClose = new AtomicLong();
    private final ModelSignature signature;
    private final double[] weights;
    private final double bias;

    LinearPredictor(ModelSignature signature, double bias, double... weights) {
        this.signature = signature;
        this.bias = bias;
        this.weights = weights;
    }

    @Override
    public ModelSignature signature() {
        return signature;
    }

    @Override
    public double[] predict(Frame features) {
        double[] scores = new double[features.rows()];
        double[][] rows = features.toDoubles();
        for (int row = 0; row < scores.length; row++) {
            scores[row] = score(margin(rows[row]));
        }
        if (closed.get() > 0) {
            usedAfterClose.incrementAndGet();
        }
        return scores;
    }

    private double margin(double[] row) {
        double sum = bias;
        for (int i = 0; i < weights.length; i++) {
            sum += Double.isNaN(row[i]) ? 0 : weights[i] * row[i];
        }
        return sum;
    }

    static double score(double margin) {
        return 1 / (1 + Math.exp(-margin));
    }

    @Override
    public Optional<Explainer> explainer() {
        return Optional.of(new Explainer() {
            @Override
            public double[] contributions(Frame features) {
                double[][] rows = features.toDoubles();
                int width = features.schema().size() + 1;
                double[] all = new double[rows.length * width];
                for (int row = 0; row < rows.length; row++) {
                    for (int i = 0; i < weights.length; i++) {
                        all[row * width + i] = Double.isNaN(rows[row][i]) ? 0 : weights[i] * rows[row][i];
                    }
                    all[row * width + width - 1] = bias;
                }
                return all;
            }

            @Override
            public double score(double margin) {
                return LinearPredictor.score(margin);
            }
        });
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
