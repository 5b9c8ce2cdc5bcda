package io.shearwater.store;

import io.shearwater.api.DefinitionChange;
import io.shearwater.api.GroupDefinition;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.api.ViewDefinition;
import io.shearwater.model.Aggregate;
import io.shearwater.model.Aggregation;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.ForwardFill;
import io.shearwater.model.GroupRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The groups of aggregates that keep what views fill forward ({@link ForwardFill}): one for each group of which something is
 * filled. It is made with the first view that does, gets the columns that others need besides, and is gone with the last.
 */
final class FilledGroups {
    private FilledGroups() {}

    /** The groups that are there for views of a store. */
    static Set<GroupRef> of(List<ViewDefinition> views) {
        Set<GroupRef> groups = new TreeSet<>();
        views.forEach(view -> groups.addAll(of(view.spec())));
        return groups;
    }

    private static List<GroupRef> of(FeatureViewSpec view) {
        return ForwardFill.kept(view).stream().map(FeatureGroupSpec::ref).toList();
    }

    /**
     * Changes with those that they bring about of these groups.
     *
     * @throws io.shearwater.model.ShearwaterException ALREADY_EXISTS where the name of such a group is that of another one
     */
    static List<DefinitionChange> with(StoreDefinitions store, List<DefinitionChange> planned) {
        List<FeatureViewSpec> created = new ArrayList<>();
        List<ViewDefinition> deleted = new ArrayList<>();
        for (DefinitionChange change : planned) {
            switch (change) {
                case DefinitionChange.CreateView(FeatureViewSpec view) -> created.add(view);
                case DefinitionChange.DeleteView(var ref) -> store.view(ref).ifPresent(deleted::add);
                default -> {}
            }
        }
        Map<GroupRef, FeatureGroupSpec> needed = new TreeMap<>();
        created.forEach(
                view -> ForwardFill.kept(view).forEach(kept -> needed.merge(kept.ref(), kept, ForwardFill::merged)));
        List<ViewDefinition> left = new ArrayList<>(store.views());
        left.removeAll(deleted);
        Set<GroupRef> gone = of(deleted);
        gone.removeAll(of(left));
        gone.removeAll(needed.keySet());
        List<DefinitionChange> changes = new ArrayList<>();
        // Before the groups of which they keep values, which may go too.
        gone.forEach(ref -> changes.add(new DefinitionChange.DeleteGroup(ref)));
        changes.addAll(planned);
        needed.values().forEach(kept -> change(store, planned, kept).ifPresent(changes::add));
        return changes;
    }

    private static Optional<DefinitionChange> change(
            StoreDefinitions store, List<DefinitionChange> planned, FeatureGroupSpec kept) {
        boolean isTaken = planned.stream()
                .anyMatch(change -> change instanceof DefinitionChange.CreateGroup(GroupDefinition group)
                        && group.spec().ref().equals(kept.ref()));
        Optional<GroupDefinition> stored = store.group(kept.ref());
        if (isTaken || stored.filter(group -> !keeps(group.spec(), kept)).isPresent()) {
            throw StoreError.ALREADY_EXISTS.because("The last values of '"
                    + kept.stored().name() + "' version " + kept.version()
                    + ", which a feature view fills forward, are kept in a feature group '" + kept.name()
                    + "', and there is another one of that name and version. Name that one otherwise.");
        }
        if (stored.isEmpty()) {
            return Optional.of(new DefinitionChange.CreateGroup(new GroupDefinition(kept, Map.of())));
        }
        GroupDefinition before = stored.get();
        FeatureGroupSpec next = ForwardFill.merged(before.spec(), kept);
        return next.equals(before.spec())
                ? Optional.empty()
                : Optional.of(new DefinitionChange.ChangeGroup(new GroupDefinition(next, before.tags())));
    }

    /** Whether a group is what keeps last values, of these columns or of others of the same group. */
    private static boolean keeps(FeatureGroupSpec stored, FeatureGroupSpec kept) {
        FeatureGroupSpec events = kept.stored();
        List<String> columns = stored.aggregation().map(Aggregation::aggregates).orElse(List.of()).stream()
                .map(Aggregate::name)
                .toList();
        return !columns.isEmpty()
                && new HashSet<>(events.schema().names()).containsAll(columns)
                && Definitions.differences(ForwardFill.keeping(events, columns), stored)
                        .isEmpty();
    }
}
