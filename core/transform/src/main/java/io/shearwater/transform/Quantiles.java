package io.shearwater.transform;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles of finite numbers. Up to so many numbers they are exact, with linear interpolation between neighbours (definition 7 of
 * Hyndman and Fan, 1996; numpy's). With one more the numbers go into {@link LogBuckets}, and a quantile is known to
 * {@value LogBuckets#ERROR} of itself; the least and the greatest number stay exact. Neither depends on the order of the numbers,
 * and memory is bounded. Not thread-safe.
 */
final class Quantiles {
    /** So many numbers are kept as they are: 8 MiB. */
    static final int EXACT = 1 << 20;

    private final int exact;
    private double @Nullable [] values = new double[64];
    private boolean sorted;
    private final LogBuckets buckets = new LogBuckets();
    private long count;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /** What is done with the numbers, in ascending order. */
    interface Visitor {
        void value(double value, long count);
    }

    Quantiles() {
        this(EXACT);
    }

    /**
     * Nothing yet.
     *
     * @param exact how many numbers are kept as they are
     */
    Quantiles(int exact) {
        this.exact = exact;
    }

    /** Adds a finite number, which is not -0.0. */
    void add(double value) {
        min = Math.min(min, value);
        max = Math.max(max, value);
        double[] kept = values;
        if (kept != null && count == exact) {
            for (int i = 0; i < exact; i++) {
                buckets.add(kept[i]);
            }
            values = null;
            kept = null;
        }
        if (kept == null) {
            buckets.add(value);
        } else {
            if (count == kept.length) {
                kept = Arrays.copyOf(kept, Math.min(exact, 2 * kept.length));
                values = kept;
            }
            kept[(int) count] = value;
            sorted = false;
        }
        count++;
    }

    long count() {
        return count;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    /** The number that this share of the numbers is below, from 0 to 1; asked only where there is a number. */
    double quantile(double share) {
        return quantiles(share)[0];
    }

    /** The numbers of ascending shares. */
    double[] quantiles(double... shares) {
        double[] results = new double[shares.length];
        double[] kept = sorted();
        if (kept == null) {
            sketched(shares, results);
            return results;
        }
        for (int i = 0; i < shares.length; i++) {
            double rank = (count - 1) * shares[i];
            int below = (int) rank;
            int above = (int) Math.min(below + 1L, count - 1);
            results[i] = between(kept[below], kept[above], rank - below);
        }
        return results;
    }

    private static double between(double below, double above, double part) {
        double step = above - below;
        if (Double.isInfinite(step)) {
            return below * (1 - part) + above * part;
        }
        // From the nearer end, so that it does not go past either.
        return part >= 0.5 ? above - step * (1 - part) : below + step * part;
    }

    private double @Nullable [] sorted() {
        double[] kept = values;
        if (kept != null && !sorted) {
            Arrays.sort(kept, 0, (int) count);
            sorted = true;
        }
        return kept;
    }

    private void sketched(double[] shares, double[] results) {
        int[] next = {0};
        long[] before = {0};
        forEach((value, times) -> {
            before[0] += times;
            while (next[0] < shares.length && shares[next[0]] * (count - 1) < before[0]) {
                results[next[0]] = value(shares[next[0]], value);
                next[0]++;
            }
        });
    }

    private double value(double share, double middle) {
        return share == 0 ? min : share == 1 ? max : middle;
    }

    /** Visits the numbers, or the middles of buckets, in ascending order; equal ones that are kept come together. */
    void forEach(Visitor visitor) {
        double[] kept = sorted();
        if (kept == null) {
            buckets.forEach((least, greatest, times) -> visitor.value(middle(least, greatest), times));
            return;
        }
        int from = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || kept[i] != kept[from]) {
                visitor.value(kept[from], i - from);
                from = i;
            }
        }
    }

    private double middle(double least, double greatest) {
        double middle = least <= 0 && greatest >= 0 ? 0 : least + (greatest - least) / 2;
        return Math.clamp(middle, min, max);
    }
}
