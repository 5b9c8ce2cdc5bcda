package io.shearwater.transform;

import java.util.function.Function;

/** Learns from the quantiles of a column of numbers. */
final class QuantileFitting implements Fitting {
    private final NumberFitting fitting;

    QuantileFitting(Input input, Function<Quantiles, FittedState> result) {
        this(input, Quantiles.EXACT, result);
    }

    /**
     * Nothing yet.
     *
     * @param exact how many numbers are kept as they are
     */
    QuantileFitting(Input input, int exact, Function<Quantiles, FittedState> result) {
        Quantiles numbers = new Quantiles(exact);
        this.fitting = new NumberFitting(input, new NumberFitting.Learner() {
            @Override
            public void add(double finite) {
                numbers.add(finite);
            }

            @Override
            public FittedState end() {
                return result.apply(numbers);
            }
        });
    }

    @Override
    public void add(ColumnBatch batch) {
        fitting.add(batch);
    }

    @Override
    public FittedState end() {
        return fitting.end();
    }
}
