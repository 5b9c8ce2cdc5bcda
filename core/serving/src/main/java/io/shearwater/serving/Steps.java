package io.shearwater.serving;

/** The steps of a prediction, as answers name them. */
final class Steps {
    static final String VECTOR = "vector";
    static final String MODEL = "model";
    static final String EXPLANATION = "explanation";
    static final String LOGIC = "logic";

    private Steps() {}
}
