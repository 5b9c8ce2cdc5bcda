package io.shearwater.transform;

import io.shearwater.model.FunctionRef;
import java.util.ArrayList;
import java.util.List;

/**
 * A transformation that comes along, and what the manual says of it. Immutable.
 *
 * @param about what it does, in words
 */
public record BuiltInFunction(String name, About about, List<Parameter> parameters, Maker maker) {
    public BuiltInFunction {
        parameters = List.copyOf(parameters);
    }

    /**
     * A function in words.
     *
     * @param does the formula
     * @param appliesTo what its inputs are
     * @param learns what it takes from training data; empty if it is not fitted
     * @param rules what it does with values out of the common
     */
    public record About(String does, String appliesTo, String learns, String rules) {}

    /** Makes the transformation of its arguments. */
    @FunctionalInterface
    interface Maker {
        Transformation make(Arguments arguments);
    }

    /** The function with these parameters. */
    Transformation transformation(FunctionRef function) {
        return maker.make(arguments(function));
    }

    /** The values of its parameters, checked. */
    Arguments arguments(FunctionRef function) {
        return new Arguments(name, parameters, function.parameters());
    }

    static Draft named(String name) {
        return new Draft(name);
    }

    /** A function whose parts are said one after the other. Not thread-safe. */
    static final class Draft {
        private final String name;
        private String does = "";
        private String appliesTo = "";
        private String learns = "";
        private String rules = "";
        private final List<Parameter> parameters = new ArrayList<>();

        private Draft(String name) {
            this.name = name;
        }

        Draft does(String words) {
            does = words;
            return this;
        }

        /** It takes a number, and treats what is none as most do. */
        Draft numbers() {
            return appliesTo("a number");
        }

        /** It takes a category. */
        Draft categories() {
            return appliesTo("a category");
        }

        Draft appliesTo(String words) {
            appliesTo = words;
            return this;
        }

        Draft learns(String words) {
            learns = words;
            return this;
        }

        Draft rules(String words) {
            rules = words;
            return this;
        }

        Draft parameter(Parameter parameter) {
            parameters.add(parameter);
            return this;
        }

        BuiltInFunction made(Maker maker) {
            return new BuiltInFunction(name, new About(does, appliesTo, learns, rules), parameters, maker);
        }
    }
}
