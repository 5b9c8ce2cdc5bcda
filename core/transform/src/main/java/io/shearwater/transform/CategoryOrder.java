package io.shearwater.transform;

/** How an encoder orders the categories that it learnt. */
public enum CategoryOrder {
    /** By value: texts by their code points, numbers by size. The same whatever the order of the training data. */
    SORTED,
    /** As they first appear in the training data. */
    APPEARANCE
}
