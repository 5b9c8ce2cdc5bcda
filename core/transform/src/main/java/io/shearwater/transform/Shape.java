package io.shearwater.transform;

import io.shearwater.model.ColumnStatistics.Bin;
import io.shearwater.model.ColumnStatistics.Quantile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Quantiles and a histogram of numbers that are given as ascending stretches, each with its count: counted values, which are
 * stretches without length, or the buckets of a sketch.
 */
final class Shape {
    /** The quantiles that are told. */
    static final List<Double> SHARES = List.of(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);

    private static final int BARS = 20;

    private double[] least = new double[64];
    private double[] greatest = new double[64];
    private long[] until = new long[64];
    private int size;

    /** Adds a stretch that begins where the one before ends, or later. */
    void add(double from, double to, long count) {
        if (size == least.length) {
            least = Arrays.copyOf(least, 2 * size);
            greatest = Arrays.copyOf(greatest, 2 * size);
            until = Arrays.copyOf(until, 2 * size);
        }
        least[size] = from;
        greatest[size] = to;
        until[size] = count + (size == 0 ? 0 : until[size - 1]);
        size++;
    }

    long count() {
        return size == 0 ? 0 : until[size - 1];
    }

    /** The stretch that has the number of this rank, from 1. */
    private int stretch(long rank) {
        int at = Arrays.binarySearch(until, 0, size, rank);
        return at >= 0 ? firstOf(at) : -at - 1;
    }

    private int firstOf(int at) {
        int first = at;
        while (first > 0 && until[first - 1] == until[at]) {
            first--;
        }
        return first;
    }

    /**
     * Quantiles of numbers that two sketches know: each is in the stretch of its rank in either, so in what both share.
     *
     * @param value makes what is told of a number
     */
    static List<Quantile> quantiles(List<Shape> shapes, DoubleFunction<Object> value) {
        List<Quantile> quantiles = new ArrayList<>();
        long count = shapes.getFirst().count();
        for (double share : count == 0 ? List.<Double>of() : SHARES) {
            long rank = Math.max(1, (long) Math.ceil(share * count));
            double from = Double.NEGATIVE_INFINITY;
            double to = Double.POSITIVE_INFINITY;
            for (Shape shape : shapes) {
                int at = shape.stretch(rank);
                from = Math.max(from, shape.least[at]);
                to = Math.min(to, shape.greatest[at]);
            }
            quantiles.add(new Quantile(share, value.apply(from == to ? from : from + (to - from) / 2)));
        }
        return quantiles;
    }

    /**
     * Bars of equal length from the least to the greatest finite number; what a stretch has is counted where its middle lies.
     *
     * @param value makes what is told of a border
     */
    List<Bin> histogram(DoubleFunction<Object> value) {
        int begin = 0;
        int end = size;
        while (begin < end && Double.isInfinite(least[begin])) {
            begin++;
        }
        while (end > begin && Double.isInfinite(greatest[end - 1])) {
            end--;
        }
        if (begin == end) {
            return List.of();
        }
        double from = least[begin];
        double to = greatest[end - 1];
        if (from == to) {
            return List.of(new Bin(value.apply(from), value.apply(to), counted(begin)));
        }
        int bars = BARS;
        long[] counts = new long[bars];
        for (int i = begin; i < end; i++) {
            double middle = least[i] / 2 + greatest[i] / 2;
            int bar = (int) ((middle / 2 - from / 2) / (to / 2 - from / 2) * bars);
            counts[Math.clamp(bar, 0, bars - 1)] += counted(i);
        }
        List<Bin> bins = new ArrayList<>(bars);
        for (int i = 0; i < bars; i++) {
            bins.add(new Bin(value.apply(border(from, to, i)), value.apply(border(from, to, i + 1)), counts[i]));
        }
        return bins;
    }

    private static double border(double from, double to, int bar) {
        double share = (double) bar / BARS;
        return bar == BARS ? to : from * (1 - share) + to * share;
    }

    private long counted(int stretch) {
        return until[stretch] - (stretch == 0 ? 0 : until[stretch - 1]);
    }
}
