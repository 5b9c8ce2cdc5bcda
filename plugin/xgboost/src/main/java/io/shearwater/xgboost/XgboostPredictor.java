package io.shearwater.xgboost;

import io.shearwater.learning.FeatureRows;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.model.Frame;
import java.util.Arrays;
import java.util.Optional;

/** Predicts in Java. There is nothing to free, and threads share nothing that changes. */
final class XgboostPredictor implements Predictor {
    /** Rows that go through a tree one after the other, while the tree is near. */
    private static final int BLOCK = 64;

    private final ModelSignature signature;
    private final XgboostModel model;
    private volatile boolean closed;

    XgboostPredictor(ModelSignature signature, XgboostModel model) {
        this.signature = signature;
        this.model = model;
    }

    @Override
    public ModelSignature signature() {
        return signature;
    }

    @Override
    public double[] predict(Frame features) {
        requireReady(features);
        int outputs = model.outputs();
        int rows = features.rows();
        double[] scores = new double[Math.multiplyExact(rows, outputs)];
        int block = Math.min(rows, BLOCK);
        float[] values = new float[block * model.features()];
        float[] margins = new float[block * outputs];
        for (int from = 0; from < rows; from += block) {
            int count = Math.min(block, rows - from);
            FeatureRows.copy(features, from, from + count, values);
            begin(margins, count);
            model.ensemble().addTo(values, count, margins);
            for (int row = 0; row < count; row++) {
                model.objective().link().apply(margins, row * outputs, (row + 1) * outputs);
            }
            for (int i = 0; i < count * outputs; i++) {
                scores[from * outputs + i] = margins[i];
            }
        }
        return scores;
    }

    private void begin(float[] margins, int rows) {
        float[] base = model.base();
        if (base.length == 1) {
            Arrays.fill(margins, 0, rows, base[0]);
            return;
        }
        for (int row = 0; row < rows; row++) {
            System.arraycopy(base, 0, margins, row * base.length, base.length);
        }
    }

    @Override
    public Optional<Explainer> explainer() {
        return model.ensemble().contributions().map(contributions -> new RowExplainer(contributions));
    }

    private void requireReady(Frame features) {
        if (closed) {
            throw LearningError.LEARNER_FAILED.because(
                    "The model of '" + signature.label() + "' is closed. Load it again.");
        }
        FeatureRows.requireFeatures(signature, features);
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class RowExplainer implements Explainer {
        private final Ensemble.Contributions contributions;

        RowExplainer(Ensemble.Contributions contributions) {
            this.contributions = contributions;
        }

        @Override
        public double[] contributions(Frame features) {
            requireReady(features);
            int width = model.features() + 1;
            int each = width * model.outputs();
            int rows = features.rows();
            double[] all = new double[Math.multiplyExact(rows, each)];
            int block = Math.min(rows, BLOCK);
            float[] values = new float[block * model.features()];
            double[] some = new double[block * each];
            for (int from = 0; from < rows; from += block) {
                int count = Math.min(block, rows - from);
                FeatureRows.copy(features, from, from + count, values);
                Arrays.fill(some, 0);
                for (int i = 0; i < count * model.outputs(); i++) {
                    some[i * width + width - 1] = model.base()[i % model.outputs()];
                }
                contributions.addTo(values, count, some);
                System.arraycopy(some, 0, all, from * each, count * each);
            }
            return all;
        }

        @Override
        public double score(double margin) {
            return model.objective().link().apply((float) margin);
        }
    }
}
