package io.shearwater.xgboost;

import io.shearwater.learning.LearningError;
import io.shearwater.model.ShearwaterException;
import io.shearwater.xgboost.ModelValue.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of a model file and where it is. What is not there or not as it has to be is refused, naming the place.
 *
 * @param path as {@code learner.gradient_booster.model}
 */
record ModelPart(String path, ModelValue value) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    ModelPart at(String name) {
        return find(name).orElseThrow(() -> bad("there is no '" + name + "'"));
    }

    Optional<ModelPart> find(String name) {
        if (!(value instanceof ModelValue.Group group)) {
            throw bad("it has no named parts");
        }
        return Optional.ofNullable(group.parts().get(name))
                .map(part -> new ModelPart(path.isEmpty() ? name : path + "." + name, part));
    }

    List<ModelPart> items() {
        if (value instanceof Numbers numbers && numbers.values().length == 0) {
            return List.of();
        }
        if (!(value instanceof ModelValue.Items items)) {
            throw bad("it is not an array of parts");
        }
        List<ModelPart> parts = new ArrayList<>(items.items().size());
        for (int i = 0; i < items.items().size(); i++) {
            parts.add(new ModelPart(path + "[" + i + "]", items.items().get(i)));
        }
        return parts;
    }

    String text() {
        if (value instanceof ModelValue.Text text) {
            return text.text();
        }
        throw bad("it is not a text");
    }

    /** A whole number that is not negative, which may be written as a text. */
    int count() {
        if (value instanceof ModelValue.Single number && isWhole(number.value()) && number.value() >= 0) {
            return (int) number.value();
        }
        if (value instanceof ModelValue.Text text && DIGITS.matcher(text.text()).matches()) {
            return Integer.parseInt(text.text());
        }
        throw bad("it is not a whole number from 0 to 999,999,999");
    }

    int[] wholes() {
        double[] numbers = numbers();
        int[] wholes = new int[numbers.length];
        for (int i = 0; i < wholes.length; i++) {
            if (!isWhole(numbers[i])) {
                throw bad("value " + i + " is " + numbers[i] + ", not a whole number");
            }
            wholes[i] = (int) numbers[i];
        }
        return wholes;
    }

    /** Whole numbers, as many as there have to be. */
    int[] wholes(int count) {
        return requireCount(wholes(), count);
    }

    float[] reals() {
        double[] numbers = numbers();
        float[] reals = new float[numbers.length];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = (float) numbers[i];
        }
        return reals;
    }

    /** Numbers, as many as there have to be. */
    float[] reals(int count) {
        float[] reals = reals();
        requireCount(reals.length, count);
        return reals;
    }

    private int[] requireCount(int[] wholes, int count) {
        requireCount(wholes.length, count);
        return wholes;
    }

    private void requireCount(int given, int count) {
        if (given != count) {
            throw bad("it has " + given + " values instead of " + count);
        }
    }

    private double[] numbers() {
        if (value instanceof Numbers numbers) {
            return numbers.values();
        }
        throw bad("it is not an array of numbers");
    }

    private static boolean isWhole(double number) {
        return number == (int) number;
    }

    ShearwaterException bad(String what) {
        return LearningError.BAD_MODEL.because(message(what));
    }

    private String message(String what) {
        return "The model is damaged or not of XGBoost: at '" + path + "', " + what + ".";
    }
}
