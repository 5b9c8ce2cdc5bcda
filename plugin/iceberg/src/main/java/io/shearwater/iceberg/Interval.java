package io.shearwater.iceberg;

import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The values of a column's type between which a constant of any type lies. Engines compare numbers of different types in
 * different precisions; the interval holds every value that any of them may call equal to the constant.
 *
 * @param low as Iceberg's expressions take it
 * @param high not less than {@code low}
 */
record Interval(Object low, Object high) {
    private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    /** The interval around a constant that is not NaN; empty when the type has no order that bounds are kept in. */
    static Optional<Interval> around(Object value, Type type) {
        return switch (type.typeId()) {
            case INTEGER, LONG -> integers(value);
            case FLOAT -> Optional.of(floats(number(value)));
            case DOUBLE -> Optional.of(doubles(number(value)));
            case DECIMAL -> decimals(value, (Types.DecimalType) type);
            case STRING, BOOLEAN -> Optional.of(new Interval(value, value));
            case DATE -> Optional.of(exactly((int) ((LocalDate) value).toEpochDay()));
            case TIMESTAMP -> Optional.of(exactly(Times.micros((Instant) value)));
            default -> Optional.empty();
        };
    }

    private static Interval exactly(Object value) {
        return new Interval(value, value);
    }

    private static Optional<Interval> integers(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return Optional.of(exactly(((Number) value).longValue()));
        }
        return wide(value).map(wide -> {
            BigDecimal low =
                    wide.low().setScale(0, RoundingMode.FLOOR).max(LONG_MIN).min(LONG_MAX);
            BigDecimal high =
                    wide.high().setScale(0, RoundingMode.CEILING).max(LONG_MIN).min(LONG_MAX);
            return new Interval(low.longValueExact(), high.longValueExact());
        });
    }

    private static Optional<Interval> decimals(Object value, Types.DecimalType type) {
        BigDecimal most = new BigDecimal(BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE), type.scale());
        return wide(value).map(wide -> {
            BigDecimal low = wide.low().setScale(type.scale(), RoundingMode.FLOOR);
            BigDecimal high = wide.high().setScale(type.scale(), RoundingMode.CEILING);
            return new Interval(
                    low.max(most.negate()).min(most), high.max(most.negate()).min(most));
        });
    }

    /** A number as a range of exact ones: a double stands for all that it may have been rounded from. */
    private static Optional<Range> wide(Object value) {
        return switch (value) {
            case BigDecimal exact -> Optional.of(new Range(exact, exact));
            case Integer i -> Optional.of(new Range(BigDecimal.valueOf(i), BigDecimal.valueOf(i)));
            case Long l -> Optional.of(new Range(BigDecimal.valueOf(l), BigDecimal.valueOf(l)));
            case Float f -> rounded(f, Math.ulp(f));
            case Double d -> rounded(d, Math.ulp(d));
            default -> Optional.empty();
        };
    }

    private static Optional<Range> rounded(double value, double step) {
        if (!Double.isFinite(value)) {
            return Optional.empty();
        }
        BigDecimal middle = new BigDecimal(value);
        return Optional.of(new Range(middle.subtract(new BigDecimal(step)), middle.add(new BigDecimal(step))));
    }

    private static Interval floats(double value) {
        float near = (float) value;
        return new Interval(Math.nextDown(near), Math.nextUp(near));
    }

    private static Interval doubles(double value) {
        return new Interval(Math.nextDown(value), Math.nextUp(value));
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private record Range(BigDecimal low, BigDecimal high) {}
}
