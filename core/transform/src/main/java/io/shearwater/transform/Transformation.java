package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A pure function of columns: the same values for the same rows, whatever rows stand beside them, in a batch of millions or
 * of one. It has no state but its parameters, which are the components of the record that it is, and what {@link #fitting}
 * learnt. Thread-safe.
 *
 * <p>Implement it as a record with a public constructor to transform whole columns at once; a function of one row is written as
 * a static method with {@link TransformationFunction} instead.
 */
public interface Transformation {
    /**
     * What it gives for these inputs; if it {@link #expands}, one output that stands for all.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_CALL when it cannot take them
     */
    List<Output> outputs(List<Input> inputs);

    /** The type that an input must have, where only one will do: what a request gives is converted to it. */
    default Optional<DataType> inputType(int input) {
        return Optional.empty();
    }

    /** Whether it has to learn from training data first. */
    default boolean isFitted() {
        return false;
    }

    /** Whether the number of its outputs is known only once it is fitted. */
    default boolean expands() {
        return false;
    }

    /** Whether it is for training data only: it removes rows and is passed over at inference. */
    default boolean isTrainingOnly() {
        return false;
    }

    /** Whether an input is seen while fitting and not needed afterwards, as the label that categories are encoded by. */
    default boolean isForFittingOnly(int input) {
        return false;
    }

    /** Whether it looks at {@link ColumnBatch#rowHashes}, which are not computed for nothing. */
    default boolean readsRowHashes() {
        return false;
    }

    /** Something to learn with; asked of a transformation that {@link #isFitted} only. */
    default Fitting fitting(List<Input> inputs) {
        throw new UnsupportedOperationException("not fitted");
    }

    /** The function, ready to be applied to columns of these inputs without those that are for fitting only. */
    Bound bind(List<Input> inputs, Optional<FittedState> state, Use use);

    /** A function ready to be applied. Thread-safe. */
    interface Bound {
        /** What each output's name ends with, of a transformation that expands; else nothing. */
        default List<String> endings() {
            return List.of();
        }

        /** The outputs, each with as many rows as the batch. */
        List<Column> apply(ColumnBatch batch);

        /** Which rows stay; asked in training only, of a transformation that is for training only. */
        default BitSet kept(ColumnBatch batch) {
            BitSet all = new BitSet();
            all.set(0, batch.rows());
            return all;
        }
    }
}
