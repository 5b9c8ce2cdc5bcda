package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.Validity;
import java.util.Arrays;
import java.util.Map;

/**
 * The share of the training data below x: from 0 to 1, or the number below which a normal distribution has that share. Between
 * neighbouring quantiles it is interpolated; where several quantiles are the same number, that has the middle of their shares.
 * Below the least number of the training data it is 0, above the greatest 1, and of normal output no more than 5.2 from 0.
 * Null stays null and NaN stays NaN. {@link Quantiles} says how exact the quantiles are.
 *
 * @param quantiles how many quantiles are learnt; no more than there are numbers
 */
record QuantileTransformer(int quantiles, Distribution output) implements FittedFormula {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("quantile_transformer")
            .does("the share of the training data below x, from 0 to 1, or its place in a normal distribution")
            .numbers()
            .learns("quantiles")
            .rules("out of the range learnt, infinite: 0 or 1, normal -5.2 or 5.2")
            .parameter(Parameter.whole("quantiles", 1000, "how many quantiles are learnt, 2 to 100000"))
            .parameter(Parameter.word("output", Distribution.UNIFORM, "how the result is distributed"))
            .made(given -> new QuantileTransformer(given.whole("quantiles"), given.word("output", Distribution.class)));

    private static final int MOST = 100_000;
    /** What is nearer to 0 or 1 than this is put there: -5.2 and 5.2 of a normal distribution. */
    private static final double NEAREST = 1e-7;

    QuantileTransformer {
        if (quantiles < 2 || quantiles > MOST) {
            throw TransformError.BAD_CALL.because("'quantiles' is " + quantiles + "; it is 2 to " + MOST + ".");
        }
    }

    @Override
    public String action() {
        return "transformed";
    }

    @Override
    public Fitting fitting(Input column) {
        return new QuantileFitting(column, numbers -> {
            int count = (int) Math.min(quantiles, numbers.count());
            double[] shares = new double[count];
            for (int i = 0; i < count; i++) {
                shares[i] = share(i, count);
            }
            return new FittedState(
                    Map.of("quantiles", new Column.Doubles(numbers.quantiles(shares), count, Validity.ALL)));
        });
    }

    private static double share(int number, int count) {
        return count == 1 ? 0 : (double) number / (count - 1);
    }

    @Override
    public Bound bound(FittedState state) {
        double[] learnt = Arrays.copyOf(
                state.doubles("quantiles"), state.column("quantiles").size());
        return output == Distribution.UNIFORM
                ? new NumberFunction(x -> share(learnt, x))
                : new NumberFunction(x -> normal(share(learnt, x)));
    }

    private static double normal(double share) {
        return Double.isNaN(share) ? share : NormalQuantiles.of(Math.clamp(share, NEAREST, 1 - NEAREST));
    }

    private static double share(double[] learnt, double x) {
        int count = learnt.length;
        if (Double.isNaN(x)) {
            return x;
        }
        if (x <= learnt[0]) {
            return 0;
        }
        if (x >= learnt[count - 1]) {
            return 1;
        }
        int at = Arrays.binarySearch(learnt, x);
        if (at < 0) {
            int above = -at - 1;
            double below = learnt[above - 1];
            double part = (x / 2 - below / 2) / (learnt[above] / 2 - below / 2);
            double from = share(above - 1, count);
            return from + part * (share(above, count) - from);
        }
        int first = at;
        while (learnt[first - 1] == x) {
            first--;
        }
        int last = at;
        while (learnt[last + 1] == x) {
            last++;
        }
        return (share(first, count) + share(last, count)) / 2;
    }

    /** How results are distributed. */
    enum Distribution {
        UNIFORM,
        NORMAL
    }
}
