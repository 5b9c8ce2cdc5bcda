package io.shearwater.model;

/** A named, typed column of a {@link Schema} or part of a struct. */
public record Field(String name, DataType type) {
    public Field {
        if (name.isBlank()) {
            throw ModelError.BAD_NAME.because("A column needs a name; got '" + name + "'.");
        }
    }

    @Override
    public String toString() {
        return name + " " + type;
    }
}
