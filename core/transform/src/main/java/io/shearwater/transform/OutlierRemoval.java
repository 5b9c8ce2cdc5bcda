package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.Validity;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removes rows from training data whose value is an outlier, an infinity among them; predictions are made for all rows. A null and
 * NaN are no outliers. A value on a bound stays.
 */
record OutlierRemoval(Rule rule) implements Transformation {
    static final BuiltInFunction Z_SCORE = BuiltInFunction.named("z_score_outliers")
            .does("removes training rows where |x - mean| > threshold · deviation (of the population)")
            .numbers()
            .learns("low, high")
            .rules("null, NaN: stay; infinite: removed; deviation 0: none removed; nothing is removed at inference")
            .parameter(Parameter.number("threshold", 3, "how many deviations a row may be away"))
            .made(given -> new OutlierRemoval(new ZScore(given.number("threshold"))));
    static final BuiltInFunction IQR = BuiltInFunction.named("iqr_outliers")
            .does("removes training rows more than factor · (q3 - q1) below q1 or above q3, the quartiles")
            .numbers()
            .learns("low, high")
            .rules("null, NaN: stay; infinite: removed; nothing is removed at inference")
            .parameter(Parameter.number("factor", 1.5, "how many spreads between the quartiles a row may be away"))
            .made(given -> new OutlierRemoval(new Iqr(given.number("factor"))));
    static final BuiltInFunction QUANTILE = BuiltInFunction.named("quantile_outliers")
            .does("removes training rows below the quantile low or above the quantile high")
            .numbers()
            .learns("low, high")
            .rules("null, NaN: stay; infinite: removed; nothing is removed at inference")
            .parameter(Parameter.number("low", 0, "the share of the training data below the lower bound"))
            .parameter(Parameter.number("high", 1, "the share below the upper bound"))
            .made(given -> new OutlierRemoval(new Shares(given.number("low"), given.number("high"))));

    /** What is an outlier. */
    sealed interface Rule {}

    /** Farther from the mean than so many standard deviations of the population. */
    record ZScore(double threshold) implements Rule {
        public ZScore {
            requirePositive("threshold", threshold);
        }
    }

    /** Farther from the quartiles than so many times their distance (Tukey). */
    record Iqr(double factor) implements Rule {
        public Iqr {
            requirePositive("factor", factor);
        }
    }

    /** Out of two quantiles. */
    record Shares(double low, double high) implements Rule {
        public Shares {
            Inputs.requireShares(low, high);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw TransformError.BAD_CALL.because("'" + name + "' is " + value + "; it is greater than 0.");
        }
    }

    @Override
    public List<Output> outputs(List<Input> inputs) {
        Input input = Inputs.number(inputs, "searched for outliers");
        return List.of(new Output(input.type(), input.featureType()));
    }

    @Override
    public boolean isFitted() {
        return true;
    }

    @Override
    public boolean isTrainingOnly() {
        return true;
    }

    @Override
    public Fitting fitting(List<Input> inputs) {
        Input input = Inputs.only(inputs);
        return switch (rule) {
            case ZScore z -> new NumberFitting(input, new Deviations(z.threshold()));
            case Iqr iqr ->
                new QuantileFitting(input, numbers -> {
                    double[] quartiles = numbers.quantiles(0.25, 0.75);
                    double reach = iqr.factor() * (quartiles[1] - quartiles[0]);
                    return state(quartiles[0] - reach, quartiles[1] + reach);
                });
            case Shares shares ->
                new QuantileFitting(
                        input, numbers -> state(numbers.quantile(shares.low()), numbers.quantile(shares.high())));
        };
    }

    private static FittedState state(double low, double high) {
        Map<String, Double> learnt = new LinkedHashMap<>();
        // An infinity is always an outlier.
        learnt.put("low", Math.max(low, -Double.MAX_VALUE));
        learnt.put("high", Math.min(high, Double.MAX_VALUE));
        return FittedState.ofNumbers(learnt);
    }

    private record Deviations(double threshold, Moments moments) implements NumberFitting.Learner {
        Deviations(double threshold) {
            this(threshold, Moments.ofDoubles());
        }

        @Override
        public void add(double finite) {
            moments.add(finite);
        }

        @Override
        public FittedState end() {
            double reach = threshold * moments.populationDeviation();
            return state(moments.mean() - reach, moments.mean() + reach);
        }
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        FittedState learnt = state.orElseThrow();
        return new Within(learnt.number("low"), learnt.number("high"));
    }

    private record Within(double low, double high) implements Bound {
        @Override
        public List<Column> apply(ColumnBatch batch) {
            return batch.columns();
        }

        @Override
        public BitSet kept(ColumnBatch batch) {
            Column column = batch.column(0);
            Validity validity = column.validity();
            double[] values = NumberColumns.read(column);
            BitSet kept = new BitSet(batch.rows());
            for (int row = 0; row < batch.rows(); row++) {
                if (validity.isNull(row) || !(values[row] < low || values[row] > high)) {
                    kept.set(row);
                }
            }
            return kept;
        }
    }
}
