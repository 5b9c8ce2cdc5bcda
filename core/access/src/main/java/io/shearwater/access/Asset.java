package io.shearwater.access;

import io.shearwater.model.GroupRef;
import io.shearwater.model.ViewRef;

/** A thing in a project that somebody does something to, for messages and the log. Immutable. */
public record Asset(Kind kind, String name) {
    /** What kinds of things there are. */
    public enum Kind {
        PROJECT,
        FEATURE_GROUP,
        FEATURE_VIEW,
        TRAINING_DATASET,
        TRANSFORMATION,
        EXPERIMENT,
        RUN,
        MODEL,
        DEPLOYMENT,
        FILE,
        SECRET,
        MEMBER,
        USER,
        API_KEY
    }

    /** A feature group, as {@code name/version}. */
    public static Asset of(GroupRef group) {
        return new Asset(Kind.FEATURE_GROUP, group.name() + "/" + group.version());
    }

    /** A feature view, as {@code name/version}. */
    public static Asset of(ViewRef view) {
        return new Asset(Kind.FEATURE_VIEW, view.name() + "/" + view.version());
    }

    /** As it is written in the log: {@code feature_group:cards/1}. */
    public String text() {
        return Words.lower(kind) + ":" + name;
    }

    @Override
    public String toString() {
        return Words.of(kind) + " '" + name + "'";
    }
}
