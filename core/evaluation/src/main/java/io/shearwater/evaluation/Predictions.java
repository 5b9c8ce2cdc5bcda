package io.shearwater.evaluation;

/** What a model predicted beside what happened, row by row. Immutable: the arrays that it was made of must not be changed. */
public sealed interface Predictions permits BinaryPredictions, ClassPredictions, NumberPredictions, RankedPredictions {
    /** How many rows there are. */
    int rows();

    /**
     * Some of the rows, in this order. Of rankings a query's rows have to stay together for its metrics to mean the same.
     *
     * @param rows counted from 0
     */
    Predictions pick(int[] rows);

    /** All metrics. */
    Evaluation evaluate();
}
