package io.shearwater.transform;

/** What transformed rows are for. */
public enum Use {
    /** Rows of which the labels are known: what is done to these alone (out-of-fold encoding, removal of outliers) is done. */
    TRAINING,
    /** Rows to predict for: batches and single vectors. */
    INFERENCE
}
