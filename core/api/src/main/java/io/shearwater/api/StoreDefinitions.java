package io.shearwater.api;

import io.shearwater.model.GroupRef;
import io.shearwater.model.ViewRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is defined in a store at one moment. Immutable.
 *
 * @param groups by name, then version
 * @param views by name, then version
 * @param logs those of the groups that the store makes and fills by itself, logs and the last values that views fill forward: no definition brings or takes them
 */
public record StoreDefinitions(List<GroupDefinition> groups, List<ViewDefinition> views, Set<GroupRef> logs) {
    /** Of a store in which nothing is defined yet. */
    public static final StoreDefinitions NONE = new StoreDefinitions(List.of(), List.of());

    public StoreDefinitions {
        groups = List.copyOf(groups);
        views = List.copyOf(views);
        logs = Set.copyOf(logs);
    }

    /** Of a store that writes no logs. */
    public StoreDefinitions(List<GroupDefinition> groups, List<ViewDefinition> views) {
        this(groups, views, Set.of());
    }

    public Optional<GroupDefinition> group(GroupRef ref) {
        return groups.stream().filter(group -> group.spec().ref().equals(ref)).findFirst();
    }

    public Optional<ViewDefinition> view(ViewRef ref) {
        return views.stream().filter(view -> view.spec().ref().equals(ref)).findFirst();
    }

    /** Whether the other has the same groups, tags and views. What was made with a view is not looked at. */
    public boolean sameAs(StoreDefinitions other) {
        return groups.equals(other.groups)
                && views.stream()
                        .map(ViewDefinition::spec)
                        .toList()
                        .equals(other.views.stream().map(ViewDefinition::spec).toList());
    }
}
