package io.shearwater.model;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/**
 * A transformation as a feature group or a feature view uses it: a function over columns. An output with the name of a column
 * stands in that column's place; any other comes after the columns there are. Immutable.
 *
 * @param inputs the columns that it reads, in the order of the function's inputs
 * @param outputs names for what it gives, in order. Of a function whose number of outputs is known only once it is fitted
 *     (one-hot encoding), one name, to which each output adds its own ending: {@code category_hotels}
 * @param drops those of the inputs that are left out of the result
 */
public record TransformationCall(FunctionRef function, List<String> inputs, List<String> outputs, List<String> drops) {
    public TransformationCall {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        drops = List.copyOf(drops);
        if (inputs.isEmpty()) {
            throw ModelError.BAD_DEFINITION.because("The transformation '" + function.name()
                    + "' is called without a column. Name the columns that it reads.");
        }
        if (outputs.isEmpty() || new HashSet<>(outputs).size() < outputs.size()) {
            throw ModelError.BAD_DEFINITION.because("The transformation '" + function.name()
                    + "' needs one or more outputs of different names; got " + outputs + ".");
        }
        for (String drop : drops) {
            if (!inputs.contains(drop)) {
                throw ModelError.BAD_DEFINITION.because("The transformation '" + function.name() + "' drops '" + drop
                        + "', which is none of its inputs " + inputs + "." + Names.didYouMean(drop, inputs));
            }
        }
    }

    /** The same function over these columns. An output that stood in the place of its input stands in that of the new one. */
    public TransformationCall on(String... columns) {
        List<String> next = List.of(columns);
        if (next.size() != inputs.size()) {
            throw ModelError.BAD_DEFINITION.because("The transformation '" + function.name() + "' takes "
                    + inputs.size() + " columns " + inputs + ", not " + next.size() + " " + next + ".");
        }
        return new TransformationCall(
                function,
                next,
                outputs.stream().map(name -> moved(name, next)).toList(),
                drops.stream().map(name -> moved(name, next)).toList());
    }

    private String moved(String name, List<String> next) {
        int at = inputs.indexOf(name);
        return at < 0 ? name : next.get(at);
    }

    /** The same with other names for what it gives; a single column that was replaced stays beside the result. */
    public TransformationCall as(String... names) {
        return new TransformationCall(function, inputs, Arrays.asList(names), drops);
    }

    /** The same, leaving these inputs out of the result. */
    public TransformationCall dropping(String... columns) {
        return new TransformationCall(function, inputs, outputs, List.of(columns));
    }

    /** The same, called as it was registered. */
    public TransformationCall withFunction(FunctionRef registered) {
        return new TransformationCall(registered, inputs, outputs, drops);
    }

    /** The same call, whether its function was registered yet or not. */
    public boolean sameAs(TransformationCall other) {
        return function.sameAs(other.function) && withFunction(other.function).equals(other);
    }

    /** Whether two lists are the same calls in the same order. */
    public static boolean same(List<TransformationCall> left, List<TransformationCall> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).sameAs(right.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return function + "(" + String.join(", ", inputs) + ") as " + String.join(", ", outputs);
    }
}
