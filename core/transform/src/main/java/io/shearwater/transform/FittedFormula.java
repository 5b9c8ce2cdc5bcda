package io.shearwater.transform;

import java.util.List;
import java.util.Optional;

/**
 * A function of one number whose parameters are learnt from the column itself. Nulls, NaN and infinities are not learnt from; null
 * stays null and NaN stays NaN.
 */
interface FittedFormula extends Transformation {
    /** What is done with a number, as in "scaled". */
    default String action() {
        return "scaled";
    }

    /** Learns from the column. */
    Fitting fitting(Input column);

    /** The function with what was learnt. */
    Bound bound(FittedState learnt);

    @Override
    default List<Output> outputs(List<Input> inputs) {
        Inputs.number(inputs, action());
        return Inputs.NUMBER;
    }

    @Override
    default boolean isFitted() {
        return true;
    }

    @Override
    default Fitting fitting(List<Input> inputs) {
        return fitting(Inputs.only(inputs));
    }

    @Override
    default Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        return bound(state.orElseThrow());
    }
}
