package io.shearwater.access;

import java.time.Instant;
import java.util.Optional;

/**
 * What may be known of an API key; its secret is not kept. Immutable.
 *
 * @param id public part of the key: {@code sw_<id>_<secret>}
 * @param label what it is for, in the words of who made it
 * @param createdBy the text of the principal who made it
 * @param issued when its secret was made: at first, or by the last rotation
 * @param expires when it stops being valid
 * @param formerSecretUntil until when the secret before the last rotation is valid too
 * @param revoked when it was revoked
 */
public record ApiKey(
        String id,
        Principal principal,
        String label,
        Scope scope,
        String createdBy,
        Instant issued,
        Instant expires,
        Optional<Instant> formerSecretUntil,
        Optional<Instant> revoked) {
    /** Whether it would be accepted at an instant. */
    public boolean isValid(Instant at) {
        return revoked.isEmpty() && at.isBefore(expires);
    }
}
