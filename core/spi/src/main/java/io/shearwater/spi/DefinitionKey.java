package io.shearwater.spi;

/**
 * Names a definition in the registry.
 *
 * @param project the project it belongs to; of a project itself its own name; {@link #STORE} of what belongs to none
 * @param version from 1; 0 for kinds without versions
 */
public record DefinitionKey(String project, Kind kind, String name, int version) {
    /** The project of definitions that belong to the whole store. No project has this name. */
    public static final String STORE = "";

    /** What is defined. */
    public enum Kind {
        PROJECT,
        /** That a project may read a feature group of another one; of the project that may, under the name of the group. */
        SHARE,
        FEATURE_GROUP,
        FEATURE_VIEW,
        TRAINING_DATASET,
        TRANSFORMATION,
        EXPERIMENT,
        RUN,
        /** A registered model, whose versions are definitions of their own. */
        MODEL,
        MODEL_VERSION,
        DEPLOYMENT,
        /** Somebody who may be a member of projects; of the store. */
        USER,
        /** A program that works for a project. */
        SERVICE_ACCOUNT,
        /** What proves to be a user or a service account; of the store. */
        API_KEY,
        /** The role of a user or a service account in a project. */
        MEMBER,
        SECRET,
        /** How much a project may take. */
        QUOTA,
        /** How far the log of accesses has come; of the store. */
        AUDIT_HEAD
    }

    @Override
    public String toString() {
        String what = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return what + " '" + name + "'" + (version == 0 ? "" : " version " + version);
    }
}
