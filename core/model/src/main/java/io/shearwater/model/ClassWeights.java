package io.shearwater.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weights by which all classes of a label count alike, however rare: of n rows in k classes, each row of a class of m rows has
 * n / (k · m), which is 1 on average. They come from the training part, or from all parts if none is named {@code train}, before
 * any row is left out by a transformation. Rows without a label do not count and have no weight; nor have rows of a class that
 * the training part lacks.
 *
 * @param label a label of the view: boolean, int, long, string or date
 * @param rows how many rows each class has, by its value as text, in the order of the texts; empty while they are not counted
 */
public record ClassWeights(String label, Map<String, Long> rows) {
    /** The column of files that holds the weight of each row. */
    public static final String COLUMN = "class_weight";

    /** The most classes. */
    public static final int MAX_CLASSES = 1_000;

    public ClassWeights {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(rows)));
    }

    /** Weights that are yet to be counted. */
    public static ClassWeights of(String label) {
        return new ClassWeights(label, Map.of());
    }

    /** The weight of each class, by its value as text. */
    public Map<String, Double> weights() {
        long all = rows.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Double> weights = new LinkedHashMap<>();
        rows.forEach((text, count) -> weights.put(text, (double) all / ((double) rows.size() * count)));
        return weights;
    }
}
