package io.shearwater.access;

import io.shearwater.model.GroupRef;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A user or a service account in a project. Immutable.
 *
 * @param grants by feature group the features that a restricted member may read beside keys and event time; has no meaning
 *     for other roles
 */
public record Member(String project, Principal principal, Role role, Map<GroupRef, Set<String>> grants) {
    public Member {
        SortedMap<GroupRef, Set<String>> copy = new TreeMap<>();
        grants.forEach((group, features) -> {
            SortedSet<String> sorted = new TreeSet<>(features);
            copy.put(group, Collections.unmodifiableSortedSet(sorted));
        });
        grants = Collections.unmodifiableSortedMap(copy);
    }

    Member with(Role next) {
        return new Member(project, principal, next, grants);
    }

    Member with(GroupRef group, Set<String> features) {
        Map<GroupRef, Set<String>> next = new TreeMap<>(grants);
        if (features.isEmpty()) {
            next.remove(group);
        } else {
            next.put(group, features);
        }
        return new Member(project, principal, role, next);
    }
}
