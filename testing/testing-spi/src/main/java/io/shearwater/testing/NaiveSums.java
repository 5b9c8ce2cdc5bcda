package io.shearwater.testing;

import io.shearwater.model.AggregateFunction;
import io.shearwater.model.DataType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums, means and variances without rounding until the end. */
final class NaiveSums {
    private static final MathContext DIGITS = new MathContext(80);

    private NaiveSums() {}

    static @Nullable Object sum(List<Object> values, DataType type) {
        if (values.isEmpty()) {
            return null;
        }
        if (type instanceof DataType.DoubleType && !allFinite(values)) {
            return special(values);
        }
        BigDecimal sum = exactSum(values);
        return switch (type) {
            case DataType.LongType t -> sum.longValueExact();
            case DataType.DecimalType t -> sum;
            default -> sum.doubleValue();
        };
    }

    static @Nullable Double average(List<Object> values) {
        if (values.isEmpty()) {
            return null;
        }
        return allFinite(values)
                ? exactSum(values)
                        .divide(BigDecimal.valueOf(values.size()), DIGITS)
                        .doubleValue()
                : special(values);
    }

    static @Nullable Double variance(List<Object> values, AggregateFunction.Divisor divisor) {
        int count = divisor == AggregateFunction.Divisor.SAMPLE ? values.size() - 1 : values.size();
        if (count < 1) {
            return null;
        }
        if (!allFinite(values)) {
            return Double.NaN;
        }
        BigDecimal squares = BigDecimal.ZERO;
        for (Object value : values) {
            squares = squares.add(exact(value).pow(2));
        }
        // The sum of squared distances times the number of values: no mean, whose digits may not end.
        BigDecimal spread = squares.multiply(BigDecimal.valueOf(values.size()))
                .subtract(exactSum(values).pow(2));
        return spread.divide(BigDecimal.valueOf((long) count * values.size()), DIGITS)
                .doubleValue();
    }

    static BigDecimal exact(Object value) {
        return switch (value) {
            case BigDecimal number -> number;
            case Double number -> new BigDecimal(number);
            case Float number -> new BigDecimal(number);
            case Boolean truth -> truth ? BigDecimal.ONE : BigDecimal.ZERO;
            default -> BigDecimal.valueOf(((Number) value).longValue());
        };
    }

    private static BigDecimal exactSum(List<Object> values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Object value : values) {
            sum = sum.add(exact(value));
        }
        return sum;
    }

    static boolean allFinite(List<Object> values) {
        return values.stream()
                .allMatch(value -> !(value instanceof Number number) || Double.isFinite(number.doubleValue()));
    }

    /** A sum with infinities or NaN in it. */
    static double special(List<Object> values) {
        double sum = 0;
        for (Object value : values) {
            double number = ((Number) value).doubleValue();
            sum += Double.isFinite(number) ? 0 : number;
        }
        return sum;
    }
}
