package io.shearwater.aggregate;

import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Schema;

/**
 * What may be done with the state that is kept for a function. Every state is merged with that of later events, and the same events
 * give the same state, however they came.
 *
 * @param isCommutative whether the order of the events does not matter, but for what their times say
 * @param isSubtractable whether an event can be taken away again without a trace, so that a window slides by taking away
 * @param isBounded whether the state has a greatest size, however many events there are
 * @param isExact whether the value is exact and no estimate
 */
public record Algebra(boolean isCommutative, boolean isSubtractable, boolean isBounded, boolean isExact) {
    static final Algebra COUNTED = new Algebra(true, true, true, true);
    static final Algebra SUMMED = new Algebra(true, false, true, true);
    static final Algebra ORDERED = new Algebra(false, false, true, true);
    static final Algebra COLLECTED = new Algebra(true, true, false, true);
    static final Algebra SPREAD = new Algebra(true, true, true, false);
    static final Algebra HASHED = new Algebra(true, false, true, false);

    /**
     * That of a function over events of certain columns; of a ratio, what both of its sides have in common.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITION where the function has no meaning over them
     */
    public static Algebra of(AggregateFunction function, Schema events) {
        function.resultType(events);
        if (function instanceof AggregateFunction.Ratio ratio) {
            return of(ratio.numerator().function(), events)
                    .and(of(ratio.denominator().function(), events));
        }
        return KeptFunction.of(function, new LaneColumns(events)).spec().algebra();
    }

    private Algebra and(Algebra other) {
        return new Algebra(
                isCommutative && other.isCommutative,
                isSubtractable && other.isSubtractable,
                isBounded && other.isBounded,
                isExact && other.isExact);
    }
}
