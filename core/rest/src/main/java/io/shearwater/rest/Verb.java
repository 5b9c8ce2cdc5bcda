package io.shearwater.rest;

import java.util.Locale;
import java.util.Optional;

/** The methods of HTTP that are used here. */
public enum Verb {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    /** The method of this name; empty for one that nothing here answers. */
    static Optional<Verb> of(String name) {
        for (Verb verb : values()) {
            if (verb.name().equals(name)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }

    /** As OpenAPI writes it. */
    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
