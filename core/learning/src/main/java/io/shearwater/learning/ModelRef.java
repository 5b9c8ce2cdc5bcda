package io.shearwater.learning;

import io.shearwater.model.Names;

/** The name and version of a registered model; versions count from 1 and are never used again. */
public record ModelRef(String name, int version) implements Variant.Part {
    public ModelRef {
        Names.check("model", name);
        if (version < 1) {
            throw LearningError.BAD_DEFINITION.because(
                    "The version of the model '" + name + "' is " + version + "; versions count from 1.");
        }
    }

    @Override
    public String toString() {
        return name + " version " + version;
    }
}
