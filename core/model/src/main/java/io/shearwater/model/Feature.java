package io.shearwater.model;

import java.util.Optional;

/**
 * A column of a feature group as it was declared.
 *
 * @param defaultValue what rows written before the feature was added read as; a scalar of the Java type of the column
 */
public record Feature(String name, DataType type, String description, Optional<Object> defaultValue) {
    public Feature {
        Names.check("feature", name);
        defaultValue.ifPresent(value -> ColumnBuilder.of(name, type, 1).append(value));
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
