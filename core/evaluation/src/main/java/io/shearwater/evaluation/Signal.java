package io.shearwater.evaluation;

import java.util.Arrays;

/**
 * What one bin tells of a label: mutual information, and how much better the label is guessed by whoever knows the bin. Guesses of
 * a row are made of the other four fifths of the rows, so that a feature with a value for each row tells nothing.
 */
final class Signal {
    private static final int FOLDS = 5;
    /** How many rows a bin's own mean weighs as much as that of all. */
    private static final double PRIOR = 1;

    private Signal() {}

    /** In nats, less what as many bins show by chance (Miller and Madow); not below 0. */
    static double mutualInformation(Bins feature, Bins label) {
        long[][] both = new long[feature.count()][label.count()];
        long[] ofFeature = new long[feature.count()];
        long[] ofLabel = new long[label.count()];
        int rows = feature.rows();
        for (int row = 0; row < rows; row++) {
            both[feature.of(row)][label.of(row)]++;
            ofFeature[feature.of(row)]++;
            ofLabel[label.of(row)]++;
        }
        double sum = 0;
        for (int i = 0; i < ofFeature.length; i++) {
            for (int j = 0; j < ofLabel.length; j++) {
                if (both[i][j] > 0) {
                    sum += both[i][j] * Math.log((double) both[i][j] * rows / ((double) ofFeature[i] * ofLabel[j]));
                }
            }
        }
        double chance = (used(ofFeature) - 1.0) * (used(ofLabel) - 1.0) / 2;
        return Math.max(0, (sum - chance) / rows);
    }

    private static long used(long[] counts) {
        long used = 0;
        for (long count : counts) {
            used += count > 0 ? 1 : 0;
        }
        return used;
    }

    /** The share of the logarithmic loss of guessing without the feature that goes away with it; 0 to 1. */
    static double powerOverClasses(Bins feature, Bins label) {
        int classes = label.count();
        double[][] counts = new double[FOLDS * feature.count()][classes];
        double[][] all = new double[FOLDS][classes];
        double[] wholly = new double[classes];
        double[][] whole = new double[feature.count()][classes];
        for (int row = 0; row < feature.rows(); row++) {
            counts[fold(row) * feature.count() + feature.of(row)][label.of(row)]++;
            all[fold(row)][label.of(row)]++;
            wholly[label.of(row)]++;
            whole[feature.of(row)][label.of(row)]++;
        }
        long used = Arrays.stream(wholly).filter(count -> count > 0).count();
        double with = 0;
        double without = 0;
        for (int row = 0; row < feature.rows(); row++) {
            int fold = fold(row);
            double[] own = counts[fold * feature.count() + feature.of(row)];
            double[] bin = whole[feature.of(row)];
            double rowsElse = 0;
            double binElse = 0;
            for (int i = 0; i < classes; i++) {
                rowsElse += wholly[i] - all[fold][i];
                binElse += bin[i] - own[i];
            }
            int is = label.of(row);
            double guess = (wholly[is] - all[fold][is] + PRIOR / used) / (rowsElse + PRIOR);
            without -= Math.log(guess);
            with -= Math.log((bin[is] - own[is] + PRIOR * guess) / (binElse + PRIOR));
        }
        return without <= 0 ? 0 : Math.clamp(1 - with / without, 0, 1);
    }

    /** The share of the variance of a number that goes away with the feature; 0 to 1. Rows without a number are left out. */
    static double powerOverNumbers(Bins feature, double[] label) {
        int bins = feature.count();
        double[] sums = new double[FOLDS * bins];
        double[] counts = new double[FOLDS * bins];
        double[] foldSums = new double[FOLDS];
        double[] foldCounts = new double[FOLDS];
        double[] binSums = new double[bins];
        double[] binCounts = new double[bins];
        double sum = 0;
        double count = 0;
        for (int row = 0; row < label.length; row++) {
            if (Double.isFinite(label[row])) {
                int at = fold(row) * bins + feature.of(row);
                sums[at] += label[row];
                counts[at]++;
                foldSums[fold(row)] += label[row];
                foldCounts[fold(row)]++;
                binSums[feature.of(row)] += label[row];
                binCounts[feature.of(row)]++;
                sum += label[row];
                count++;
            }
        }
        double with = 0;
        double without = 0;
        for (int row = 0; row < label.length; row++) {
            int fold = fold(row);
            int at = fold * bins + feature.of(row);
            if (Double.isFinite(label[row]) && count > foldCounts[fold]) {
                double mean = (sum - foldSums[fold]) / (count - foldCounts[fold]);
                double guess = (binSums[feature.of(row)] - sums[at] + PRIOR * mean)
                        / (binCounts[feature.of(row)] - counts[at] + PRIOR);
                with += (label[row] - guess) * (label[row] - guess);
                without += (label[row] - mean) * (label[row] - mean);
            }
        }
        return without <= 0 ? 0 : Math.clamp(1 - with / without, 0, 1);
    }

    /** By the row's place, spread so that no order of the rows falls into one fold. */
    private static int fold(int row) {
        return Math.floorMod((row * 0x9E37_79B9) >>> 8, FOLDS);
    }
}
