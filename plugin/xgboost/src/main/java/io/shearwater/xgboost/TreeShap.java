package io.shearwater.xgboost;

/**
 * Shapley values of the features for the margins of trees, where a feature that is left out goes both ways of a split, as often
 * as the rows of the training did: the path-dependent TreeSHAP of Lundberg, Erion, Lee, "Consistent Individualized Feature
 * Attribution for Tree Ensembles" (2018, arXiv 1802.03888), algorithm 2.
 *
 * <p>It follows {@code cpu_treeshap.cc} of the library, in doubles, with two shortcuts. The share of a child is of the children's
 * sum, so that shares add up to one. And in a leaf, all features that lead away from it have the same weight: in the sum over
 * the path, what such a feature is divided by cancels out with what it is multiplied with.
 *
 * <p>Immutable and thread-safe.
 */
final class TreeShap implements Ensemble.Contributions {
    /** Deeper trees are not explained: work grows with the square of the depth. */
    static final int DEEPEST = 256;

    private final Trees trees;
    /** For each split the share of its rows that went to the left. */
    private final double[] leftShares;
    /** For each tree its mean over the rows of the training. */
    private final double[] means;
    /** 1/1, 1/2, 1/3, … */
    private final double[] inverse;

    TreeShap(Trees trees, float[] covers) {
        this.trees = trees;
        this.leftShares = new double[trees.splits.length];
        this.means = new double[trees.roots.length];
        this.inverse = new double[trees.depth + 2];
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] = 1.0 / (i + 1);
        }
        double[] nodeMeans = new double[trees.splits.length];
        // Children lie behind their parents.
        for (int node = trees.splits.length - 1; node >= 0; node--) {
            if (trees.splits[node] == Trees.LEAF) {
                nodeMeans[node] = trees.values[node];
                continue;
            }
            int left = trees.left[node];
            if (left == 0) {
                continue;
            }
            double share = covers[left] / ((double) covers[left] + covers[left + 1]);
            leftShares[node] = share;
            nodeMeans[node] = share * nodeMeans[left] + (1 - share) * nodeMeans[left + 1];
        }
        for (int tree = 0; tree < means.length; tree++) {
            means[tree] = nodeMeans[trees.roots[tree]];
        }
    }

    @Override
    public void addTo(float[] rows, int count, double[] into) {
        Walk walk = new Walk(rows, into);
        int width = trees.features + 1;
        for (int row = 0; row < count; row++) {
            for (int tree = 0; tree < trees.roots.length; tree++) {
                double weight = trees.weights == null ? 1 : trees.weights[tree];
                int at = (row * trees.outputs + trees.output[tree]) * width;
                into[at + trees.features] += weight * means[tree];
                walk.tree(row * trees.features, at, weight, trees.roots[tree]);
            }
        }
    }

    /**
     * Goes through trees. A path is a stretch of the arrays: for each feature on it the share of rows that go on where it is left
     * out, whether the row itself goes on (it does or does not: 1 or 0), and the weights of the paths with so many features.
     */
    private final class Walk {
        private final float[] rows;
        private final double[] into;
        private final int[] feature;
        private final double[] zero;
        private final double[] one;
        private final double[] weight;

        private int row;
        private int at;
        private double treeWeight;

        Walk(float[] rows, double[] into) {
            this.rows = rows;
            this.into = into;
            int longest = trees.depth + 2;
            int size = longest * (longest + 1) / 2;
            feature = new int[size];
            zero = new double[size];
            one = new double[size];
            weight = new double[size];
        }

        void tree(int ofRow, int to, double times, int root) {
            row = ofRow;
            at = to;
            treeWeight = times;
            feature[0] = -1;
            zero[0] = 1;
            one[0] = 1;
            weight[0] = 1;
            node(root, 0, 0);
        }

        /**
         * Goes on at a node.
         *
         * @param path where the path to it begins
         * @param last the place of the path's last feature; at place 0 there is none
         */
        private void node(int node, int path, int last) {
            int split = trees.splits[node];
            if (split == Trees.LEAF) {
                leaf(trees.values[node] * treeWeight, path, last);
                return;
            }
            int by = split & Trees.FEATURE;
            int left = trees.left[node];
            int hot = trees.next(node, split, rows[row + by]);
            double leftShare = leftShares[node];
            double zeroBefore = 1;
            double oneBefore = 1;
            int end = last;
            int known = find(by, path, last);
            if (known >= 0) {
                zeroBefore = zero[path + known];
                oneBefore = one[path + known];
                unwind(path, last, known);
                end--;
            }
            for (int child = left; child <= left + 1; child++) {
                double zeroNow = zeroBefore * (child == left ? leftShare : 1 - leftShare);
                double oneNow = child == hot ? oneBefore : 0;
                if (zeroNow != 0 || oneNow != 0) {
                    int next = path + last + 1;
                    System.arraycopy(feature, path, feature, next, end + 1);
                    System.arraycopy(zero, path, zero, next, end + 1);
                    System.arraycopy(one, path, one, next, end + 1);
                    System.arraycopy(weight, path, weight, next, end + 1);
                    feature[next + end + 1] = by;
                    zero[next + end + 1] = zeroNow;
                    one[next + end + 1] = oneNow;
                    extend(next, end + 1);
                    node(child, next, end + 1);
                }
            }
        }

        private int find(int by, int path, int last) {
            for (int i = 1; i <= last; i++) {
                if (feature[path + i] == by) {
                    return i;
                }
            }
            return -1;
        }

        /** Takes the last feature of a path into its weights. */
        private void extend(int path, int last) {
            double by = inverse[last];
            double zeroBy = zero[path + last] * by;
            double oneBy = one[path + last] * by;
            weight[path + last] = 0;
            for (int i = last - 1; i >= 0; i--) {
                double before = weight[path + i];
                weight[path + i + 1] += oneBy * before * (i + 1);
                weight[path + i] = zeroBy * before * (last - i);
            }
        }

        /** Takes a feature out of a path again. */
        private void unwind(int path, int last, int known) {
            double zeroOf = zero[path + known];
            if (one[path + known] != 0) {
                double next = weight[path + last];
                for (int i = last - 1; i >= 0; i--) {
                    double before = weight[path + i];
                    double now = next * (last + 1) * inverse[i];
                    weight[path + i] = now;
                    next = before - now * zeroOf * (last - i) * inverse[last];
                }
            } else {
                for (int i = last - 1; i >= 0; i--) {
                    weight[path + i] = weight[path + i] * (last + 1) * inverse[last - i - 1] / zeroOf;
                }
            }
            for (int i = known; i < last; i++) {
                feature[path + i] = feature[path + i + 1];
                zero[path + i] = zero[path + i + 1];
                one[path + i] = one[path + i + 1];
            }
        }

        private void leaf(double value, int path, int last) {
            double cold = 0;
            for (int i = 0; i < last; i++) {
                cold -= weight[path + i] * inverse[last - i - 1];
            }
            double times = value * (last + 1);
            for (int i = 1; i <= last; i++) {
                if (one[path + i] == 0) {
                    into[at + feature[path + i]] += cold * times;
                } else {
                    double zeroOf = zero[path + i];
                    into[at + feature[path + i]] += unwoundSum(path, last, zeroOf) * (1 - zeroOf) * times;
                }
            }
        }

        /** What the weights of a path would add up to without a feature that the row follows, divided by the path's length. */
        private double unwoundSum(int path, int last, double zeroOf) {
            double next = weight[path + last];
            double total = 0;
            for (int i = last - 1; i >= 0; i--) {
                double now = next * inverse[i];
                total += now;
                next = weight[path + i] - now * zeroOf * (last - i);
            }
            return total;
        }
    }
}
