package io.shearwater.wire;

import java.math.BigInteger;

/**
 * The greatest unscaled value of so many digits, in two words.
 *
 * @param low the lower 64 bits, unsigned
 */
record DecimalBound(long high, long low) {
    static DecimalBound of(int digits) {
        BigInteger most = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
        return new DecimalBound(most.shiftRight(64).longValue(), most.longValue());
    }

    /** Whether a signed value of 128 bits is no further from zero. */
    boolean holds(long valueHigh, long valueLow) {
        long h = valueHigh;
        long l = valueLow;
        if (h < 0) {
            l = -l;
            h = ~h + (l == 0 ? 1 : 0);
            if (h < 0) {
                return false;
            }
        }
        return h < high || (h == high && Long.compareUnsigned(l, low) <= 0);
    }
}
