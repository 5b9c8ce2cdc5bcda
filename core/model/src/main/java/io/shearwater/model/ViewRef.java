package io.shearwater.model;

/** A feature view by name and version (from 1). */
public record ViewRef(String name, int version) {
    public ViewRef {
        Names.check("feature view", name);
        if (version < 1) {
            throw ModelError.BAD_DEFINITION.because(
                    "The feature view '" + name + "' has the version " + version + "; versions start at 1.");
        }
    }

    @Override
    public String toString() {
        return name + " version " + version;
    }
}
