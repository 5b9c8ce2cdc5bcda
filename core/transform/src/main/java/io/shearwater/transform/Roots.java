package io.shearwater.transform;

import java.util.function.DoubleUnaryOperator;

/** Where a function is zero. */
final class Roots {
    private static final int MOST_STEPS = 200;
    private static final double ACCURACY = 0x1p-50;

    private Roots() {}

    /**
     * Where a function that is positive at {@code low} and negative at {@code high} is zero, to a few units of the last digit; the
     * end that is nearer to zero where it is not so. Regula falsi in the variant of Illinois (Dowell and Jarratt, 1971), with a
     * bisection where that goes slowly.
     */
    static double falling(DoubleUnaryOperator function, double low, double high) {
        double left = low;
        double right = high;
        double atLeft = function.applyAsDouble(left);
        double atRight = function.applyAsDouble(right);
        if (!(atLeft > 0)) {
            return left;
        }
        if (!(atRight < 0)) {
            return right;
        }
        double width = right - left;
        int kept = 0;
        for (int step = 1; step <= MOST_STEPS && right - left > ACCURACY * Math.max(1, Math.abs(left)); step++) {
            double next = (left * atRight - right * atLeft) / (atRight - atLeft);
            boolean slow = step % 4 == 0 && right - left > width / 2;
            width = step % 4 == 0 ? right - left : width;
            if (slow || !(next > left && next < right)) {
                next = left + (right - left) / 2;
            }
            double value = function.applyAsDouble(next);
            if (value == 0 || next == left || next == right) {
                return next;
            }
            // An end that stays twice is given half of its weight.
            if (value > 0) {
                left = next;
                atLeft = value;
                atRight = kept > 0 ? atRight / 2 : atRight;
                kept = 1;
            } else {
                right = next;
                atRight = value;
                atLeft = kept < 0 ? atLeft / 2 : atLeft;
                kept = -1;
            }
        }
        return left + (right - left) / 2;
    }
}
