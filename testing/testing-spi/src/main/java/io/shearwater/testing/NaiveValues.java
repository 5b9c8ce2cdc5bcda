package io.shearwater.testing;

import io.shearwater.model.Predicate;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How values compare, and whether conditions hold, by the definition. */
public final class NaiveValues {
    private NaiveValues() {}

    /** Values as a key of a map: arrays by content; a null is a value of its own. */
    public static List<@Nullable Object> key(Map<String, ? extends @Nullable Object> row, List<String> columns) {
        @Nullable Object[] key = new Object[columns.size()];
        for (int i = 0; i < key.length; i++) {
            Object value = row.get(columns.get(i));
            key[i] = value instanceof byte[] bytes ? ByteBuffer.wrap(bytes.clone()) : value;
        }
        return Arrays.asList(key);
    }

    /** Whether a condition is true for a row; unknown is not true. */
    public static boolean passes(Predicate predicate, Map<String, ? extends @Nullable Object> row) {
        return Boolean.TRUE.equals(truth(predicate, row));
    }

    /** True, false, or null for unknown. */
    static @Nullable Boolean truth(Predicate predicate, Map<String, ? extends @Nullable Object> row) {
        return switch (predicate) {
            case Predicate.Compare compare -> {
                Object value = row.get(compare.column());
                yield value == null ? null : holds(compare.operator(), compare(value, compare.value()));
            }
            case Predicate.In in -> {
                Object value = row.get(in.column());
                if (in.values().isEmpty()) {
                    yield false;
                }
                yield value == null ? null : in.values().stream().anyMatch(other -> compare(value, other) == 0);
            }
            case Predicate.Like like -> {
                Object value = row.get(like.column());
                yield value == null ? null : like(codePoints((String) value), 0, codePoints(like.pattern()), 0);
            }
            case Predicate.IsNull isNull -> row.get(isNull.column()) == null;
            case Predicate.And and -> all(and.parts(), row);
            case Predicate.Or or ->
                not(all(or.parts().stream().<Predicate>map(Predicate.Not::new).toList(), row));
            case Predicate.Not not -> not(truth(not.part(), row));
        };
    }

    private static @Nullable Boolean all(List<Predicate> parts, Map<String, ? extends @Nullable Object> row) {
        boolean unknown = false;
        for (Predicate part : parts) {
            Boolean truth = truth(part, row);
            if (Boolean.FALSE.equals(truth)) {
                return false;
            }
            unknown |= truth == null;
        }
        return unknown ? null : true;
    }

    private static @Nullable Boolean not(@Nullable Boolean truth) {
        return truth == null ? null : !truth;
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

    /** The order of two scalars of one kind: numbers by exact value, NaN greatest; text by code points; bytes unsigned. */
    public static int compare(Object left, Object right) {
        return switch (left) {
            case Boolean a -> Boolean.compare(a, (Boolean) right);
            case Number a -> compareNumbers(a, (Number) right);
            case String a -> Arrays.compare(codePoints(a), codePoints((String) right));
            case LocalDate a -> a.compareTo((LocalDate) right);
            case Instant a -> a.compareTo((Instant) right);
            case byte[] a -> Arrays.compareUnsigned(a, (byte[]) right);
            default -> throw new IllegalArgumentException("No order for " + left.getClass());
        };
    }

    /** As {@link #compare}, with null as the smallest. */
    static int compareNullsFirst(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return compare(left, right);
    }

    private static int compareNumbers(Number left, Number right) {
        double a = left.doubleValue();
        double b = right.doubleValue();
        // A decimal or a long is never infinite as a double: only floats and doubles get here with such values.
        if (Double.isNaN(a) || Double.isInfinite(a) || Double.isNaN(b) || Double.isInfinite(b)) {
            return Double.compare(a, b);
        }
        return exact(left).compareTo(exact(right));
    }

    private static BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case Float f -> new BigDecimal(f.doubleValue());
            case Double d -> new BigDecimal(d);
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    private static int[] codePoints(String text) {
        return text.codePoints().toArray();
    }

    private static boolean like(int[] text, int at, int[] pattern, int p) {
        if (p == pattern.length) {
            return at == text.length;
        }
        if (pattern[p] == '%') {
            for (int next = at; next <= text.length; next++) {
                if (like(text, next, pattern, p + 1)) {
                    return true;
                }
            }
            return false;
        }
        boolean escaped =
                pattern[p] == '\\' && p + 1 < pattern.length && (pattern[p + 1] == '%' || pattern[p + 1] == '_');
        int wanted = escaped ? pattern[p + 1] : pattern[p];
        boolean any = !escaped && wanted == '_';
        return at < text.length && (any || text[at] == wanted) && like(text, at + 1, pattern, p + (escaped ? 2 : 1));
    }
}
