package io.shearwater.testing;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How values order and when they are equal in a plan: numbers by their exact values whatever their types, NaN equal to itself
 * and above all, -0.0 equal to 0.0; texts by code points; false before true; null below everything.
 */
final class NaiveOrder {
    /** Of single values, null smallest. */
    static final Comparator<@Nullable Object> VALUES = NaiveOrder::compareNullable;

    private NaiveOrder() {}

    /** Of rows of values, the first that differs deciding. */
    static int compareAll(List<@Nullable Object> left, List<@Nullable Object> right) {
        for (int i = 0; i < left.size(); i++) {
            int order = compareNullable(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Whether keys are equal for a join: null equals nothing. */
    static boolean equalKeys(List<@Nullable Object> left, List<@Nullable Object> right) {
        return !left.contains(null) && !right.contains(null) && compareAll(left, right) == 0;
    }

    private static int compareNullable(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return compare(left, right);
    }

    static int compare(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return compareNumbers(a, b);
        }
        return switch (left) {
            case Boolean value -> value.compareTo((Boolean) right);
            // UTF-8 orders as the code points do; Java's own order is that of UTF-16.
            case String value -> Arrays.compareUnsigned(utf8(value), utf8((String) right));
            case byte[] value -> Arrays.compareUnsigned(value, (byte[]) right);
            case LocalDate value -> value.compareTo((LocalDate) right);
            case Instant value -> value.compareTo((Instant) right);
            default -> throw new AssertionError("no order for " + left.getClass());
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int compareNumbers(Number left, Number right) {
        boolean leftFinite = isFinite(left);
        boolean rightFinite = isFinite(right);
        if (leftFinite && rightFinite) {
            return exact(left).compareTo(exact(right));
        }
        // An infinity or NaN stands for itself, any finite number for 0.
        return Double.compare(leftFinite ? 0 : left.doubleValue(), rightFinite ? 0 : right.doubleValue());
    }

    private static boolean isFinite(Number number) {
        return switch (number) {
            case Double value -> Double.isFinite(value);
            case Float value -> Float.isFinite(value);
            default -> true;
        };
    }

    private static BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal value -> value;
            case Double value -> new BigDecimal(value);
            case Float value -> new BigDecimal(value);
            default -> BigDecimal.valueOf(number.longValue());
        };
    }
}
