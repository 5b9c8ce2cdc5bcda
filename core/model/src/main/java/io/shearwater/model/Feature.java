package io.shearwater.model;

import java.util.Optional;

/**
 * A column of a feature group as it was declared.
 *
 * @param defaultValue what rows written before the feature was added read as; a scalar, widened to the Java type of the
 *     column, so that equal definitions are equal
 */
public record Feature(String name, DataType type, String description, Optional<Object> defaultValue) {
    public Feature {
        Names.check("feature", name);
        String column = name;
        DataType of = type;
        defaultValue = defaultValue.map(value -> asStored(column, of, value));
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
        return new Feature(name, type, description, Optional.of(value));
    }

    /** Name and type. */
    public Field field() {
        return new Field(name, type);
    }
}
