package io.shearwater.evaluation;

import io.shearwater.evaluation.SignalReport.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Pairs of columns that say nearly the same. */
final class CorrelatedPairs {
    private static final int MOST_ROWS = 20_000;
    private static final int LEAST_ROWS = 1_000;
    /** Multiplications. */
    private static final long MOST_WORK = 2_000_000_000L;

    private CorrelatedPairs() {}

    /**
     * Pearson's correlations from a bound on, either way, the greatest first.
     *
     * @param columns numbers by name, NaN where there is none: those count as the mean
     */
    static List<Pair> of(Map<String, double[]> columns, double bound) {
        List<String> names = new ArrayList<>();
        List<double[]> scaled = new ArrayList<>();
        long most = Math.clamp(MOST_WORK / Math.max(1, (long) columns.size() * columns.size()), LEAST_ROWS, MOST_ROWS);
        columns.forEach((name, numbers) -> {
            double[] unit = unit(numbers, Math.toIntExact(Math.max(1, Math.ceilDiv(numbers.length, most))));
            if (unit.length > 0) {
                names.add(name);
                scaled.add(unit);
            }
        });
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < scaled.size(); i++) {
            for (int j = i + 1; j < scaled.size(); j++) {
                double correlation = product(scaled.get(i), scaled.get(j));
                if (Math.abs(correlation) >= bound) {
                    pairs.add(new Pair(names.get(i), names.get(j), Math.clamp(correlation, -1, 1)));
                }
            }
        }
        pairs.sort(Comparator.<Pair>comparingDouble(pair -> -Math.abs(pair.correlation()))
                .thenComparing(Pair::first)
                .thenComparing(Pair::second));
        return pairs;
    }

    /** Every so many of the numbers, around 0 and of length 1; empty if they are all the same. */
    private static double[] unit(double[] numbers, int every) {
        double[] picked = new double[Math.ceilDiv(numbers.length, every)];
        double sum = 0;
        int count = 0;
        for (int i = 0; i < picked.length; i++) {
            picked[i] = numbers[i * every];
            if (Double.isFinite(picked[i])) {
                sum += picked[i];
                count++;
            }
        }
        double mean = count == 0 ? 0 : sum / count;
        double squares = 0;
        for (int i = 0; i < picked.length; i++) {
            picked[i] = Double.isFinite(picked[i]) ? picked[i] - mean : 0;
            squares += picked[i] * picked[i];
        }
        if (!(squares > 0) || Double.isInfinite(squares)) {
            return new double[0];
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < picked.length; i++) {
            picked[i] /= length;
        }
        return picked;
    }

    private static double product(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }
}
