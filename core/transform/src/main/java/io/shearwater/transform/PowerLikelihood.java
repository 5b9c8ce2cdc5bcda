package io.shearwater.transform;

import java.util.function.DoubleUnaryOperator;

/**
 * How likely numbers are, transformed by a power, under a normal distribution. Its derivative by the exponent λ is, but for a
 * factor, {@code mean(sign(x) · l) - cov(y, dy/dλ) / var(y)} with the logarithm {@code l} of x or 1 + |x|; the root of that is
 * found, which is exact to the last digits, whereas the maximum itself is flat.
 */
final class PowerLikelihood {
    /** So many numbers are taken as they are; of more, the middles of buckets. Each is visited some 20 times. */
    static final int EXACT = 1 << 17;

    /** Greatest exponent of e, so that the squares of all training data stay finite. */
    private static final double GREATEST_POWER = 340;

    private static final double GREATEST_LAMBDA = 4096;
    private static final double SMALL = 0.1;
    private static final double[] SERIES = series();

    /** The transformations by powers. */
    enum Family {
        BOX_COX {
            @Override
            DoubleUnaryOperator function(double lambda) {
                return x -> x > 0 ? power(StrictMath.log(x), lambda) : Double.NaN;
            }

            @Override
            double logarithm(double x) {
                return StrictMath.log(x);
            }
        },
        YEO_JOHNSON {
            @Override
            DoubleUnaryOperator function(double lambda) {
                return x -> x < 0 ? -power(StrictMath.log1p(-x), 2 - lambda) : power(StrictMath.log1p(x), lambda);
            }

            @Override
            double logarithm(double x) {
                return StrictMath.log1p(Math.abs(x));
            }
        };

        /** The transformation with an exponent. */
        abstract DoubleUnaryOperator function(double lambda);

        abstract double logarithm(double x);

        /** {@code (e^(l · m) - 1) / m}. */
        private static double power(double l, double m) {
            return m == 0 ? l : StrictMath.expm1(m * l) / m;
        }
    }

    private final double[] logarithms;
    private final boolean[] negative;
    private final double[] counts;
    private final double total;
    private final double slope;
    private final double shift;
    private double lowest = -GREATEST_LAMBDA;
    private double highest = GREATEST_LAMBDA;

    PowerLikelihood(Family family, Quantiles numbers) {
        int[] size = new int[1];
        numbers.forEach((value, times) -> size[0]++);
        this.logarithms = new double[size[0]];
        this.negative = new boolean[size[0]];
        this.counts = new double[size[0]];
        int[] at = new int[1];
        numbers.forEach((value, times) -> {
            logarithms[at[0]] = family.logarithm(value);
            negative[at[0]] = family == Family.YEO_JOHNSON && value < 0;
            counts[at[0]++] = times;
        });
        this.total = numbers.count();
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i] * (negative[i] ? -logarithms[i] : logarithms[i]);
            bound(logarithms[i], negative[i]);
        }
        // The best exponent of Box-Cox does not change when all numbers are multiplied: their geometric mean becomes 1.
        this.shift = family == Family.BOX_COX ? sum / total : 0;
        this.slope = family == Family.BOX_COX ? 0 : sum / total;
    }

    private void bound(double logarithm, boolean below) {
        double most = GREATEST_POWER / Math.max(Math.abs(logarithm), Double.MIN_NORMAL);
        lowest = Math.max(lowest, below ? 2 - most : -most);
        highest = Math.min(highest, below ? 2 + most : most);
    }

    /** The exponent of the greatest likelihood among those that keep the training data finite; 1 where all are the same. */
    double lambda() {
        if (logarithms[0] == logarithms[logarithms.length - 1] && negative[0] == negative[negative.length - 1]) {
            return 1;
        }
        double low = Math.max(lowest, -2);
        while (low > lowest && derivative(low) < 0) {
            low = Math.max(lowest, 2 * low);
        }
        double high = Math.min(highest, 2);
        while (high < highest && derivative(high) > 0) {
            high = Math.min(highest, 2 * high);
        }
        return Roots.falling(this::derivative, low, high);
    }

    /** The derivative of the logarithm of the likelihood by λ, over the count: falls through 0 at the best λ. */
    private double derivative(double lambda) {
        double[] y = new double[counts.length];
        double[] dy = new double[counts.length];
        double meanOfY = 0;
        double meanOfDy = 0;
        for (int i = 0; i < y.length; i++) {
            double l = logarithms[i] - shift;
            double m = negative[i] ? 2 - lambda : lambda;
            double u = m * l;
            y[i] = (negative[i] ? -1 : 1) * (m == 0 ? l : StrictMath.expm1(u) / m);
            dy[i] = l * l * slopeOfPower(u);
            meanOfY += counts[i] * y[i];
            meanOfDy += counts[i] * dy[i];
        }
        meanOfY /= total;
        meanOfDy /= total;
        double variance = 0;
        double covariance = 0;
        for (int i = 0; i < y.length; i++) {
            variance += counts[i] * (y[i] - meanOfY) * (y[i] - meanOfY);
            covariance += counts[i] * (y[i] - meanOfY) * (dy[i] - meanOfDy);
        }
        return slope - covariance / variance;
    }

    /** {@code (e^u · (u - 1) + 1) / u²}, the derivative of {@code (e^u - 1) / u} at u. */
    private static double slopeOfPower(double u) {
        if (Math.abs(u) > SMALL) {
            return (StrictMath.exp(u) * (u - 1) + 1) / (u * u);
        }
        double sum = 0;
        for (int k = SERIES.length - 1; k >= 0; k--) {
            sum = sum * u + SERIES[k];
        }
        return sum;
    }

    /** (k + 1) / (k + 2)!. */
    private static double[] series() {
        double[] series = new double[10];
        double factorial = 1;
        for (int k = 0; k < series.length; k++) {
            factorial *= k + 2;
            series[k] = (k + 1) / factorial;
        }
        return series;
    }
}
