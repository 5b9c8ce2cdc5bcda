package io.shearwater.online;

import io.shearwater.model.Predicate;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Predicate} on values in an array, compiled once. Comparisons of numbers are exact whatever their types; logic has
 * three values. Immutable and thread-safe.
 */
@FunctionalInterface
interface RowFilter {
    /** What a condition says of a row. */
    enum Outcome {
        FALSE,
        UNKNOWN,
        TRUE;

        private static Outcome of(boolean holds) {
            return holds ? TRUE : FALSE;
        }

        private Outcome opposite() {
            return switch (this) {
                case FALSE -> TRUE;
                case UNKNOWN -> UNKNOWN;
                case TRUE -> FALSE;
            };
        }
    }

    Outcome test(@Nullable Object[] row);

    /** Whether a row passes. */
    default boolean passes(@Nullable Object[] row) {
        return test(row) == Outcome.TRUE;
    }

    /**
     * A condition as code.
     *
     * @param positions where each column's value lies
     */
    static RowFilter of(Predicate predicate, ToIntFunction<String> positions) {
        return switch (predicate) {
            case Predicate.Compare compare -> {
                int at = positions.applyAsInt(compare.column());
                yield row -> {
                    Object value = row[at];
                    return value == null
                            ? Outcome.UNKNOWN
                            : Outcome.of(holds(compare.operator(), compare(value, compare.value())));
                };
            }
            case Predicate.In in -> {
                int at = positions.applyAsInt(in.column());
                yield row -> in(row[at], in.values());
            }
            case Predicate.Like like -> {
                int at = positions.applyAsInt(like.column());
                LikePattern pattern = new LikePattern(like.pattern());
                yield row -> row[at] instanceof String text ? Outcome.of(pattern.matches(text)) : Outcome.UNKNOWN;
            }
            case Predicate.IsNull isNull -> {
                int at = positions.applyAsInt(isNull.column());
                yield row -> Outcome.of(row[at] == null);
            }
            case Predicate.And and -> {
                List<RowFilter> parts = all(and.parts(), positions);
                yield row -> {
                    Outcome least = Outcome.TRUE;
                    for (int i = 0; i < parts.size() && least != Outcome.FALSE; i++) {
                        Outcome next = parts.get(i).test(row);
                        least = next.compareTo(least) < 0 ? next : least;
                    }
                    return least;
                };
            }
            case Predicate.Or or -> {
                List<RowFilter> parts = all(or.parts(), positions);
                yield row -> {
                    Outcome greatest = Outcome.FALSE;
                    for (int i = 0; i < parts.size() && greatest != Outcome.TRUE; i++) {
                        Outcome next = parts.get(i).test(row);
                        greatest = next.compareTo(greatest) > 0 ? next : greatest;
                    }
                    return greatest;
                };
            }
            case Predicate.Not not -> {
                RowFilter part = of(not.part(), positions);
                yield row -> part.test(row).opposite();
            }
        };
    }

    private static List<RowFilter> all(List<Predicate> parts, ToIntFunction<String> positions) {
        return parts.stream().map(part -> of(part, positions)).toList();
    }

    private static Outcome in(@Nullable Object value, List<Object> constants) {
        if (value == null) {
            return constants.isEmpty() ? Outcome.FALSE : Outcome.UNKNOWN;
        }
        for (Object constant : constants) {
            if (compare(value, constant) == 0) {
                return Outcome.TRUE;
            }
        }
        return Outcome.FALSE;
    }

    private static boolean holds(Predicate.Operator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    /** Orders a stored value and a constant that the model's check lets stand beside it. */
    private static int compare(Object value, Object constant) {
        return switch (value) {
            case Number number -> compareNumbers(number, (Number) constant);
            case String text -> compareTexts(text, (String) constant);
            default -> compareSame(value, constant);
        };
    }

    @SuppressWarnings("unchecked") // booleans, dates and instants stand beside constants of their own class only
    private static int compareSame(Object value, Object constant) {
        return ((Comparable<Object>) value).compareTo(constant);
    }

    private static int compareNumbers(Number left, Number right) {
        if (isWhole(left) && isWhole(right)) {
            return Long.compare(left.longValue(), right.longValue());
        }
        boolean finite = isFinite(left) && isFinite(right);
        return finite ? exact(left).compareTo(exact(right)) : Double.compare(left.doubleValue(), right.doubleValue());
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer;
    }

    private static boolean isFinite(Number number) {
        return !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
    }

    private static BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case Double value -> new BigDecimal(value);
            case Float value -> new BigDecimal(value);
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    /** By code points: UTF-16 units order the same but for surrogates, which stand for what comes after all the others. */
    private static int compareTexts(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
