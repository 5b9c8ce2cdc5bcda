package io.shearwater.xgboost;

import io.shearwater.learning.LearningError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the trees of a model. Each node is laid where its parent says, so that what is in no tree (pruned nodes) takes no place
 * and a node that is reached twice (a circle) is found.
 */
final class TreesReader {
    private static final int NOT_SEEN = -1;

    final int features;
    final int outputs;
    final int[] roots;
    final int[] output;
    final float @Nullable [] weights;
    final int[] splits;
    final float[] values;
    final int[] left;
    final float[] covers;
    final IntList categories = new IntList();
    final IntList sets = new IntList();
    int depth;

    private boolean withCovers = true;
    private int nodes;

    private TreesReader(ModelPart model, float @Nullable [] weights, int features, int outputs) {
        List<ModelPart> trees = model.at("trees").items();
        this.features = features;
        this.outputs = outputs;
        this.weights = weights;
        this.roots = new int[trees.size()];
        this.output = model.at("tree_info").wholes(trees.size());
        long size = 0;
        for (ModelPart tree : trees) {
            size += size(tree);
        }
        if (size > Integer.MAX_VALUE - 8) {
            throw LearningError.UNSUPPORTED_MODEL.because(
                    "The model has " + size + " nodes; 2,147,483,639 is the most that can be loaded.");
        }
        this.splits = new int[(int) size];
        this.values = new float[(int) size];
        this.left = new int[(int) size];
        this.covers = new float[(int) size];
        for (int tree = 0; tree < trees.size(); tree++) {
            if (output[tree] < 0 || output[tree] >= outputs) {
                throw model.at("tree_info").bad("tree " + tree + " adds to output " + output[tree] + " of " + outputs);
            }
            read(tree, trees.get(tree));
        }
        sets.add(categories.size());
    }

    /**
     * Reads trees.
     *
     * @param model the part that has {@code trees} and {@code tree_info}
     * @param weights of the trees, if they have any
     */
    static Trees read(ModelPart model, Optional<float[]> weights, int features, int outputs) {
        return new Trees(new TreesReader(model, weights.orElse(null), features, outputs));
    }

    boolean coversUsable() {
        return withCovers;
    }

    private static int size(ModelPart tree) {
        return tree.at("left_children").value() instanceof ModelValue.Numbers numbers ? numbers.values().length : 0;
    }

    private void read(int number, ModelPart tree) {
        int size = size(tree);
        if (size == 0) {
            throw tree.bad("there is no node");
        }
        Optional<ModelPart> leafSize = tree.find("tree_param").flatMap(part -> part.find("size_leaf_vector"));
        if (leafSize.isPresent() && leafSize.get().count() > 1) {
            throw LearningError.UNSUPPORTED_MODEL.because(
                    "The model has trees with several values in a leaf ('multi_strategy' is 'multi_output_tree'), which"
                            + " are not supported. Train with 'one_output_per_tree'.");
        }
        roots[number] = nodes;
        new Tree(tree, size).lay();
    }

    /** The arrays of one tree in a file. */
    private final class Tree {
        private final ModelPart tree;
        private final int[] lefts;
        private final int[] rights;
        private final int[] indices;
        private final float[] conditions;
        private final int[] missingLeft;
        private final float @Nullable [] hessians;
        private final int[] categorySet;

        Tree(ModelPart tree, int size) {
            this.tree = tree;
            this.lefts = tree.at("left_children").wholes(size);
            this.rights = tree.at("right_children").wholes(size);
            this.indices = tree.at("split_indices").wholes(size);
            this.conditions = tree.at("split_conditions").reals(size);
            this.missingLeft = tree.at("default_left").wholes(size);
            this.hessians =
                    tree.find("sum_hessian").map(part -> part.reals(size)).orElse(null);
            this.categorySet = categorySets(size);
        }

        /** For each node the number of its set of categories, or -1. */
        private int[] categorySets(int size) {
            int[] numbers = new int[size];
            Arrays.fill(numbers, -1);
            Optional<ModelPart> types = tree.find("split_type");
            if (types.isEmpty() || Arrays.stream(types.get().wholes(size)).allMatch(type -> type == 0)) {
                return numbers;
            }
            int[] of = tree.at("categories_nodes").wholes();
            int[] begins = tree.at("categories_segments").wholes(of.length);
            int[] lengths = tree.at("categories_sizes").wholes(of.length);
            int[] all = tree.at("categories").wholes();
            for (int i = 0; i < of.length; i++) {
                ModelPart place = tree.at("categories_segments");
                if (of[i] < 0 || of[i] >= size || numbers[of[i]] >= 0) {
                    throw tree.at("categories_nodes").bad("value " + i + " is node " + of[i] + " of " + size);
                }
                if (begins[i] < 0 || lengths[i] <= 0 || begins[i] > all.length - lengths[i]) {
                    throw place.bad("set " + i + " begins at " + begins[i] + " and has " + lengths[i] + " of "
                            + all.length + " categories");
                }
                int[] set = Arrays.copyOfRange(all, begins[i], begins[i] + lengths[i]);
                Arrays.sort(set);
                numbers[of[i]] = sets.size();
                sets.add(categories.size());
                for (int category : set) {
                    categories.add(category);
                }
            }
            return numbers;
        }

        /** Lays the nodes level by level; both children of a node get places side by side. */
        void lay() {
            int[] placeOf = new int[lefts.length];
            Arrays.fill(placeOf, NOT_SEEN);
            int[] queue = new int[lefts.length];
            int known = 1;
            int levelEnd = 1;
            int level = 0;
            placeOf[0] = nodes++;
            for (int i = 0; i < known; i++) {
                if (i == levelEnd) {
                    levelEnd = known;
                    level++;
                }
                int node = queue[i];
                int place = placeOf[node];
                if (hessians != null) {
                    covers[place] = hessians[node];
                }
                if (lefts[node] == NOT_SEEN) {
                    layLeaf(node, place);
                    continue;
                }
                laySplit(node, place);
                left[place] = nodes;
                for (int child : new int[] {lefts[node], rights[node]}) {
                    if (child < 0 || child >= lefts.length || placeOf[child] != NOT_SEEN) {
                        throw tree.bad("node " + node + " has the child " + child
                                + (child < 0 || child >= lefts.length
                                        ? ", and there are " + lefts.length + " nodes"
                                        : ", which is in the tree already"));
                    }
                    placeOf[child] = nodes++;
                    queue[known++] = child;
                }
            }
            depth = Math.max(depth, level);
            checkCovers(placeOf);
        }

        private void layLeaf(int node, int place) {
            if (!Float.isFinite(conditions[node])) {
                throw tree.at("split_conditions").bad("leaf " + node + " has the value " + conditions[node]);
            }
            splits[place] = Trees.LEAF;
            values[place] = conditions[node];
        }

        private void laySplit(int node, int place) {
            if (indices[node] < 0 || indices[node] >= features) {
                throw tree.at("split_indices")
                        .bad("node " + node + " splits by feature " + indices[node] + " of " + features);
            }
            boolean categorical = categorySet[node] >= 0;
            if (!categorical && Float.isNaN(conditions[node])) {
                throw tree.at("split_conditions").bad("node " + node + " splits at NaN");
            }
            splits[place] = indices[node]
                    | (missingLeft[node] == 0 ? Trees.MISSING_RIGHT : 0)
                    | (categorical ? Trees.CATEGORICAL : 0);
            values[place] = categorical ? Float.intBitsToFloat(categorySet[node]) : conditions[node];
        }

        /** Explanations divide by the covers of the children of each split. */
        private void checkCovers(int[] placeOf) {
            for (int node = 0; node < lefts.length && withCovers; node++) {
                if (placeOf[node] != NOT_SEEN && lefts[node] != NOT_SEEN) {
                    withCovers = hessians != null
                            && hessians[lefts[node]] >= 0
                            && hessians[rights[node]] >= 0
                            && hessians[lefts[node]] + hessians[rights[node]] > 0
                            && hessians[lefts[node]] + hessians[rights[node]] < Float.POSITIVE_INFINITY;
                }
            }
        }
    }
}
