package io.shearwater.transform;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Field;
import java.util.Locale;

/** A column that a transformation reads: how it is stored and what may be done with it. */
public record Input(String name, DataType type, FeatureType featureType) {
    /** A column that is what its type says. */
    public static Input of(String name, DataType type) {
        return new Input(name, type, FeatureType.of(type));
    }

    public Field field() {
        return new Field(name, type);
    }

    /**
     * Refuses what is no number.
     *
     * @param action what would be done with it, as in "scaled"
     * @throws io.shearwater.model.ShearwaterException BAD_CALL
     */
    public void requireNumerical(String action) {
        if (!featureType.isNumerical()) {
            throw TransformError.BAD_CALL.because("'" + name + "' is " + shown() + " and cannot be " + action
                    + ": that is for numbers. Encode a category"
                    + (FeatureType.of(type).isNumerical()
                            ? ", or declare the feature as a number in its feature group."
                            : "."));
        }
    }

    /**
     * Refuses what is no category.
     *
     * @param action what would be done with it, as in "encoded"
     * @throws io.shearwater.model.ShearwaterException BAD_CALL
     */
    public void requireCategorical(String action) {
        if (!featureType.isCategorical()) {
            throw TransformError.BAD_CALL.because("'" + name + "' is " + shown() + " and cannot be " + action
                    + ": that is for categories. Scale a number, put it into bins, or, if its numbers are codes, declare "
                    + "the feature nominal or ordinal in its feature group.");
        }
    }

    private String shown() {
        return type + " (" + featureType.name().toLowerCase(Locale.ROOT) + ")";
    }
}
