package io.shearwater.transform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * x, but at least the low and at most the high quantile of the training data; an infinity becomes the bound on its side. Null stays
 * null and NaN stays NaN. {@link Quantiles} says how exact the bounds are.
 *
 * @param low the share of the training data below the lower bound
 * @param high the share below the upper bound
 */
record Winsorizer(double low, double high) implements Transformation {
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
    public List<Output> outputs(List<Input> inputs) {
        Inputs.number(inputs, "clipped");
        return Inputs.NUMBER;
    }

    @Override
    public boolean isFitted() {
        return true;
    }

    @Override
    public Fitting fitting(List<Input> inputs) {
        return new QuantileFitting(Inputs.only(inputs), numbers -> {
            Map<String, Double> learnt = new LinkedHashMap<>();
            learnt.put("min", numbers.quantile(low));
            learnt.put("max", numbers.quantile(high));
            return FittedState.ofNumbers(learnt);
        });
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        FittedState learnt = state.orElseThrow();
        return new NumberFunction(new Formula.Clip(learnt.number("min"), learnt.number("max")).function());
    }
}
