package io.shearwater.transform;

import java.util.Arrays;

/**
 * Counts and sums by category and fold. A sum is two doubles, of which the second has what the first cannot hold (Knuth's two-sum),
 * so that its order matters to its last digit at most. Not thread-safe.
 */
final class FoldSums {
    private final int folds;
    private long[] counts = new long[0];
    private double[] sums = new double[0];
    private double[] rests = new double[0];

    FoldSums(int folds) {
        this.folds = folds;
    }

    /** Makes room for so many categories. */
    void grow(int categories) {
        int needed = Math.multiplyExact(categories, folds);
        if (needed > counts.length) {
            int room = Math.max(needed, Math.min(2 * counts.length, (CategoryFitting.MOST + 1) * folds));
            counts = Arrays.copyOf(counts, room);
            sums = Arrays.copyOf(sums, room);
            rests = Arrays.copyOf(rests, room);
        }
    }

    void add(int category, int fold, double value) {
        int at = category * folds + fold;
        double before = sums[at];
        double sum = before + value;
        double taken = sum - before;
        sums[at] = sum;
        rests[at] += (before - (sum - taken)) + (value - taken);
        counts[at]++;
    }

    /**
     * The smoothed mean of a category in all folds but one.
     *
     * @param without that fold; one that there is not for all
     * @param mean towards which it is drawn; it stands in where there is nothing
     */
    double mean(int category, int without, double smoothing, double mean) {
        long count = 0;
        double sum = 0;
        double rest = 0;
        for (int fold = 0; fold < folds; fold++) {
            int at = category * folds + fold;
            if (fold != without && counts[at] > 0) {
                count += counts[at];
                sum += sums[at];
                rest += rests[at];
            }
        }
        return count == 0 ? mean : (sum + rest + smoothing * mean) / (count + smoothing);
    }
}
