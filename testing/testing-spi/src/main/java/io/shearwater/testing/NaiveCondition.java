package io.shearwater.testing;

import io.shearwater.model.Predicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Conditions in three-valued logic; null is unknown. */
final class NaiveCondition {
    private NaiveCondition() {}

    /** Whether a row, given as a function from columns to values, passes. */
    static boolean passes(Predicate predicate, Function<String, @Nullable Object> row) {
        return Boolean.TRUE.equals(evaluate(predicate, row));
    }

    private static @Nullable Boolean evaluate(Predicate predicate, Function<String, @Nullable Object> row) {
        return switch (predicate) {
            case Predicate.Compare compare -> compare(row.apply(compare.column()), compare.operator(), compare.value());
            case Predicate.In in -> {
                Boolean result = false;
                for (Object value : in.values()) {
                    result = or(result, compare(row.apply(in.column()), Predicate.Operator.EQUAL, value));
                }
                yield result;
            }
            case Predicate.Like like ->
                row.apply(like.column()) instanceof String text ? like(text, 0, like.pattern(), 0) : null;
            case Predicate.IsNull isNull -> row.apply(isNull.column()) == null;
            case Predicate.And and -> {
                Boolean result = true;
                for (Predicate part : and.parts()) {
                    result = not(or(not(result), not(evaluate(part, row))));
                }
                yield result;
            }
            case Predicate.Or or -> {
                Boolean result = false;
                for (Predicate part : or.parts()) {
                    result = or(result, evaluate(part, row));
                }
                yield result;
            }
            case Predicate.Not not -> not(evaluate(not.part(), row));
        };
    }

    private static @Nullable Boolean or(@Nullable Boolean left, @Nullable Boolean right) {
        if (Boolean.TRUE.equals(left) || Boolean.TRUE.equals(right)) {
            return true;
        }
        return (left == null || right == null) ? null : Boolean.FALSE;
    }

    private static @Nullable Boolean not(@Nullable Boolean value) {
        return value == null ? null : Boolean.valueOf(!value);
    }

    private static @Nullable Boolean compare(@Nullable Object left, Predicate.Operator operator, Object right) {
        if (left == null) {
            return null;
        }
        int order = NaiveOrder.compare(left, right);
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    private static boolean like(String text, int at, String pattern, int next) {
        if (next == pattern.length()) {
            return at == text.length();
        }
        char sign = pattern.charAt(next);
        if (sign == '%') {
            for (int from = at; from <= text.length(); from++) {
                if (like(text, from, pattern, next + 1)) {
                    return true;
                }
            }
            return false;
        }
        if (at == text.length()) {
            return false;
        }
        if (sign == '_') {
            return like(text, text.offsetByCodePoints(at, 1), pattern, next + 1);
        }
        boolean escapes = sign == '\\' && next + 1 < pattern.length() && "%_\\".indexOf(pattern.charAt(next + 1)) >= 0;
        int literal = escapes ? next + 1 : next;
        return text.charAt(at) == pattern.charAt(literal) && like(text, at + 1, pattern, literal + 1);
    }
}
