package io.shearwater.aggregate;

import io.shearwater.model.ColumnBuilder;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Reads what a function gives from the state that is kept for it. */
@FunctionalInterface
interface Answer {
    /**
     * The value at a time, as a column's boxed accessor gives it; null where there are no values.
     *
     * @param time microseconds: when it is asked
     */
    @Nullable
    Object of(State state, long time);

    /** Appends the value at a time to a column of its type; false, and nothing is appended, where there are no values. */
    default boolean append(State state, long time, ColumnBuilder into) {
        Object value = of(state, time);
        if (value == null) {
            return false;
        }
        into.append(value);
        return true;
    }

    /** Of doubles, which need no boxes. */
    static Answer ofDouble(Predicate<State> isEmpty, ToDoubleFunction<State> value) {
        return new Answer() {
            @Override
            public @Nullable Object of(State state, long time) {
                return isEmpty.test(state) ? null : (Double) value.applyAsDouble(state);
            }

            @Override
            public boolean append(State state, long time, ColumnBuilder into) {
                if (isEmpty.test(state)) {
                    return false;
                }
                into.appendDouble(value.applyAsDouble(state));
                return true;
            }
        };
    }

    /** Of whole numbers, which need no boxes. */
    static Answer ofLong(Predicate<State> isEmpty, ToLongFunction<State> value) {
        return new Answer() {
            @Override
            public @Nullable Object of(State state, long time) {
                return isEmpty.test(state) ? null : (Long) value.applyAsLong(state);
            }

            @Override
            public boolean append(State state, long time, ColumnBuilder into) {
                if (isEmpty.test(state)) {
                    return false;
                }
                into.appendLong(value.applyAsLong(state));
                return true;
            }
        };
    }
}
