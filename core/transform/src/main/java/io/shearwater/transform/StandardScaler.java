package io.shearwater.transform;

/**
 * {@code (x - mean) / deviation}, with the mean and the standard deviation of the training data, the latter divided by n (of the
 * population). Both come from exact sums, whatever the order of the rows. Where the deviation is 0, {@code x - mean} is not
 * divided. Null stays null, NaN stays NaN, an infinity stays infinite; none of them is learnt from.
 */
record StandardScaler() implements FittedFormula {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("standard_scaler")
            .does("(x - mean) / standard deviation of the population (divided by n)")
            .numbers()
            .learns("mean, deviation")
            .rules("deviation 0: x - mean")
            .made(given -> new StandardScaler());

    @Override
    public Fitting fitting(Input column) {
        return new NumberFitting(column, new Deviation());
    }

    /** Learns mean and deviation. */
    static final class Deviation implements NumberFitting.Learner {
        private final Moments moments = Moments.ofDoubles();

        @Override
        public void add(double finite) {
            moments.add(finite);
        }

        @Override
        public FittedState end() {
            return FittedState.ofNumbers("mean", moments.mean(), "deviation", moments.populationDeviation());
        }
    }

    @Override
    public Bound bound(FittedState learnt) {
        return LinearScaling.of(learnt.number("mean"), learnt.number("deviation"));
    }
}
