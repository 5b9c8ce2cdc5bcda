package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Values;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a transformation learnt from training data: columns by name, each of any type and length. Two states are equal if
 * every value is, bit for bit. Immutable and thread-safe.
 */
public record FittedState(Map<String, Column> values) {
    public FittedState {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Single numbers by name. */
    public static FittedState ofNumbers(Map<String, Double> numbers) {
        Map<String, Column> columns = new LinkedHashMap<>();
        numbers.forEach((name, value) -> columns.put(name, column(DataType.DOUBLE, List.of(value))));
        return new FittedState(columns);
    }

    /** Two numbers, in this order. */
    static FittedState ofNumbers(String first, double number, String second, double other) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put(first, number);
        numbers.put(second, other);
        return ofNumbers(numbers);
    }

    /** A column of these values, none of them null. */
    public static Column column(DataType type, List<?> values) {
        ColumnBuilder builder = ColumnBuilder.of("state", type, values.size());
        values.forEach(builder::append);
        return builder.build();
    }

    /**
     * A column by name.
     *
     * @throws io.shearwater.model.ShearwaterException DAMAGED when it is not there
     */
    public Column column(String name) {
        Column column = values.get(name);
        if (column == null) {
            throw TransformError.DAMAGED.because(
                    "A fitted transformation lacks '" + name + "'; it has " + values.keySet() + ".");
        }
        return column;
    }

    /** The first number of a column of doubles. */
    public double number(String name) {
        return doubles(name)[0];
    }

    /** The numbers of a column of doubles; read only. */
    public double[] doubles(String name) {
        if (column(name) instanceof Column.Doubles doubles) {
            return doubles.values();
        }
        throw TransformError.DAMAGED.because(
                "'" + name + "' of a fitted transformation is " + column(name).type() + ", not double.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FittedState state
                && values.keySet().equals(state.values.keySet())
                && values.entrySet().stream().allMatch(entry -> same(entry.getValue(), state.column(entry.getKey())));
    }

    private static boolean same(Column left, Column right) {
        if (left.size() != right.size() || !left.type().equals(right.type())) {
            return false;
        }
        for (int row = 0; row < left.size(); row++) {
            if (!Values.same(left.value(row), right.value(row))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return values.keySet().hashCode();
    }
}
