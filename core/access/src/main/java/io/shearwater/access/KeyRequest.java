package io.shearwater.access;

import java.time.Duration;
import java.util.Optional;

/**
 * What a new key is to be. Immutable.
 *
 * @param principal who it proves to be
 * @param label what it is for, at most 200 characters
 * @param scope what it is limited to
 * @param life how long it lives; empty: as long as keys usually do
 */
public record KeyRequest(Principal principal, String label, Scope scope, Optional<Duration> life) {
    private static final int LONGEST_LABEL = 200;

    public KeyRequest {
        if (label.length() > LONGEST_LABEL) {
            throw AccessError.BAD_REQUEST.because("The label '" + Words.shown(label) + "' has " + label.length()
                    + " characters; a label has at most " + LONGEST_LABEL + ".");
        }
    }

    /** A key without limits that lives as long as keys usually do. */
    public static KeyRequest of(Principal principal, String label) {
        return new KeyRequest(principal, label, Scope.ALL, Optional.empty());
    }

    public KeyRequest limitedTo(Scope limit) {
        return new KeyRequest(principal, label, limit, life);
    }

    public KeyRequest livingFor(Duration duration) {
        return new KeyRequest(principal, label, scope, Optional.of(duration));
    }
}
