package io.shearwater.transform;

/**
 * {@code (x - median) / (high quantile - low quantile)}, which outliers do not move. Where the quantiles are equal,
 * {@code x - median} is not divided. {@link Quantiles} says how exact they are. Null stays null, NaN stays NaN, an infinity stays
 * infinite; none of them is learnt from.
 *
 * @param low the share of the training data below the low quantile
 * @param high the share below the high one
 */
record RobustScaler(double low, double high) implements FittedFormula {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("robust_scaler")
            .does("(x - median) / (quantile high - quantile low)")
            .numbers()
            .learns("median, spread")
            .rules("equal quantiles: x - median")
            .parameter(Parameter.number("low", 0.25, "the share of the training data below the low quantile"))
            .parameter(Parameter.number("high", 0.75, "the share below the high quantile"))
            .made(given -> new RobustScaler(given.number("low"), given.number("high")));

    RobustScaler {
        Inputs.requireShares(low, high);
    }

    @Override
    public Fitting fitting(Input column) {
        return new QuantileFitting(column, numbers -> {
            double spread = numbers.quantile(high) - numbers.quantile(low);
            return FittedState.ofNumbers("median", numbers.quantile(0.5), "spread", Math.min(spread, Double.MAX_VALUE));
        });
    }

    @Override
    public Bound bound(FittedState learnt) {
        return LinearScaling.of(learnt.number("median"), learnt.number("spread"));
    }
}
