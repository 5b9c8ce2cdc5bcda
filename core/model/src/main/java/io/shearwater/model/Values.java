package io.shearwater.model;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Equality of values as Shearwater means it: arrays by content, NaN equal to NaN, -0.0 different from 0.0. */
public final class Values {
    private Values() {}

    /** Whether two boxed values are the same, deeply. */
    public static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left instanceof byte[] a && right instanceof byte[] b) {
            return Arrays.equals(a, b);
        }
        if (left instanceof float[] a && right instanceof float[] b) {
            return Arrays.equals(a, b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return sameList(a, b);
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return a.keySet().equals(b.keySet()) && a.keySet().stream().allMatch(key -> same(a.get(key), b.get(key)));
        }
        return Objects.equals(left, right);
    }

    private static boolean sameList(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<?> other = right.iterator();
        return left.stream().allMatch(value -> same(value, other.next()));
    }

    /** Whether two frames have the same schema and the same values in the same order. */
    static boolean sameRows(Frame left, Frame right) {
        if (left.rows() != right.rows() || !left.schema().equals(right.schema())) {
            return false;
        }
        for (int column = 0; column < left.schema().size(); column++) {
            for (int row = 0; row < left.rows(); row++) {
                if (!same(left.column(column).value(row), right.column(column).value(row))) {
                    return false;
                }
            }
        }
        return true;
    }
}
