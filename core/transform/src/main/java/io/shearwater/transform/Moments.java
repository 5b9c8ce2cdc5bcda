package io.shearwater.transform;

import io.shearwater.model.ColumnStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;

/**
 * Count, sum and sum of squares of finite numbers, exact until the mean and the deviation are asked for. So neither order nor
 * cancellation matters: the deviation of values near 10^15 that differ by 1 has all of its digits. Not thread-safe.
 */
final class Moments {
    private static final int MANTISSA_BITS = 52;
    private static final int BIAS = 1075;
    /** The exponent of the smallest double. */
    private static final int SMALLEST = -1074;
    /** Room for 2^63 numbers. */
    private static final int COUNT_BITS = 64;

    private final ExactSum sum;
    private final ExactSum squares;
    private final BigInteger unit;
    private long count;

    private Moments(int lowest, int highest, BigInteger unit) {
        this.sum = new ExactSum(lowest, highest + COUNT_BITS);
        this.squares = new ExactSum(2 * lowest, 2 * highest + COUNT_BITS);
        this.unit = unit;
    }

    static Moments ofDoubles() {
        return new Moments(SMALLEST, 1024, BigInteger.ONE);
    }

    static Moments ofLongs() {
        return new Moments(0, 64, BigInteger.ONE);
    }

    /** Of decimals, given without their point. */
    static Moments ofDecimals(int scale) {
        return new Moments(0, 128, BigInteger.TEN.pow(scale));
    }

    void add(double finite) {
        long bits = Double.doubleToRawLongBits(finite);
        long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
        int exponent = (int) (bits >>> MANTISSA_BITS) & 0x7FF;
        if (exponent == 0) {
            exponent = 1;
        } else {
            mantissa |= 1L << MANTISSA_BITS;
        }
        add(mantissa, exponent - BIAS, bits >> 63);
    }

    void add(long number) {
        // The magnitude of the smallest long is right without its sign.
        add(Math.abs(number), 0, number >> 63);
    }

    private void add(long magnitude, int exponent, long sign) {
        count++;
        sum.add(magnitude, exponent, sign);
        squares.add(magnitude * magnitude, 2 * exponent, 0);
        long high = Math.unsignedMultiplyHigh(magnitude, magnitude);
        if (high != 0) {
            squares.add(high, 2 * exponent + 64, 0);
        }
    }

    void add(BigInteger number) {
        count++;
        sum.add(number);
        squares.add(number.multiply(number));
    }

    void merge(Moments other) {
        count += other.count;
        sum.add(other.sum);
        squares.add(other.squares);
    }

    ColumnStatistics.Moments result() {
        BigInteger total = sum.units();
        BigInteger n = BigInteger.valueOf(count);
        double mean = count == 0 ? Double.NaN : ExactSum.ratio(total, n.multiply(unit), sum.lowest());
        double deviation = Double.NaN;
        if (count > 1) {
            BigInteger spread = n.multiply(squares.units()).subtract(total.multiply(total));
            BigInteger divisor = n.multiply(n.subtract(BigInteger.ONE)).multiply(unit.multiply(unit));
            deviation = ExactSum.rootOfRatio(spread, divisor, squares.lowest());
        }
        return new ColumnStatistics.Moments(count, mean, deviation);
    }

    long count() {
        return count;
    }

    /** The mean, rounded once; NaN of nothing. */
    double mean() {
        return count == 0
                ? Double.NaN
                : ExactSum.ratio(sum.units(), BigInteger.valueOf(count).multiply(unit), sum.lowest());
    }

    /** The standard deviation of these numbers as all there are: divided by their count; 0 of one or none. */
    double populationDeviation() {
        if (count == 0) {
            return 0;
        }
        BigInteger n = BigInteger.valueOf(count);
        BigInteger total = sum.units();
        BigInteger spread = n.multiply(squares.units()).subtract(total.multiply(total));
        return ExactSum.rootOfRatio(spread, n.multiply(n).multiply(unit.multiply(unit)), squares.lowest());
    }

    void write(DataOutput out) throws IOException {
        Varints.write(out, count);
        sum.write(out);
        squares.write(out);
    }

    void read(DataInput in) throws IOException {
        count = Varints.read(in);
        sum.read(in);
        squares.read(in);
    }
}
