package io.shearwater.transform;

import io.shearwater.model.DataType;
import java.util.List;

/** What built-in transformations ask of their inputs. */
final class Inputs {
    /** What every function of numbers gives. */
    static final List<Output> NUMBER = List.of(Output.of(DataType.DOUBLE));

    private Inputs() {}

    /** The only input, which is a number. */
    static Input number(List<Input> inputs, String action) {
        Input input = only(inputs);
        input.requireNumerical(action);
        return input;
    }

    /** The only input, which is a category. */
    static Input category(List<Input> inputs, String action) {
        Input input = only(inputs);
        input.requireCategorical(action);
        return input;
    }

    static Input only(List<Input> inputs) {
        requireCount(inputs, 1);
        return inputs.getFirst();
    }

    static void requireCount(List<Input> inputs, int wanted) {
        if (inputs.size() != wanted) {
            throw TransformError.BAD_CALL.because("It reads " + (wanted == 1 ? "one column" : wanted + " columns")
                    + ", not " + inputs.size() + ": "
                    + inputs.stream().map(Input::name).toList() + "."
                    + (wanted == 1 ? " Call it once for each." : ""));
        }
    }

    /** Refuses shares of the training data that are not from 0 to 1, the low one below the high one. */
    static void requireShares(double low, double high) {
        if (!(low >= 0 && low < high && high <= 1)) {
            throw TransformError.BAD_CALL.because("The shares " + low + " and " + high
                    + " of the training data are not from 0 to 1 with 'low' less than 'high'.");
        }
    }
}
