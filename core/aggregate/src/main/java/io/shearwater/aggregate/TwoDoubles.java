package io.shearwater.aggregate;

/**
 * A number as the unevaluated sum of two doubles, about 106 bits (D. Knuth's two-sum; Y. Hida, X. Li and D. Bailey, Algorithms
 * for quad-double precision floating point arithmetic, 2001). Sums of doubles kept so come out the same, however they are
 * divided and merged, but for the rarest of roundings. Infinities and NaN behave as in doubles. Not thread-safe.
 */
final class TwoDoubles {
    private double high;
    private double low;

    double value() {
        return high;
    }

    void clear() {
        high = 0;
        low = 0;
    }

    void set(TwoDoubles other) {
        high = other.high;
        low = other.low;
    }

    void write(StateSink sink) {
        sink.putDouble(high);
        sink.putDouble(low);
    }

    void read(StateSource source) {
        high = source.takeDouble();
        low = source.takeDouble();
    }

    /** Adds what {@link #write} wrote. */
    void add(StateSource source) {
        double otherHigh = source.takeDouble();
        add(otherHigh, source.takeDouble());
    }

    void set(double value) {
        high = value;
        low = 0;
    }

    void add(double value) {
        double sum = high + value;
        double shadow = sum - high;
        double error = (high - (sum - shadow)) + (value - shadow);
        normalize(sum, error + low);
    }

    void add(TwoDoubles other) {
        add(other.high, other.low);
    }

    void subtract(TwoDoubles other) {
        add(-other.high, -other.low);
    }

    private void add(double otherHigh, double otherLow) {
        double sum = high + otherHigh;
        double shadow = sum - high;
        double error = (high - (sum - shadow)) + (otherHigh - shadow);
        double sumLow = low + otherLow;
        double shadowLow = sumLow - low;
        double errorLow = (low - (sumLow - shadowLow)) + (otherLow - shadowLow);
        normalize(sum, error + sumLow);
        normalize(high, low + errorLow);
    }

    /** Adds the square of a double, exactly but for the last rounding. */
    void addSquare(double value) {
        double square = value * value;
        add(square, Math.fma(value, value, -square));
    }

    void multiply(double factor) {
        double product = high * factor;
        double error = Math.fma(high, factor, -product);
        normalize(product, error + low * factor);
    }

    void multiply(TwoDoubles other) {
        double product = high * other.high;
        double error = Math.fma(high, other.high, -product);
        normalize(product, error + (high * other.low + low * other.high));
    }

    void divide(double divisor) {
        double quotient = high / divisor;
        double product = quotient * divisor;
        double error = Math.fma(quotient, divisor, -product);
        double rest = (high - product) - error + low;
        normalize(quotient, rest / divisor);
    }

    private void normalize(double large, double small) {
        double sum = large + small;
        if (Double.isFinite(sum)) {
            high = sum;
            low = small - (sum - large);
        } else {
            // An infinity has no error; what overflows is one, and NaN stays NaN.
            high = Double.isNaN(small) ? large : sum;
            low = 0;
        }
    }
}
