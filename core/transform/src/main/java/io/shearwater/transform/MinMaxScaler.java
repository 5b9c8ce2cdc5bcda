package io.shearwater.transform;

/**
 * {@code low + (x - min) / (max - min) · (high - low)}, with the least and greatest number of the training data. A number out of
 * their range lands outside of {@code low} to {@code high}. Where min = max, {@code x - min} is not divided: the constant becomes
 * {@code low}. Null stays null, NaN stays NaN, an infinity stays infinite; none of them is learnt from.
 */
record MinMaxScaler(double low, double high) implements FittedFormula {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("min_max_scaler")
            .does("(x - min) / (max - min), stretched to the range low to high")
            .numbers()
            .learns("min, max")
            .rules("out of the range learnt: outside of low to high; min = max: low")
            .parameter(Parameter.number("low", 0, "the least result"))
            .parameter(Parameter.number("high", 1, "the greatest result"))
            .made(given -> new MinMaxScaler(given.number("low"), given.number("high")));

    MinMaxScaler {
        if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw TransformError.BAD_CALL.because(
                    "The range from " + low + " to " + high + " is none: 'low' has to be less than 'high'.");
        }
    }

    @Override
    public Fitting fitting(Input column) {
        return new NumberFitting(column, new Range());
    }

    private static final class Range implements NumberFitting.Learner {
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;

        @Override
        public void add(double finite) {
            min = Math.min(min, finite);
            max = Math.max(max, finite);
        }

        @Override
        public FittedState end() {
            return FittedState.ofNumbers("min", min, "max", max);
        }
    }

    @Override
    public Bound bound(FittedState learnt) {
        return LinearScaling.between(learnt.number("min"), learnt.number("max"), low, high);
    }
}
