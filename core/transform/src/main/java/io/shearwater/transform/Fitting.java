package io.shearwater.transform;

/** Learns from training data what a transformation needs. Deterministic for the rows in their order. Not thread-safe. */
public interface Fitting {
    /** Sees rows of the training part, with the columns of the call in order. */
    void add(ColumnBatch batch);

    /**
     * What was learnt; nothing is added afterwards.
     *
     * @throws io.shearwater.model.ShearwaterException CANNOT_FIT naming what is missing
     */
    FittedState end();
}
