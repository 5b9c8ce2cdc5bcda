package io.shearwater.model;

/** One column on the left of a join beside the column on the right that it equals. Null equals nothing. */
public record KeyPair(String left, String right) {
    @Override
    public String toString() {
        return left.equals(right) ? left : left + " = " + right;
    }
}
