package io.shearwater.xgboost;

import io.shearwater.learning.Examples;
import io.shearwater.learning.FeatureRows;
import io.shearwater.learning.FeatureSource;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;
import java.util.Set;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.java.util.BigDenseMatrix;

/** Rows in the memory of the library, which is freed by {@link #close}. They stream there: the heap never holds all of them. */
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
        Optional<QueryOrder> order = rows.queries().map(QueryOrder::of);
        DMatrix matrix = matrix(rows.features(), order, what, MOST_ON_HEAP);
        try {
            float[] labels = new float[rows.rows()];
            for (int row = 0; row < labels.length; row++) {
                labels[place(order, row)] = label(signature, rows.labels()[row], row, what);
            }
            matrix.setLabel(labels);
            if (order.isPresent()) {
                matrix.setGroup(order.get().sizes());
            }
            if (rows.weights().isPresent()) {
                matrix.setWeight(weights(rows.weights().get(), order, what));
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

    private static int place(Optional<QueryOrder> order, int row) {
        return order.isPresent() ? order.get().place(row) : row;
    }

    /** One for each row; of a ranking one for each query, as the library has it. */
    private static float[] weights(double[] weights, Optional<QueryOrder> order, String what) {
        float[] floats = new float[weights.length];
        for (int row = 0; row < floats.length; row++) {
            floats[place(order, row)] = (float) weights[row];
        }
        if (order.isEmpty()) {
            return floats;
        }
        int[] sizes = order.get().sizes();
        float[] ofQueries = new float[sizes.length];
        int from = 0;
        for (int query = 0; query < sizes.length; query++) {
            ofQueries[query] = floats[from];
            for (int row = from; row < from + sizes[query]; row++) {
                if (floats[row] != floats[from]) {
                    throw LearningError.BAD_EXAMPLES.because("Of the " + what + " rows, some of one query weigh "
                            + floats[from] + " and " + floats[row]
                            + ". In a ranking all rows of a query weigh the same.");
                }
            }
            from += sizes[query];
        }
        return ofQueries;
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

    /** Takes a value of a row and a column. */
    private interface Target {
        void set(long place, float value);
    }

    /** The features alone; more values than {@code mostOnHeap} go through memory outside of the heap. */
    static DMatrix matrix(FeatureSource rows, Optional<QueryOrder> order, String what, long mostOnHeap)
            throws XGBoostError {
        int width = rows.schema().size();
        long values = (long) rows.rows() * width;
        if (values <= mostOnHeap) {
            float[] all = new float[(int) values];
            fill(rows, order, what, (place, value) -> all[(int) place] = value);
            return new DMatrix(all, rows.rows(), width, Float.NaN);
        }
        BigDenseMatrix outside = new BigDenseMatrix(rows.rows(), width);
        try {
            fill(rows, order, what, outside::set);
            return new DMatrix(outside, Float.NaN);
        } finally {
            outside.dispose();
        }
    }

    private static void fill(FeatureSource rows, Optional<QueryOrder> order, String what, Target target) {
        int width = rows.schema().size();
        float[] block = new float[BLOCK * width];
        int row = 0;
        try (FrameReader reader = rows.read().inPieces(BLOCK)) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                int count = next.get().rows();
                if (row + count > rows.rows()) {
                    throw changed(rows, what);
                }
                FeatureRows.copy(next.get(), 0, count, block);
                requireFinite(block, count * width, row, rows.schema(), what);
                for (int i = 0; i < count; i++) {
                    long to = (long) place(order, row + i) * width;
                    for (int column = 0; column < width; column++) {
                        target.set(to + column, block[i * width + column]);
                    }
                }
                row += count;
            }
        }
        if (row != rows.rows()) {
            throw changed(rows, what);
        }
    }

    private static RuntimeException changed(FeatureSource rows, String what) {
        return LearningError.BAD_EXAMPLES.because(
                "The " + what + " rows were to be " + rows.rows() + ", and are not as many when they are read again.");
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
