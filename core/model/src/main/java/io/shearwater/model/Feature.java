package io.shearwater.model;

import java.util.Locale;
import java.util.Optional;

/**
 * A column of a feature group as it was declared.
 *
 * @param defaultValue what rows written before the feature was added read as; a scalar, widened to the Java type of the
 *     column, so that equal definitions are equal
 * @param featureType what may be done with the values; follows from the type unless it is declared
 */
public record Feature(
        String name, DataType type, String description, Optional<Object> defaultValue, FeatureType featureType) {
    public Feature {
        Names.check("feature", name);
        if (!featureType.fits(type)) {
            throw ModelError.BAD_DEFINITION.because("The feature '" + name + "' is " + type + " and cannot be "
                    + featureType.name().toLowerCase(Locale.ROOT) + ".");
        }
        String column = name;
        DataType of = type;
        defaultValue = defaultValue.map(value -> asStored(column, of, value));
    }

    /** A feature that is what its type says. */
    public Feature(String name, DataType type, String description, Optional<Object> defaultValue) {
        this(name, type, description, defaultValue, FeatureType.of(type));
    }

    private static Object asStored(String name, DataType type, Object value) {
        if (!FeatureGroupCheck.isScalar(type) || type instanceof DataType.BinaryType) {
            throw ModelError.BAD_DEFINITION.because(
                    "The feature '" + name + "' is " + type + ", which cannot have a default value.");
        }
        ColumnBuilder builder = ColumnBuilder.of(name, type, 1);
        builder.append(value);
        return builder.build().valueAt(0);
    }

    public static Feature of(String name, DataType type) {
        return new Feature(name, type, "", Optional.empty());
    }

    public static Feature of(String name, DataType type, String description) {
        return new Feature(name, type, description, Optional.empty());
    }

    /** This feature with a value for rows that were written before it was added. */
    public Feature withDefault(Object value) {
        return new Feature(name, type, description, Optional.of(value), featureType);
    }

    /** This feature with another meaning than its type suggests, such as a code among numbers. */
    public Feature as(FeatureType meaning) {
        return new Feature(name, type, description, defaultValue, meaning);
    }

    /** This feature under another name. */
    public Feature named(String next) {
        return new Feature(next, type, description, defaultValue, featureType);
    }

    /** This feature with a wider type, which is of the same meaning. */
    public Feature widened(DataType next) {
        return new Feature(name, next, description, defaultValue, featureType);
    }

    /** Name and type. */
    public Field field() {
        return new Field(name, type);
    }
}
