package io.shearwater.xgboost;

import io.shearwater.learning.Examples;
import io.shearwater.learning.FeatureRows;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import java.util.Set;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.java.util.BigDenseMatrix;

/** Rows in the memory of the library, which is freed by {@link #close}. */
final class NativeRows implements AutoCloseable {
    /** Up to so many values go through an array of the heap, which takes 64 MB; more through memory outside of it. */
    private static final long MOST_ON_HEAP = 16L << 20;

    private static final int BLOCK = 4096;

    final DMatrix matrix;

    private NativeRows(DMatrix matrix) {
        this.matrix = matrix;
    }

    /**
     * Hands rows over.
     *
     * @param what they are for, for messages
     * @throws io.shearwater.model.ShearwaterException BAD_EXAMPLES for what the library cannot learn from
     */
    static NativeRows of(ModelSignature signature, Examples rows, Set<String> categories, String what)
            throws XGBoostError {
        DMatrix matrix = matrix(rows.features(), what, MOST_ON_HEAP);
        try {
            float[] labels = new float[rows.rows()];
            for (int row = 0; row < labels.length; row++) {
                labels[row] = label(signature, rows.labels()[row], row, what);
            }
            matrix.setLabel(labels);
            if (rows.weights().isPresent()) {
                double[] weights = rows.weights().get();
                float[] floats = new float[weights.length];
                for (int row = 0; row < floats.length; row++) {
                    floats[row] = (float) weights[row];
                }
                matrix.setWeight(floats);
            }
            if (!categories.isEmpty()) {
                matrix.setFeatureTypes(signature.features().names().stream()
                        .map(name -> categories.contains(name) ? "c" : "q")
                        .toArray(String[]::new));
            }
            return new NativeRows(matrix);
        } catch (XGBoostError | RuntimeException e) {
            matrix.dispose();
            throw e;
        }
    }

    private static float label(ModelSignature signature, double label, int row, String what) {
        if (signature.task().isClassification()
                && !(label >= 0 && label < signature.classes().size() && label == (int) label)) {
            throw LearningError.BAD_EXAMPLES.because("The label of " + what + " row " + row + " is " + label
                    + ", which is the place of none of the classes " + signature.classes() + ".");
        }
        if (Float.isInfinite((float) label)) {
            throw LearningError.BAD_EXAMPLES.because(
                    "The label of " + what + " row " + row + " is " + label + ", which no float holds. Scale it.");
        }
        return (float) label;
    }

    /** The features alone; more values than {@code mostOnHeap} go through memory outside of the heap. */
    static DMatrix matrix(Frame rows, String what, long mostOnHeap) throws XGBoostError {
        int width = rows.schema().size();
        long values = (long) rows.rows() * width;
        if (values <= mostOnHeap) {
            float[] all = new float[(int) values];
            FeatureRows.copy(rows, 0, rows.rows(), all);
            requireFinite(all, all.length, 0, rows.schema(), what);
            return new DMatrix(all, rows.rows(), width, Float.NaN);
        }
        BigDenseMatrix outside = new BigDenseMatrix(rows.rows(), width);
        try {
            float[] block = new float[BLOCK * width];
            for (int from = 0; from < rows.rows(); from += BLOCK) {
                int to = Math.min(rows.rows(), from + BLOCK);
                int size = (to - from) * width;
                FeatureRows.copy(rows, from, to, block);
                requireFinite(block, size, from, rows.schema(), what);
                for (int i = 0; i < size; i++) {
                    outside.set((long) from * width + i, block[i]);
                }
            }
            return new DMatrix(outside, Float.NaN);
        } finally {
            outside.dispose();
        }
    }

    private static void requireFinite(float[] values, int size, int firstRow, Schema schema, String what) {
        for (int i = 0; i < size; i++) {
            if (Float.isInfinite(values[i])) {
                throw LearningError.BAD_EXAMPLES.because("The feature '"
                        + schema.field(i % schema.size()).name() + "' of " + what + " row "
                        + (firstRow + i / schema.size())
                        + " is infinite, or too large for a float. xgboost cannot learn"
                        + " from that: bound it, or make it null.");
            }
        }
    }

    @Override
    public void close() {
        matrix.dispose();
    }
}
