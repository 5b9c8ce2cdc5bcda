package io.shearwater.evaluation;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Spearman's correlation: that of ranks, equal values with the mean of theirs. */
final class RankCorrelation {
    private RankCorrelation() {}

    /** Over the rows where both are finite; empty where one of them is the same everywhere. */
    static OptionalDouble of(double[] first, double[] second) {
        int[] rows = IntStream.range(0, first.length)
                .filter(row -> Double.isFinite(first[row]) && Double.isFinite(second[row]))
                .toArray();
        double[] x = ranks(Rows.pick(first, rows));
        double[] y = ranks(Rows.pick(second, rows));
        double mean = (rows.length - 1) / 2.0;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mean) * (y[i] - mean);
            xx += (x[i] - mean) * (x[i] - mean);
            yy += (y[i] - mean) * (y[i] - mean);
        }
        return xx == 0 || yy == 0 ? OptionalDouble.empty() : OptionalDouble.of(xy / Math.sqrt(xx * yy));
    }

    /** Counted from 0. */
    private static double[] ranks(double[] values) {
        double[] sorted = Arrays.stream(values).map(value -> value + 0.0).toArray();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int any = Arrays.binarySearch(sorted, values[i] + 0.0);
            ranks[i] = any;
        }
        double[] means = means(sorted);
        for (int i = 0; i < values.length; i++) {
            ranks[i] = means[(int) ranks[i]];
        }
        return ranks;
    }

    /** By place in order, the mean place of the values that are equal to that one. */
    private static double[] means(double[] sorted) {
        double[] means = new double[sorted.length];
        int begin = 0;
        while (begin < sorted.length) {
            int end = begin;
            while (end < sorted.length && sorted[end] == sorted[begin]) {
                end++;
            }
            Arrays.fill(means, begin, end, (begin + end - 1) / 2.0);
            begin = end;
        }
        return means;
    }
}
