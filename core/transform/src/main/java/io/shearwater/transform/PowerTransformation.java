package io.shearwater.transform;

import io.shearwater.transform.PowerLikelihood.Family;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * A power of the number that brings the training data nearest to a normal distribution: its exponent is the one of the greatest
 * likelihood (Box and Cox, 1964; Yeo and Johnson, 2000). Box-Cox is {@code (x^λ - 1) / λ}, and ln x where λ is 0: it takes
 * positive numbers, any other is null, and refuses to learn from training data that have one. Yeo-Johnson takes all numbers:
 * {@code ((x + 1)^λ - 1) / λ} from 0 on, {@code -((1 - x)^(2 - λ) - 1) / (2 - λ)} below. A constant column has λ = 1. Null stays
 * null, NaN stays NaN, neither they nor infinities are learnt from. Computed with {@link StrictMath}, which gives the same bits on
 * every processor.
 *
 * @param standardize whether the result is brought to mean 0 and deviation 1 of the training data
 */
record PowerTransformation(Family family, boolean standardize) implements FittedFormula {
    static final BuiltInFunction BOX_COX = function(
            "box_cox",
            Family.BOX_COX,
            "(x^λ - 1) / λ, with the λ of greatest likelihood",
            "0 and less: null, refused in training data; constant: λ = 1");
    static final BuiltInFunction YEO_JOHNSON = function(
            "yeo_johnson",
            Family.YEO_JOHNSON,
            "((x + 1)^λ - 1) / λ from 0 on, -((1 - x)^(2 - λ) - 1) / (2 - λ) below, with the λ of greatest likelihood",
            "constant: λ = 1");

    private static BuiltInFunction function(String name, Family family, String does, String rules) {
        return BuiltInFunction.named(name)
                .does(does)
                .numbers()
                .learns("lambda, mean, deviation")
                .rules(rules)
                .parameter(Parameter.truth(
                        "standardize",
                        "whether the result is then brought to mean 0 and deviation 1; in Java standardized(call)"))
                .made(given -> new PowerTransformation(family, given.truth("standardize")));
    }

    @Override
    public String action() {
        return "transformed";
    }

    @Override
    public Fitting fitting(Input column) {
        return new QuantileFitting(column, PowerLikelihood.EXACT, numbers -> {
            if (family == Family.BOX_COX && numbers.min() <= 0) {
                throw TransformError.CANNOT_FIT.because("'" + column.name() + "' is " + numbers.min()
                        + " in the training data, and box_cox takes positive numbers only. Use yeo_johnson.");
            }
            return state(numbers);
        });
    }

    private FittedState state(Quantiles numbers) {
        double lambda = new PowerLikelihood(family, numbers).lambda();
        DoubleUnaryOperator power = family.function(lambda);
        double[] sums = new double[2];
        // In ascending order, so that the sums are the same whatever the order of the rows.
        numbers.forEach((value, times) -> sums[0] += times * power.applyAsDouble(value));
        double mean = sums[0] / numbers.count();
        numbers.forEach((value, times) -> {
            double distance = power.applyAsDouble(value) - mean;
            sums[1] += times * distance * distance;
        });
        Map<String, Double> learnt = new LinkedHashMap<>();
        learnt.put("lambda", lambda);
        learnt.put("mean", mean);
        learnt.put("deviation", numbers.min() == numbers.max() ? 0 : Math.sqrt(sums[1] / numbers.count()));
        return FittedState.ofNumbers(learnt);
    }

    @Override
    public Bound bound(FittedState learnt) {
        DoubleUnaryOperator power = family.function(learnt.number("lambda"));
        if (!standardize) {
            return new NumberFunction(power);
        }
        double mean = learnt.number("mean");
        double deviation = learnt.number("deviation") == 0 ? 1 : learnt.number("deviation");
        return new NumberFunction(x -> (power.applyAsDouble(x) - mean) / deviation);
    }
}
