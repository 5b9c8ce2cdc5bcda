package io.shearwater.xgboost;

import io.shearwater.xgboost.ModelValue.Kind;
import io.shearwater.xgboost.ModelValue.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the parts of an array: numbers as numbers, as long as there is nothing else. */
final class NumberList {
    private double[] numbers = new double[8];
    private int size;
    private Kind kind = Kind.WHOLE;
    private final List<ModelValue> others = new ArrayList<>();

    void add(double value, Kind of) {
        if (!others.isEmpty()) {
            others.add(new ModelValue.Single(value, of));
            return;
        }
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] = value;
        if (of == Kind.REAL) {
            kind = Kind.REAL;
        }
    }

    void add(ModelValue value) {
        if (value instanceof ModelValue.Single single) {
            add(single.value(), single.kind());
        } else if (value instanceof Literal && value != Literal.NULL && others.isEmpty()) {
            add(value == Literal.TRUE ? 1 : 0, Kind.WHOLE);
        } else {
            for (int i = 0; i < size; i++) {
                others.add(new ModelValue.Single(numbers[i], kind));
            }
            size = 0;
            others.add(value);
        }
    }

    ModelValue build() {
        return others.isEmpty()
                ? new ModelValue.Numbers(Arrays.copyOf(numbers, size), kind)
                : new ModelValue.Items(others);
    }
}
