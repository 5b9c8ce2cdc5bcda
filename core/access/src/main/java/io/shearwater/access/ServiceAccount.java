package io.shearwater.access;

import java.time.Instant;

/** A program that works for a project. Immutable. */
public record ServiceAccount(
        Principal.ServiceAccount principal, String description, User.State state, Instant created) {
    boolean isEnabled() {
        return state == User.State.ENABLED;
    }

    ServiceAccount with(User.State next) {
        return new ServiceAccount(principal, description, next, created);
    }
}
