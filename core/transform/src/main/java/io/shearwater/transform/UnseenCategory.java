package io.shearwater.transform;

/** What a one-hot encoder does with a category that it does not know. */
public enum UnseenCategory {
    /** All of its columns are 0. */
    ZEROS,
    /** It has a column {@code other} more, which is 1. */
    OTHER,
    /** It is refused. */
    ERROR
}
