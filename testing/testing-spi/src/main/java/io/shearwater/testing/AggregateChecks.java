package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Frame;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether answers are as they must be: exact, doubles within 1e-9 of their size, sketches within the error that their function
 * states.
 */
final class AggregateChecks {
    private static final double ROUNDING = 1e-9;
    /** Five times the standard error of 1.6 %, beside one of a few values that two registers are not enough to tell apart. */
    private static final double DISTINCT = 0.08;

    private static final double QUANTILE = 0.01;
    /** Near zero doubles have no digits left to be compared. */
    private static final double NOTHING = 1e-300;

    private AggregateChecks() {}

    /** All answers of two frames to the same questions. */
    static void same(List<Aggregate> aggregates, Frame found, Frame expected) {
        assertThat(found.rows()).isEqualTo(expected.rows());
        for (Aggregate aggregate : aggregates) {
            for (int row = 0; row < found.rows(); row++) {
                Object one = found.value(row, aggregate.name());
                Object other = expected.value(row, aggregate.name());
                assertThat(equal(one, other, ROUNDING))
                        .as("%s of question %d: %s for %s", aggregate, row, one, other)
                        .isTrue();
            }
        }
    }

    /** One answer beside the exact one. */
    static void matches(Aggregate aggregate, Object question, @Nullable Object found, @Nullable Object expected) {
        assertThat(fits(aggregate.function(), found, expected))
                .as("%s asked at %s: %s for %s", aggregate, question, Canonical.of(found), Canonical.of(expected))
                .isTrue();
    }

    private static boolean fits(AggregateFunction function, @Nullable Object found, @Nullable Object expected) {
        if (found instanceof Map<?, ?> one && expected instanceof Map<?, ?> other) {
            return one.keySet().equals(other.keySet())
                    && one.keySet().stream().allMatch(key -> fits(function, one.get(key), other.get(key)));
        }
        return switch (function) {
            case AggregateFunction.Quantiles f -> equal(found, expected, QUANTILE + ROUNDING);
            case AggregateFunction.DistinctCount f
            when f.accuracy() == AggregateFunction.Accuracy.APPROXIMATE ->
                near((Long) Objects.requireNonNull(found), (Long) Objects.requireNonNull(expected));
            default -> equal(found, expected, ROUNDING);
        };
    }

    private static boolean near(long found, long expected) {
        return Math.abs(found - expected) <= 1 + expected * DISTINCT;
    }

    private static boolean equal(@Nullable Object found, @Nullable Object expected, double tolerance) {
        if (found == null || expected == null) {
            return found == null && expected == null;
        }
        if (found instanceof Double one && expected instanceof Double other) {
            return near(one, other, tolerance);
        }
        if (found instanceof List<?> one && expected instanceof List<?> other) {
            if (one.size() != other.size()) {
                return false;
            }
            Iterator<?> others = other.iterator();
            return one.stream().allMatch(value -> equal(value, others.next(), tolerance));
        }
        if (found instanceof Map<?, ?> one && expected instanceof Map<?, ?> other) {
            return one.keySet().equals(other.keySet())
                    && one.keySet().stream().allMatch(key -> equal(one.get(key), other.get(key), tolerance));
        }
        return found.getClass() == expected.getClass() && NaiveOrder.compare(found, expected) == 0;
    }

    /** One of the two zeros is as good as the other. */
    private static boolean near(double found, double expected, double tolerance) {
        return found == expected
                || (Double.isNaN(found) && Double.isNaN(expected))
                || Math.abs(found - expected) <= tolerance * Math.abs(expected) + NOTHING;
    }
}
