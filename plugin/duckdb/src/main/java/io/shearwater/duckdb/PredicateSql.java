package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Conditions as SQL. Numbers compare by their exact values whatever their types are: a constant that the column's type can't
 * hold is replaced by the nearest one that it can, so that DuckDB never rounds either side.
 */
final class PredicateSql {
    private final Schema schema;
    private final UnaryOperator<String> columns;

    private PredicateSql(Schema schema, UnaryOperator<String> columns) {
        this.schema = schema;
        this.columns = columns;
    }

    /** A condition on columns of a table that the statement calls {@code alias}. */
    static String of(Predicate predicate, Schema schema, String alias) {
        return of(predicate, schema, column -> alias + "." + Sql.name(column));
    }

    /** A condition on columns that are found by an expression each. */
    static String of(Predicate predicate, Schema schema, UnaryOperator<String> columns) {
        return new PredicateSql(schema, columns).sql(predicate);
    }

    private String sql(Predicate predicate) {
        return switch (predicate) {
            case Predicate.Compare compare -> compare(compare.column(), compare.operator(), compare.value());
            case Predicate.In in ->
                in.values().isEmpty()
                        ? "false"
                        : joined(
                                in.values().stream()
                                        .map(value -> compare(in.column(), Predicate.Operator.EQUAL, value))
                                        .toList(),
                                " OR ");
            case Predicate.Like like -> column(like.column()) + " LIKE " + Sql.text(pattern(like)) + " ESCAPE '\\'";
            case Predicate.IsNull isNull -> column(isNull.column()) + " IS NULL";
            case Predicate.And and ->
                and.parts().isEmpty()
                        ? "true"
                        : joined(and.parts().stream().map(this::sql).toList(), " AND ");
            case Predicate.Or or ->
                or.parts().isEmpty()
                        ? "false"
                        : joined(or.parts().stream().map(this::sql).toList(), " OR ");
            case Predicate.Not not -> "NOT (" + sql(not.part()) + ")";
        };
    }

    private static String joined(List<String> parts, String with) {
        return parts.stream().collect(Collectors.joining(")" + with + "(", "((", "))"));
    }

    private String column(String name) {
        schema.index(name);
        return columns.apply(name);
    }

    /** In a {@link Predicate.Like} a backslash before anything but a sign of its own is a plain backslash. */
    private static String pattern(Predicate.Like like) {
        String given = like.pattern();
        StringBuilder pattern = new StringBuilder(given.length());
        for (int i = 0; i < given.length(); i++) {
            char c = given.charAt(i);
            boolean escapes = c == '\\' && i + 1 < given.length() && "%_\\".indexOf(given.charAt(i + 1)) >= 0;
            if (escapes) {
                pattern.append(c).append(given.charAt(++i));
            } else {
                pattern.append(c == '\\' ? "\\\\" : c);
            }
        }
        return pattern.toString();
    }

    private String compare(String name, Predicate.Operator operator, Object value) {
        DataType type = schema.field(name).type();
        return switch (type) {
            case DataType.IntType t -> exact(name, operator, value, new Range(type, 0, Integer.MAX_VALUE));
            case DataType.LongType t -> exact(name, operator, value, new Range(type, 0, Long.MAX_VALUE));
            case DataType.DecimalType t -> exact(name, operator, value, Range.of(t));
            case DataType.FloatType t -> floating(name, operator, value);
            case DataType.DoubleType t -> floating(name, operator, value);
            default -> compared(name, operator, Sql.literal(type, value));
        };
    }

    private String compared(String name, Predicate.Operator operator, String literal) {
        return column(name) + " " + (operator == Predicate.Operator.NOT_EQUAL ? "<>" : operator.symbol()) + " "
                + literal;
    }

    /** What a comparison gives that comes out the same for every value but null. */
    private String always(String name, boolean outcome) {
        return outcome ? "(" + column(name) + " IS NOT NULL OR NULL)" : "(" + column(name) + " IS NULL AND NULL)";
    }

    /** The numbers that a type of exact numbers can hold: multiples of 10^-scale up to a greatest. */
    private record Range(DataType type, int scale, BigDecimal least, BigDecimal greatest) {
        Range(DataType type, int scale, long greatest) {
            this(type, scale, BigDecimal.valueOf(-greatest - 1), BigDecimal.valueOf(greatest));
        }

        static Range of(DataType.DecimalType type) {
            BigDecimal greatest = BigDecimal.TEN
                    .pow(type.precision())
                    .subtract(BigDecimal.ONE)
                    .scaleByPowerOfTen(-type.scale());
            return new Range(type, type.scale(), greatest.negate(), greatest);
        }

        String literal(BigDecimal value) {
            return type instanceof DataType.DecimalType
                    ? Sql.literal(type, value)
                    : Sql.literal(type, value.longValueExact());
        }
    }

    private String exact(String name, Predicate.Operator operator, Object value, Range range) {
        if (value instanceof Number number
                && !Double.isFinite(number.doubleValue())
                && !(value instanceof BigDecimal)) {
            // Infinity and NaN are greater than every exact number, minus infinity is less.
            return beyond(name, operator, number.doubleValue() != Double.NEGATIVE_INFINITY);
        }
        BigDecimal constant = exactValue(value);
        if (constant.compareTo(range.greatest()) > 0) {
            return beyond(name, operator, true);
        }
        if (constant.compareTo(range.least()) < 0) {
            return beyond(name, operator, false);
        }
        BigDecimal floor = constant.setScale(range.scale(), RoundingMode.FLOOR);
        return floor.compareTo(constant) == 0
                ? compared(name, operator, range.literal(floor))
                : between(name, operator, range.literal(floor));
    }

    private String floating(String name, Predicate.Operator operator, Object value) {
        DataType type = schema.field(name).type();
        boolean single = type instanceof DataType.FloatType;
        if (value instanceof Number number
                && !(value instanceof BigDecimal)
                && !Double.isFinite(number.doubleValue())) {
            return compared(name, operator, Sql.literal(type, number.doubleValue()));
        }
        BigDecimal constant = exactValue(value);
        double near = single ? constant.floatValue() : constant.doubleValue();
        if (Double.isInfinite(near)) {
            // Beyond all finite values: the infinity of its side and NaN may be greater still.
            double finite = single ? Float.MAX_VALUE : Double.MAX_VALUE;
            return between(name, operator, Sql.literal(type, near > 0 ? finite : Double.NEGATIVE_INFINITY));
        }
        int side = new BigDecimal(near).compareTo(constant);
        if (side == 0) {
            return compared(name, operator, Sql.literal(type, near));
        }
        double below = side < 0 ? near : single ? Math.nextDown((float) near) : Math.nextDown(near);
        return between(name, operator, Sql.literal(type, below));
    }

    /** A comparison with a constant that lies between a value of the type, {@code below}, and the next one. */
    private String between(String name, Predicate.Operator operator, String below) {
        return switch (operator) {
            case EQUAL -> always(name, false);
            case NOT_EQUAL -> always(name, true);
            case LESS, LESS_OR_EQUAL -> compared(name, Predicate.Operator.LESS_OR_EQUAL, below);
            case GREATER, GREATER_OR_EQUAL -> compared(name, Predicate.Operator.GREATER, below);
        };
    }

    /** A comparison with a constant that is greater, or less, than every value of the type. */
    private String beyond(String name, Predicate.Operator operator, boolean greater) {
        return switch (operator) {
            case EQUAL -> always(name, false);
            case NOT_EQUAL -> always(name, true);
            case LESS, LESS_OR_EQUAL -> always(name, greater);
            case GREATER, GREATER_OR_EQUAL -> always(name, !greater);
        };
    }

    private static BigDecimal exactValue(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal;
            case Float number -> new BigDecimal(number);
            case Double number -> new BigDecimal(number);
            default -> BigDecimal.valueOf(((Number) value).longValue());
        };
    }
}
