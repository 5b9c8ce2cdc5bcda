package io.shearwater.transform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code (x - mean) / deviation}, with the mean and the standard deviation of the training data, the latter divided by n (of the
 * population). Both come from exact sums, whatever the order of the rows. Where the deviation is 0, {@code x - mean} is not
 * divided. Null stays null, NaN stays NaN, an infinity stays infinite; none of them is learnt from.
 */
record StandardScaler() implements Transformation {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("standard_scaler")
            .does("(x - mean) / standard deviation of the population (divided by n)")
            .numbers()
            .learns("mean, deviation")
            .rules("deviation 0: x - mean")
            .made(given -> new StandardScaler());

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
        return new NumberFitting(Inputs.only(inputs), new Deviation());
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
            Map<String, Double> learnt = new LinkedHashMap<>();
            learnt.put("mean", moments.mean());
            learnt.put("deviation", moments.populationDeviation());
            return FittedState.ofNumbers(learnt);
        }
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        FittedState learnt = state.orElseThrow();
        return LinearScaling.of(learnt.number("mean"), learnt.number("deviation"));
    }
}
