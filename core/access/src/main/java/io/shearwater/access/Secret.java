package io.shearwater.access;

import java.time.Instant;

/**
 * What may be known of a secret. Immutable.
 *
 * @param changedBy the text of the principal who wrote it last
 */
public record Secret(String project, String name, Visibility visibility, Instant changed, String changedBy) {
    /** Who reads it. */
    public enum Visibility {
        /** Members with {@link Permission#SECRETS}. */
        PROJECT,
        /** Who wrote it, while it has {@link Permission#SECRETS_PRIVATE} in the project. */
        PRIVATE
    }
}
