package io.shearwater.transform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code (x - median) / (high quantile - low quantile)}, which outliers do not move. Where the quantiles are equal,
 * {@code x - median} is not divided. {@link Quantiles} says how exact they are. Null stays null, NaN stays NaN, an infinity stays
 * infinite; none of them is learnt from.
 *
 * @param low the share of the training data below the low quantile
 * @param high the share below the high one
 */
record RobustScaler(double low, double high) implements Transformation {
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
    public List<Output> outputs(List<Input> inputs) {
        Inputs.number(inputs, "scaled");
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
            learnt.put("median", numbers.quantile(0.5));
            double spread = numbers.quantile(high) - numbers.quantile(low);
            learnt.put("spread", Math.min(spread, Double.MAX_VALUE));
            return FittedState.ofNumbers(learnt);
        });
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        FittedState learnt = state.orElseThrow();
        return LinearScaling.of(learnt.number("median"), learnt.number("spread"));
    }
}
