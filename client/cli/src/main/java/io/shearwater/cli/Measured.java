package io.shearwater.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** A number that was measured, such as a metric: people are shown six digits of it, programs all. Immutable. */
final class Measured extends Number {
    private static final long serialVersionUID = 1L;
    private static final MathContext DIGITS = new MathContext(6);
    private static final double WHOLE = 1e15;

    private final double value;

    private Measured(double value) {
        this.value = value;
    }

    static @Nullable Measured of(@Nullable Double value) {
        return value == null ? null : new Measured(value);
    }

    /** As people read it. */
    String text() {
        return text(value, DIGITS);
    }

    /** A number with so many digits; without exponent unless it is very large or small. */
    static String text(double number, MathContext digits) {
        if (!Double.isFinite(number) || (number == Math.rint(number) && Math.abs(number) < WHOLE)) {
            return CellText.of(number).replaceAll("\\.0$", "");
        }
        BigDecimal rounded = new BigDecimal(number).round(digits).stripTrailingZeros();
        return rounded.scale() > 10 || rounded.precision() - rounded.scale() > 15
                ? rounded.toString()
                : rounded.toPlainString();
    }

    @Override
    public double doubleValue() {
        return value;
    }

    @Override
    public float floatValue() {
        return (float) value;
    }

    @Override
    public long longValue() {
        return (long) value;
    }

    @Override
    public int intValue() {
        return (int) value;
    }

    @Override
    public String toString() {
        return Double.toString(value);
    }
}
