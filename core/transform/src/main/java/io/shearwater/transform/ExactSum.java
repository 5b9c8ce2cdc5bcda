package io.shearwater.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A sum without rounding, of numbers m · 2^e: a long fixed-point number in digits of 32 bits, each in a {@code long} with room
 * for carries that are put off (R. Neal, Fast exact summation using small and large superaccumulators, 2015). The sum is the
 * same in any order and however it is divided. Not thread-safe.
 */
final class ExactSum {
    private static final int DIGIT_BITS = 32;
    private static final long DIGIT = 0xFFFF_FFFFL;
    /** Each addition adds at most 2^33 to a digit, carries included. */
    private static final int UNCARRIED = 1 << 29;

    private final int lowest;
    private final long[] digits;
    private int uncarried;

    /**
     * Zero.
     *
     * @param lowest the exponent of the lowest bit that is added; all that is added has a multiple of this as its unit
     * @param highest the exponent above the highest bit of any sum
     */
    ExactSum(int lowest, int highest) {
        this.lowest = lowest;
        this.digits = new long[(highest - lowest) / DIGIT_BITS + 2];
    }

    /**
     * Adds {@code magnitude} · 2^{@code exponent}, or takes it away.
     *
     * @param magnitude without sign
     * @param sign 0 to add, -1 to subtract
     */
    void add(long magnitude, int exponent, long sign) {
        int bit = exponent - lowest;
        int at = bit >>> 5;
        int shift = bit & 31;
        long low = magnitude << shift;
        // In two steps, because a shift by 64 would be none.
        long high = magnitude >>> 1 >>> (63 - shift);
        digits[at] += ((low & DIGIT) ^ sign) - sign;
        digits[at + 1] += ((low >>> DIGIT_BITS) ^ sign) - sign;
        digits[at + 2] += (high ^ sign) - sign;
        if (++uncarried >= UNCARRIED) {
            carry();
        }
    }

    void add(BigInteger number) {
        BigInteger rest = number.abs();
        long sign = number.signum() < 0 ? -1 : 0;
        for (int exponent = 0; rest.signum() != 0; exponent += DIGIT_BITS) {
            add(rest.longValue() & DIGIT, exponent, sign);
            rest = rest.shiftRight(DIGIT_BITS);
        }
    }

    void add(ExactSum other) {
        carry();
        other.carry();
        for (int i = 0; i < digits.length; i++) {
            digits[i] += other.digits[i];
        }
        carry();
    }

    /** Leaves digits of 32 bits, all but the highest of which are not negative. */
    private void carry() {
        for (int i = 0; i < digits.length - 1; i++) {
            digits[i + 1] += digits[i] >> DIGIT_BITS;
            digits[i] &= DIGIT;
        }
        uncarried = 0;
    }

    /** The sum in units of 2^{@link #lowest}. */
    BigInteger units() {
        carry();
        BigInteger sum = BigInteger.valueOf(digits[digits.length - 1]);
        for (int i = digits.length - 2; i >= 0; i--) {
            sum = sum.shiftLeft(DIGIT_BITS).or(BigInteger.valueOf(digits[i]));
        }
        return sum;
    }

    int lowest() {
        return lowest;
    }

    void write(DataOutput out) throws IOException {
        byte[] units = units().toByteArray();
        int zeros = units.length;
        while (zeros > 1 && units[zeros - 1] == 0) {
            zeros--;
        }
        Varints.write(out, units.length - zeros);
        Varints.write(out, zeros);
        out.write(units, 0, zeros);
    }

    void read(DataInput in) throws IOException {
        int zeros = (int) Varints.read(in);
        byte[] units = new byte[Varints.count(in)];
        in.readFully(units);
        BigInteger rest = new BigInteger(Arrays.copyOf(units, units.length + Math.min(zeros, digits.length * 4)));
        for (int i = 0; i < digits.length; i++) {
            digits[i] = i == digits.length - 1 ? rest.longValue() : rest.longValue() & DIGIT;
            rest = rest.shiftRight(DIGIT_BITS);
        }
        uncarried = 0;
    }

    /** {@code numerator} / {@code denominator} · 2^{@code exponent}, rounded once; the denominator is positive. */
    static double ratio(BigInteger numerator, BigInteger denominator, int exponent) {
        Scaled scaled = scaled(numerator, denominator, exponent);
        return Math.scalb(scaled.value, scaled.exponent);
    }

    /** The square root of a ratio that is not negative: its own exponent may be out of the range of a double. */
    static double rootOfRatio(BigInteger numerator, BigInteger denominator, int exponent) {
        Scaled scaled = scaled(numerator, denominator, exponent);
        boolean odd = (scaled.exponent & 1) != 0;
        double value = odd ? scaled.value * 2 : scaled.value;
        return Math.scalb(Math.sqrt(value), (scaled.exponent - (odd ? 1 : 0)) / 2);
    }

    private record Scaled(double value, int exponent) {}

    private static Scaled scaled(BigInteger numerator, BigInteger denominator, int exponent) {
        int shift = Math.max(0, 70 - (numerator.bitLength() - denominator.bitLength()));
        BigInteger[] parts = numerator.abs().shiftLeft(shift).divideAndRemainder(denominator);
        // What was cut off decides where the digits that are left lie halfway.
        BigInteger quotient =
                parts[1].signum() == 0 ? parts[0] : parts[0].shiftLeft(1).setBit(0);
        int power = exponent - shift - (parts[1].signum() == 0 ? 0 : 1);
        int long64 = Math.max(0, quotient.bitLength() - 200);
        if (long64 > 0) {
            boolean cut = quotient.getLowestSetBit() < long64;
            quotient = quotient.shiftRight(long64);
            quotient = cut ? quotient.setBit(0) : quotient;
            power += long64;
        }
        double value = quotient.doubleValue();
        return new Scaled(numerator.signum() < 0 ? -value : value, power);
    }
}
