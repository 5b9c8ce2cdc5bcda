package io.shearwater.transform;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code x / max|x|}: zeros stay zeros. Where all training data are 0, x is not divided. Null stays null, NaN stays NaN, an infinity
 * stays infinite; none of them is learnt from.
 */
record MaxAbsScaler() implements Transformation {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("max_abs_scaler")
            .does("x / greatest absolute value: zeros stay zeros")
            .numbers()
            .learns("max_abs")
            .rules("all zeros: x")
            .made(given -> new MaxAbsScaler());

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
        return new NumberFitting(Inputs.only(inputs), new Greatest());
    }

    private static final class Greatest implements NumberFitting.Learner {
        private double greatest;

        @Override
        public void add(double finite) {
            greatest = Math.max(greatest, Math.abs(finite));
        }

        @Override
        public FittedState end() {
            return FittedState.ofNumbers(Map.of("max_abs", greatest));
        }
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        return LinearScaling.of(0, state.orElseThrow().number("max_abs"));
    }
}
