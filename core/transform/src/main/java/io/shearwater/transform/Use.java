package io.shearwater.transform;

/** What transformed rows are for. */
public enum Use {
    /** Rows to learn from: what is done to these alone (out-of-fold encoding, removal of outliers) is done. */
    TRAINING,
    /** Rows held back, to judge a model by: transformed as rows to predict for are, and their labels too. */
    EVALUATION,
    /** Rows to predict for: batches and single vectors. */
    INFERENCE
}
