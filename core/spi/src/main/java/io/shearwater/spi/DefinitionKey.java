package io.shearwater.spi;

/**
 * Names a definition in the registry.
 *
 * @param project the project it belongs to; of a project itself its own name
 * @param version from 1; 0 for kinds without versions
 */
public record DefinitionKey(String project, Kind kind, String name, int version) {
    /** What is defined. */
    public enum Kind {
        PROJECT,
        FEATURE_GROUP,
        FEATURE_VIEW,
        TRAINING_DATASET,
        TRANSFORMATION,
        EXPERIMENT,
        RUN,
        /** A registered model, whose versions are definitions of their own. */
        MODEL,
        MODEL_VERSION,
        DEPLOYMENT
    }

    @Override
    public String toString() {
        String what = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return what + " '" + name + "'" + (version == 0 ? "" : " version " + version);
    }
}
