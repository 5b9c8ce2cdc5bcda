package io.shearwater.transform;

/**
 * x, but at least the low and at most the high quantile of the training data; an infinity becomes the bound on its side. Null stays
 * null and NaN stays NaN. {@link Quantiles} says how exact the bounds are.
 *
 * @param low the share of the training data below the lower bound
 * @param high the share below the upper bound
 */
record Winsorizer(double low, double high) implements FittedFormula {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("winsorize")
            .does("x, but at least the quantile low and at most the quantile high of the training data")
            .numbers()
            .learns("min, max")
            .rules("infinite: the bound on its side")
            .parameter(Parameter.number("low", 0.01, "the share of the training data below the lower bound"))
            .parameter(Parameter.number("high", 0.99, "the share below the upper bound"))
            .made(given -> new Winsorizer(given.number("low"), given.number("high")));

    Winsorizer {
        Inputs.requireShares(low, high);
    }

    @Override
    public String action() {
        return "clipped";
    }

    @Override
    public Fitting fitting(Input column) {
        return new QuantileFitting(
                column, numbers -> FittedState.ofNumbers("min", numbers.quantile(low), "max", numbers.quantile(high)));
    }

    @Override
    public Bound bound(FittedState learnt) {
        return new NumberFunction(new Formula.Clip(learnt.number("min"), learnt.number("max")).function());
    }
}
