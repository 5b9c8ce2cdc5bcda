package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Where a constant lies among the values of a column's type. A constant that the type can't hold lies between two values that
 * it can, or beyond them all; so a comparison comes out exactly without DuckDB rounding either side.
 *
 * @param literal the value itself, or the next lower one, as SQL; empty where the constant is beyond all values
 */
record Place(Kind kind, String literal) {
    /** How the constant lies to the values of the type. */
    enum Kind {
        AT,
        ABOVE,
        BELOW_ALL,
        ABOVE_ALL
    }

    private static final Place BELOW_ALL = new Place(Kind.BELOW_ALL, "");
    private static final Place ABOVE_ALL = new Place(Kind.ABOVE_ALL, "");

    /** The place of a constant, which is of a Java type that compares with the column's. */
    static Place of(DataType type, Object constant) {
        return switch (type) {
            case DataType.IntType t -> among(new Multiples(type, 0, Integer.MAX_VALUE), constant);
            case DataType.LongType t -> among(new Multiples(type, 0, Long.MAX_VALUE), constant);
            case DataType.DecimalType t -> among(Multiples.of(t), constant);
            case DataType.FloatType t -> amongFloats(type, constant);
            case DataType.DoubleType t -> amongFloats(type, constant);
            default -> new Place(Kind.AT, Sql.literal(type, constant));
        };
    }

    /** The numbers of an exact type: multiples of 10^-scale from a least to a greatest. */
    private record Multiples(DataType type, int scale, BigDecimal least, BigDecimal greatest) {
        Multiples(DataType type, int scale, long greatest) {
            this(type, scale, BigDecimal.valueOf(-greatest - 1), BigDecimal.valueOf(greatest));
        }

        static Multiples of(DataType.DecimalType type) {
            BigDecimal greatest = BigDecimal.TEN
                    .pow(type.precision())
                    .subtract(BigDecimal.ONE)
                    .scaleByPowerOfTen(-type.scale());
            return new Multiples(type, type.scale(), greatest.negate(), greatest);
        }

        String literal(BigDecimal value) {
            return type instanceof DataType.DecimalType
                    ? Sql.literal(type, value)
                    : Sql.literal(type, value.longValueExact());
        }
    }

    private static Place among(Multiples values, Object constant) {
        if (isNotFinite(constant)) {
            // Infinity and NaN are greater than every exact number, minus infinity is less.
            return ((Number) constant).doubleValue() == Double.NEGATIVE_INFINITY ? BELOW_ALL : ABOVE_ALL;
        }
        BigDecimal exact = exact(constant);
        if (exact.compareTo(values.greatest()) > 0) {
            return ABOVE_ALL;
        }
        if (exact.compareTo(values.least()) < 0) {
            return BELOW_ALL;
        }
        BigDecimal floor = exact.setScale(values.scale(), RoundingMode.FLOOR);
        return new Place(floor.compareTo(exact) == 0 ? Kind.AT : Kind.ABOVE, values.literal(floor));
    }

    private static Place amongFloats(DataType type, Object constant) {
        if (isNotFinite(constant)) {
            return new Place(Kind.AT, Sql.literal(type, constant));
        }
        boolean single = type instanceof DataType.FloatType;
        BigDecimal exact = exact(constant);
        double near = single ? exact.floatValue() : exact.doubleValue();
        if (Double.isInfinite(near)) {
            // Beyond all finite values the infinity of its side comes next.
            double greatest = single ? Float.MAX_VALUE : Double.MAX_VALUE;
            return new Place(Kind.ABOVE, Sql.literal(type, near > 0 ? greatest : Double.NEGATIVE_INFINITY));
        }
        int side = new BigDecimal(near).compareTo(exact);
        if (side == 0) {
            return new Place(Kind.AT, Sql.literal(type, near));
        }
        double lower = single ? Math.nextDown((float) near) : Math.nextDown(near);
        return new Place(Kind.ABOVE, Sql.literal(type, side < 0 ? near : lower));
    }

    private static boolean isNotFinite(Object constant) {
        return switch (constant) {
            case Double number -> !Double.isFinite(number);
            case Float number -> !Float.isFinite(number);
            default -> false;
        };
    }

    private static BigDecimal exact(Object constant) {
        return switch (constant) {
            case BigDecimal decimal -> decimal;
            case Float number -> new BigDecimal(number);
            case Double number -> new BigDecimal(number);
            default -> BigDecimal.valueOf(((Number) constant).longValue());
        };
    }
}
