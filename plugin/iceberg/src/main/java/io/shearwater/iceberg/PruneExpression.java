package io.shearwater.iceberg;

import io.shearwater.model.Predicate;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Type;

/**
 * A condition as an Iceberg expression that is true for at least the rows for which the condition is, so that a file without
 * such rows can be left out. What Iceberg understands otherwise (NaN, -0.0, numbers of other types) is widened.
 */
final class PruneExpression {
    /** Beyond this many values Iceberg looks at none of them. */
    private static final int MOST_IN = 200;

    private final Schema schema;

    private PruneExpression(Schema schema) {
        this.schema = schema;
    }

    static Expression of(Predicate predicate, Schema schema) {
        return new PruneExpression(schema).convert(predicate, Sense.AS_IT_IS);
    }

    /** Whether the condition or its opposite is converted; the opposite of unknown stays unknown. */
    private enum Sense {
        AS_IT_IS,
        OPPOSITE;

        Sense turned() {
            return this == AS_IT_IS ? OPPOSITE : AS_IT_IS;
        }
    }

    private Expression convert(Predicate predicate, Sense sense) {
        boolean asItIs = sense == Sense.AS_IT_IS;
        if (!columnsHaveBounds(predicate)) {
            return Expressions.alwaysTrue();
        }
        return switch (predicate) {
            case Predicate.Compare compare ->
                compare(compare, asItIs ? compare.operator() : opposite(compare.operator()));
            case Predicate.In in -> asItIs ? in(in) : Expressions.alwaysTrue();
            case Predicate.Like like -> asItIs ? like(like) : Expressions.alwaysTrue();
            case Predicate.IsNull isNull ->
                asItIs ? Expressions.isNull(isNull.column()) : Expressions.notNull(isNull.column());
            case Predicate.And and -> asItIs ? all(and.parts(), sense) : any(and.parts(), sense);
            case Predicate.Or or -> asItIs ? any(or.parts(), sense) : all(or.parts(), sense);
            case Predicate.Not not -> convert(not.part(), sense.turned());
        };
    }

    /** Whether a leaf's column is stored and no nested value. */
    private boolean columnsHaveBounds(Predicate predicate) {
        return switch (predicate) {
            case Predicate.And and -> true;
            case Predicate.Or or -> true;
            case Predicate.Not not -> true;
            default ->
                predicate.columns().stream().allMatch(column -> {
                    Type type = schema.findType(column);
                    return type != null && type.isPrimitiveType();
                });
        };
    }

    private Expression all(List<Predicate> parts, Sense sense) {
        return joined(parts, sense, Expressions.alwaysTrue(), Expressions::and);
    }

    private Expression any(List<Predicate> parts, Sense sense) {
        return joined(parts, sense, Expressions.alwaysFalse(), Expressions::or);
    }

    private Expression joined(List<Predicate> parts, Sense sense, Expression neutral, BinaryOperator<Expression> with) {
        return parts.stream().map(part -> convert(part, sense)).reduce(neutral, with);
    }

    private Expression compare(Predicate.Compare compare, Predicate.Operator operator) {
        Type type = schema.findType(compare.column());
        String column = compare.column();
        if (isNaN(compare.value())) {
            return operator == Predicate.Operator.EQUAL && isFloating(type)
                    ? Expressions.isNaN(column)
                    : Expressions.alwaysTrue();
        }
        return Interval.around(compare.value(), type)
                .map(interval -> switch (operator) {
                    case EQUAL -> within(column, interval);
                    case NOT_EQUAL -> Expressions.alwaysTrue();
                    case LESS, LESS_OR_EQUAL -> Expressions.lessThanOrEqual(column, interval.high());
                    case GREATER, GREATER_OR_EQUAL ->
                        orNaN(Expressions.greaterThanOrEqual(column, interval.low()), column, type);
                })
                .orElse(Expressions.alwaysTrue());
    }

    /** An exact value as an equality: buckets are pruned by nothing else. */
    private static Expression within(String column, Interval interval) {
        return interval.low().equals(interval.high())
                ? Expressions.equal(column, interval.low())
                : Expressions.and(
                        Expressions.greaterThanOrEqual(column, interval.low()),
                        Expressions.lessThanOrEqual(column, interval.high()));
    }

    /** The values' range, and the values themselves where they are few. */
    private Expression in(Predicate.In in) {
        if (in.values().size() <= MOST_IN) {
            return any(
                    in.values().stream()
                            .map(value -> Predicate.equalTo(in.column(), value))
                            .toList(),
                    Sense.AS_IT_IS);
        }
        List<Predicate> parts = new ArrayList<>();
        range(in).ifPresent(parts::addAll);
        return all(parts, Sense.AS_IT_IS);
    }

    private static Optional<List<Predicate>> range(Predicate.In in) {
        Object least = in.values().getFirst();
        Object greatest = least;
        for (Object value : in.values()) {
            if (value.getClass() != least.getClass() || isNaN(value)) {
                return Optional.empty();
            }
            least = order(value, least) < 0 ? value : least;
            greatest = order(value, greatest) > 0 ? value : greatest;
        }
        return Optional.of(List.of(Predicate.atLeast(in.column(), least), Predicate.atMost(in.column(), greatest)));
    }

    /** Both are of one class. Text is ordered by code points, as its UTF-8 bytes are. */
    private static int order(Object left, Object right) {
        return switch (left) {
            case Integer i -> i.compareTo((Integer) right);
            case Long l -> l.compareTo((Long) right);
            case Float f -> f.compareTo((Float) right);
            case Double d -> d.compareTo((Double) right);
            case BigDecimal d -> d.compareTo((BigDecimal) right);
            case LocalDate d -> d.compareTo((LocalDate) right);
            case Instant i -> i.compareTo((Instant) right);
            case Boolean b -> b.compareTo((Boolean) right);
            default -> Comparators.charSequences().compare(left.toString(), right.toString());
        };
    }

    /** What the pattern begins with, up to the first wildcard. */
    private static Expression like(Predicate.Like like) {
        StringBuilder start = new StringBuilder();
        String pattern = like.pattern();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%' || c == '_') {
                break;
            }
            boolean escape = c == '\\' && i + 1 < pattern.length() && "%_".indexOf(pattern.charAt(i + 1)) >= 0;
            start.append(escape ? pattern.charAt(++i) : c);
        }
        return start.isEmpty()
                ? Expressions.notNull(like.column())
                : Expressions.startsWith(like.column(), start.toString());
    }

    private static Expression orNaN(Expression condition, String column, Type type) {
        return isFloating(type) ? Expressions.or(condition, Expressions.isNaN(column)) : condition;
    }

    private static boolean isFloating(Type type) {
        return type.typeId() == Type.TypeID.FLOAT || type.typeId() == Type.TypeID.DOUBLE;
    }

    private static Predicate.Operator opposite(Predicate.Operator operator) {
        return switch (operator) {
            case EQUAL -> Predicate.Operator.NOT_EQUAL;
            case NOT_EQUAL -> Predicate.Operator.EQUAL;
            case LESS -> Predicate.Operator.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> Predicate.Operator.GREATER;
            case GREATER -> Predicate.Operator.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> Predicate.Operator.LESS;
        };
    }

    private static boolean isNaN(Object value) {
        return (value instanceof Double d && d.isNaN()) || (value instanceof Float f && f.isNaN());
    }
}
