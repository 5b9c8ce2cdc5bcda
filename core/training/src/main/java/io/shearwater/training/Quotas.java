package io.shearwater.training;

import java.util.ArrayList;
import java.util.List;

/** How many rows of each stratum each part gets, when its share of them is rarely a whole number. */
final class Quotas {
    /** Shares are doubles: what is nearer to a whole number than this is one. */
    private static final double NEAR = 1e-6;

    private Quotas() {}

    /**
     * Each part gets its share of each stratum, rounded down or up, and is nowhere far behind its share of all: what rounding
     * down leaves goes, stratum by stratum, to the parts that are most behind, the first of them when they are equally.
     */
    static List<long[]> of(List<Long> strata, double[] shares) {
        double[] behind = new double[shares.length];
        List<long[]> quotas = new ArrayList<>();
        for (long rows : strata) {
            quotas.add(one(rows, shares, behind));
        }
        return quotas;
    }

    private static long[] one(long rows, double[] shares, double[] behind) {
        long[] quota = new long[shares.length];
        boolean[] fractional = new boolean[shares.length];
        long left = rows;
        for (int part = 0; part < shares.length; part++) {
            double due = rows * shares[part];
            quota[part] = (long) Math.floor(due + NEAR);
            fractional[part] = due - quota[part] > NEAR;
            behind[part] += due - quota[part];
            left -= quota[part];
        }
        for (; left > 0; left--) {
            int most = mostBehind(behind, fractional);
            quota[most]++;
            behind[most]--;
            fractional[most] = false;
        }
        return quota;
    }

    private static int mostBehind(double[] behind, boolean[] candidates) {
        int most = -1;
        for (int part = 0; part < behind.length; part++) {
            if (candidates[part] && (most < 0 || behind[part] > behind[most] + NEAR)) {
                most = part;
            }
        }
        return Math.max(most, 0);
    }
}
