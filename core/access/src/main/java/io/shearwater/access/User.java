package io.shearwater.access;

import java.time.Instant;

/**
 * Somebody who is known to the store. Immutable.
 *
 * @param standing whether it administers the store
 * @param state whether it may do anything
 */
public record User(Principal.User principal, Standing standing, State state, Instant created) {
    /** What a user is to the whole store. */
    public enum Standing {
        MEMBER,
        /** May make projects and manage users; sees no project's data without being its member. */
        ADMINISTRATOR
    }

    /** Whether somebody may do anything at all. */
    public enum State {
        ENABLED,
        /** Every key and token of it is refused; memberships stay. */
        DISABLED
    }

    public String name() {
        return principal.name();
    }

    boolean isEnabled() {
        return state == State.ENABLED;
    }

    boolean administers() {
        return standing == Standing.ADMINISTRATOR && isEnabled();
    }

    User with(Standing next) {
        return new User(principal, next, state, created);
    }

    User with(State next) {
        return new User(principal, standing, next, created);
    }
}
