package io.shearwater.transform;

/** What the length of a row of numbers is. */
public enum Norm {
    /** The sum of the absolute values. */
    L1,
    /** The root of the sum of the squares. */
    L2,
    /** The greatest absolute value. */
    MAX
}
