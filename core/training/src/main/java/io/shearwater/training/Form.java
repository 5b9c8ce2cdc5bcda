package io.shearwater.training;

/** How the values of training data come out. */
public enum Form {
    /** As the model reads them: after the view's transformations. */
    TRANSFORMED,
    /** As they are stored. */
    RAW
}
