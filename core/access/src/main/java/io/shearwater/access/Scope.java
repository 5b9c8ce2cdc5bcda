package io.shearwater.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a key, a token or a job is limited to, whatever its principal may do. It never gives a right. Immutable.
 *
 * @param project the only project that exists for it; empty: all of the principal's
 * @param permissions the only ones it has; empty: all of the role's
 */
public record Scope(Optional<String> project, Optional<Set<Permission>> permissions) {
    /** No limit. */
    public static final Scope ALL = new Scope(Optional.empty(), Optional.empty());

    public Scope {
        permissions = permissions.map(Scope::copy);
    }

    private static Set<Permission> copy(Set<Permission> permissions) {
        EnumSet<Permission> copy = EnumSet.noneOf(Permission.class);
        copy.addAll(permissions);
        return Collections.unmodifiableSet(copy);
    }

    /** All that the principal may do in one project. */
    public static Scope of(String project) {
        return new Scope(Optional.of(project), Optional.empty());
    }

    /** These permissions in one project. */
    public static Scope of(String project, Set<Permission> permissions) {
        return new Scope(Optional.of(project), Optional.of(permissions));
    }

    /** These permissions in each of the principal's projects. */
    public static Scope of(Set<Permission> permissions) {
        return new Scope(Optional.empty(), Optional.of(permissions));
    }

    public boolean covers(String name) {
        return project.isEmpty() || project.get().equals(name);
    }

    public boolean covers(Permission permission) {
        return permissions.isEmpty() || permissions.get().contains(permission);
    }

    public boolean isUnlimited() {
        return project.isEmpty() && permissions.isEmpty();
    }

    /** What both allow; with two different projects nothing at all. */
    public Scope and(Scope other) {
        if (project.isPresent() && other.project.isPresent() && !project.get().equals(other.project.get())) {
            return new Scope(project, Optional.of(Set.of()));
        }
        return new Scope(project.or(other::project), both(other));
    }

    private Optional<Set<Permission>> both(Scope other) {
        if (permissions.isEmpty() || other.permissions.isEmpty()) {
            return permissions.or(other::permissions);
        }
        EnumSet<Permission> both = EnumSet.noneOf(Permission.class);
        both.addAll(permissions.get());
        both.retainAll(other.permissions.get());
        return Optional.of(both);
    }
}
