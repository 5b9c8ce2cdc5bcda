package io.shearwater.access;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody who proved who it is. Holds no rights: each question is answered by what is stored when it is asked, so that a
 * call that runs for an hour stops being allowed when its key is revoked. Immutable.
 *
 * @param credential by what it was proved
 * @param scope what it is limited to
 * @param expires when it stops being a proof; empty: never
 * @param tokenRoles roles by project that a token says; where the principal is a member of the project, that role counts and
 *     not this one
 */
public record Authenticated(
        Principal principal,
        Credential credential,
        Scope scope,
        Optional<Instant> expires,
        Map<String, Role> tokenRoles) {
    /** What proves who somebody is. */
    public sealed interface Credential {
        /** An API key, by its id. */
        record Key(String id) implements Credential {}

        /** A token of an identity provider. */
        record Token(String issuer) implements Credential {}

        /** Being the process itself. */
        record Running() implements Credential {}
    }

    public Authenticated {
        tokenRoles = Map.copyOf(tokenRoles);
    }

    /** Who runs the process. Only for what the process does by itself, such as making the first administrator. */
    public static Authenticated operator() {
        return new Authenticated(
                new Principal.Operator(), new Credential.Running(), Scope.ALL, Optional.empty(), Map.of());
    }

    /** The same, limited further: a job has the rights of its project only, whatever others its user belongs to. */
    public Authenticated limitedTo(Scope limit) {
        return new Authenticated(principal, credential, scope.and(limit), expires, tokenRoles);
    }

    /** The id of the API key, if it was one. */
    public Optional<String> keyId() {
        return credential instanceof Credential.Key key ? Optional.of(key.id()) : Optional.empty();
    }
}
