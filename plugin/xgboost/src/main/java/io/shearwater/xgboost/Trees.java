package io.shearwater.xgboost;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Boosted trees in flat arrays, one place for each node. The two children of a node are neighbours, so that a node needs to
 * know one of them. The arithmetic is that of {@code cpu_predictor.cc}: floats, added up tree by tree.
 */
final class Trees implements Ensemble {
    /** In {@link #splits}: a leaf. */
    static final int LEAF = -1;
    /** In {@link #splits}: rows without a value go to the right. */
    static final int MISSING_RIGHT = 1 << 30;
    /** In {@link #splits}: the feature is a category. */
    static final int CATEGORICAL = 1 << 29;
    /** In {@link #splits}: the place of the feature. */
    static final int FEATURE = CATEGORICAL - 1;

    private static final int FIRST_INVALID_CATEGORY = 1 << 24;

    final int features;
    final int outputs;
    /** For each tree its root. */
    final int[] roots;
    /** For each tree the output that it is added to. */
    final int[] output;
    /** For each tree what its values are multiplied with; null if with nothing. */
    final float @Nullable [] weights;

    final int[] splits;
    /** The value of a leaf; below which value rows go to the left; the number of a set of categories, as bits. */
    final float[] values;

    final int[] left;
    /** The sums of second derivatives of the rows that came to a node; null if the file has none that can be used. */
    final float @Nullable [] covers;

    final int[] categories;
    /** Where each set of categories begins, and where the last ends. */
    final int[] sets;

    final int depth;
    private volatile @Nullable TreeShap shap;

    Trees(TreesReader read) {
        this.features = read.features;
        this.outputs = read.outputs;
        this.roots = read.roots;
        this.output = read.output;
        this.weights = read.weights;
        this.splits = read.splits;
        this.values = read.values;
        this.left = read.left;
        this.covers = read.coversUsable() ? read.covers : null;
        this.categories = read.categories.toArray();
        this.sets = read.sets.toArray();
        this.depth = read.depth;
    }

    @Override
    public void addTo(float[] rows, int count, float[] margins) {
        for (int tree = 0; tree < roots.length; tree++) {
            int root = roots[tree];
            int to = output[tree];
            if (weights == null) {
                for (int row = 0; row < count; row++) {
                    margins[row * outputs + to] += values[leaf(root, rows, row * features)];
                }
            } else {
                for (int row = 0; row < count; row++) {
                    margins[row * outputs + to] += values[leaf(root, rows, row * features)] * weights[tree];
                }
            }
        }
    }

    private int leaf(int root, float[] rows, int row) {
        int node = root;
        int split = splits[node];
        while (split != LEAF) {
            node = next(node, split, rows[row + (split & FEATURE)]);
            split = splits[node];
        }
        return node;
    }

    /** The child to which a value goes. */
    int next(int node, int split, float value) {
        if (Float.isNaN(value)) {
            return left[node] + (split >>> 30);
        }
        if ((split & CATEGORICAL) == 0) {
            return value < values[node] ? left[node] : left[node] + 1;
        }
        return isIn(Float.floatToRawIntBits(values[node]), value) ? left[node] + 1 : left[node];
    }

    private boolean isIn(int set, float value) {
        if (value < 0 || value >= FIRST_INVALID_CATEGORY) {
            return false;
        }
        int category = (int) value;
        int low = sets[set];
        int high = sets[set + 1] - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (categories[middle] == category) {
                return true;
            } else if (categories[middle] < category) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    @Override
    public Optional<Contributions> contributions() {
        float[] known = covers;
        if (known == null || depth > TreeShap.DEEPEST) {
            return Optional.empty();
        }
        TreeShap made = shap;
        if (made == null) {
            // Two threads may both make it: what they make is the same.
            made = new TreeShap(this, known);
            shap = made;
        }
        return Optional.of(made);
    }
}
