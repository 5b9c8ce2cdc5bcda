package io.shearwater.transform;

import java.util.Map;

/**
 * {@code x / max|x|}: zeros stay zeros. Where all training data are 0, x is not divided. Null stays null, NaN stays NaN, an infinity
 * stays infinite; none of them is learnt from.
 */
record MaxAbsScaler() implements FittedFormula {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("max_abs_scaler")
            .does("x / greatest absolute value: zeros stay zeros")
            .numbers()
            .learns("max_abs")
            .rules("all zeros: x")
            .made(given -> new MaxAbsScaler());

    @Override
    public Fitting fitting(Input column) {
        return new NumberFitting(column, new Greatest());
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
    public Bound bound(FittedState learnt) {
        return LinearScaling.of(0, learnt.number("max_abs"));
    }
}
