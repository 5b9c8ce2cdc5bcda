package io.shearwater.transform;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * A fixed function of one number. Null stays null, NaN stays NaN; a number for which the function is not defined becomes null, as
 * the logarithm of 0. Computed with {@link StrictMath}, which gives the same bits on every processor.
 */
sealed interface Formula extends Transformation {
    DoubleUnaryOperator function();

    /** What is done with a number, as in "scaled". */
    default String action() {
        return "transformed";
    }

    @Override
    default List<Output> outputs(List<Input> inputs) {
        Inputs.number(inputs, action());
        return Inputs.NUMBER;
    }

    @Override
    default Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        return new NumberFunction(function());
    }

    /** To which base a logarithm is. */
    enum Base {
        E,
        TEN
    }

    /** {@code ln x} or {@code log10 x}; null for 0 and less. */
    record Log(Base base) implements Formula {
        static final BuiltInFunction FUNCTION = BuiltInFunction.named("log")
                .does("the natural logarithm of x, or that to base 10")
                .numbers()
                .rules("0 and less: null")
                .parameter(Parameter.word("base", Base.E, "of the logarithm"))
                .made(given -> new Log(given.word("base", Base.class)));

        @Override
        public DoubleUnaryOperator function() {
            return base == Base.E
                    ? x -> x > 0 ? StrictMath.log(x) : Double.NaN
                    : x -> x > 0 ? StrictMath.log10(x) : Double.NaN;
        }
    }

    /** {@code ln(1 + x)}; null for -1 and less. */
    record Log1p() implements Formula {
        static final BuiltInFunction FUNCTION = BuiltInFunction.named("log1p")
                .does("the natural logarithm of 1 + x, exact near 0 too")
                .numbers()
                .rules("-1 and less: null")
                .made(given -> new Log1p());

        @Override
        public DoubleUnaryOperator function() {
            return x -> x > -1 ? StrictMath.log1p(x) : Double.NaN;
        }
    }

    /** {@code 1 / x}; null for 0. */
    record Reciprocal() implements Formula {
        static final BuiltInFunction FUNCTION = BuiltInFunction.named("reciprocal")
                .does("1 / x")
                .numbers()
                .rules("0: null; infinite: 0")
                .made(given -> new Reciprocal());

        @Override
        public DoubleUnaryOperator function() {
            return x -> x == 0 ? Double.NaN : 1 / x;
        }
    }

    /** {@code a · e^(b · x)}. */
    record Exponential(double a, double b) implements Formula {
        static final BuiltInFunction FUNCTION = BuiltInFunction.named("exponential")
                .does("a · e^(b · x)")
                .numbers()
                .rules("too large for a double: infinite")
                .parameter(Parameter.number("a", 1, "the factor"))
                .parameter(Parameter.number("b", 1, "the rate"))
                .made(given -> new Exponential(given.number("a"), given.number("b")));

        @Override
        public DoubleUnaryOperator function() {
            return x -> a * StrictMath.exp(b * x);
        }
    }

    /** x, but at least {@code min} and at most {@code max}; an infinity becomes the bound on its side. */
    record Clip(double min, double max) implements Formula {
        static final BuiltInFunction FUNCTION = BuiltInFunction.named("clip")
                .does("x, but at least min and at most max")
                .numbers()
                .rules("infinite: the bound on its side")
                .parameter(
                        Parameter.optional("min", Parameter.Kind.NUMBER, "the least result; none if it is not given"))
                .parameter(Parameter.optional(
                        "max", Parameter.Kind.NUMBER, "the greatest result; none if it is not given"))
                .made(given -> new Clip((Double) given.find("min").orElse(Double.NEGATIVE_INFINITY), (Double)
                        given.find("max").orElse(Double.POSITIVE_INFINITY)));

        public Clip {
            if (!(min <= max) || (Double.isInfinite(min) && Double.isInfinite(max))) {
                throw TransformError.BAD_CALL.because(
                        "'clip' needs 'min' or 'max' or both, 'min' not above 'max'; got " + min + " and " + max + ".");
            }
        }

        @Override
        public String action() {
            return "clipped";
        }

        @Override
        public DoubleUnaryOperator function() {
            return x -> Math.min(Math.max(x, min), max);
        }
    }
}
