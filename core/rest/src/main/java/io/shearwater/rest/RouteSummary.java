package io.shearwater.rest;

import io.shearwater.gate.Action;

/**
 * A route, for who lists them all. Immutable.
 *
 * @param path with places such as {@code {project}}
 */
public record RouteSummary(Verb verb, String path, Action action) {
    /** Whether it belongs to a project. */
    public boolean inProject() {
        return path.contains("{project}");
    }

    @Override
    public String toString() {
        return verb + " " + path;
    }
}
