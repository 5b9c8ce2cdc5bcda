package io.shearwater.definitions;

import io.shearwater.api.DefinitionChange;
import io.shearwater.api.GroupDefinition;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.api.ViewDefinition;
import io.shearwater.definitions.PlannedChange.Action;
import io.shearwater.model.Aggregate;
import io.shearwater.model.Aggregation;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Query;
import io.shearwater.model.ViewRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Works out how a store becomes what a folder says. Used once. */
final class Planner {
    static final String GROUP = "feature group";
    private static final String VIEW = "feature view";

    private final DefinitionFiles files;
    private final StoreDefinitions store;
    private final Absent absent;
    private final Map<GroupRef, GroupDefinition> given = new TreeMap<>();
    private final Map<GroupRef, GroupComparison> compared = new TreeMap<>();
    private final List<PlannedChange> steps = new ArrayList<>();
    private final List<DefinitionChange> changes = new ArrayList<>();

    Planner(DefinitionFiles files, StoreDefinitions store, Absent absent) {
        this.files = files;
        this.store = store;
        this.absent = absent;
        compare(files.groups().values().stream()
                .map(DefinitionFiles.Group::definition)
                .filter(group -> group.spec().isWritten())
                .toList());
        Map<GroupRef, FeatureGroupSpec> events = groups();
        compare(files.groups().values().stream()
                .filter(group -> group.aggregates().isPresent())
                .flatMap(group -> group.over((ref, at) -> Definitions.find(events, ref, at)).stream())
                .toList());
    }

    private void compare(List<GroupDefinition> wanted) {
        for (GroupDefinition group : wanted) {
            GroupRef ref = group.spec().ref();
            given.put(ref, group);
            store.group(ref).ifPresent(stored -> compared.put(ref, GroupComparison.of(group, stored, absent)));
        }
    }

    /** The groups that views select from: those of the folder as they will be, and those that only the store has. */
    Map<GroupRef, FeatureGroupSpec> groups() {
        Map<GroupRef, FeatureGroupSpec> groups = new TreeMap<>();
        store.groups().forEach(group -> groups.put(group.spec().ref(), group.spec()));
        given.forEach((ref, group) -> groups.put(ref, group.spec()));
        compared.forEach((ref, group) -> groups.put(ref, group.target().spec()));
        return groups;
    }

    /** The plan, given the views of the folder over {@link #groups()}. */
    DefinitionPlan plan(Map<ViewRef, FeatureViewSpec> views) {
        Stream.concat(
                        given.keySet().stream(),
                        store.groups().stream().map(group -> group.spec().ref()))
                .distinct()
                .sorted()
                .forEach(ref -> group(ref, views));
        changes.sort(Comparator.comparingInt(this::turn));
        Stream.concat(
                        views.keySet().stream(),
                        store.views().stream().map(view -> view.spec().ref()))
                .distinct()
                .sorted(Comparator.comparing(ViewRef::name).thenComparingInt(ViewRef::version))
                .forEach(ref -> view(ref, views));
        return new DefinitionPlan(store, steps, changes);
    }

    /** Events are there before what aggregates them, and after it. */
    private int turn(DefinitionChange change) {
        return switch (change) {
            case DefinitionChange.DeleteGroup(GroupRef ref) -> isWritten(ref) ? 1 : 0;
            case DefinitionChange.CreateGroup(GroupDefinition group) -> turn(group);
            case DefinitionChange.ChangeGroup(GroupDefinition group) -> turn(group);
            default -> 1;
        };
    }

    private static int turn(GroupDefinition group) {
        return group.spec().isWritten() ? 1 : 2;
    }

    private boolean isWritten(GroupRef ref) {
        return store.group(ref).map(group -> group.spec().isWritten()).orElse(true);
    }

    private void step(Action action, GroupRef ref, List<String> details) {
        steps.add(new PlannedChange(action, GROUP, ref.name(), ref.version(), details));
    }

    private void step(Action action, ViewRef ref, List<String> details) {
        steps.add(new PlannedChange(action, VIEW, ref.name(), ref.version(), details));
    }

    // ---- groups

    private void group(GroupRef ref, Map<ViewRef, FeatureViewSpec> views) {
        GroupDefinition wanted = given.get(ref);
        GroupComparison comparison = compared.get(ref);
        if (wanted == null) {
            onlyInStore(ref, views);
        } else if (comparison == null) {
            step(Action.CREATE, ref, columns(wanted.spec()));
            changes.add(new DefinitionChange.CreateGroup(wanted));
        } else {
            changed(ref, comparison, views);
        }
    }

    private static List<String> columns(FeatureGroupSpec spec) {
        if (spec.aggregation().isPresent()) {
            return Stream.concat(aggregates(spec.aggregation().get()).stream(), computed(spec))
                    .toList();
        }
        return spec.schemaIsOpen()
                ? List.of("columns are those of the first rows")
                : Stream.concat(
                                spec.features().stream()
                                        .map(feature -> feature.field().toString()),
                                computed(spec))
                        .toList();
    }

    private static Stream<String> computed(FeatureGroupSpec spec) {
        return spec.onDemand().stream().map(call -> "on demand " + call);
    }

    private static List<String> aggregates(Aggregation aggregation) {
        String events = "of the events of " + aggregation.events()
                + (aggregation.where().passesAll() ? "" : " where " + aggregation.where());
        return Stream.concat(
                        Stream.of(events), aggregation.aggregates().stream().map(Aggregate::toString))
                .toList();
    }

    private void onlyInStore(GroupRef ref, Map<ViewRef, FeatureViewSpec> views) {
        if (store.logs().contains(ref)) {
            return;
        }
        if (absent == Absent.KEEP) {
            step(Action.LEFT, ref, List.of());
            return;
        }
        List<String> readers = Stream.concat(
                        survivors(views)
                                .filter(view -> reads(view, ref))
                                .map(view -> "the feature view " + view.ref() + " reads it"),
                        given.values().stream()
                                .filter(group -> aggregates(group.spec(), ref))
                                .map(group ->
                                        "the feature group " + group.spec().ref() + " aggregates it"))
                .toList();
        if (readers.isEmpty()) {
            step(Action.DELETE, ref, List.of("with all its rows"));
            changes.add(new DefinitionChange.DeleteGroup(ref));
        } else {
            step(Action.IMPOSSIBLE, ref, readers);
        }
    }

    private void changed(GroupRef ref, GroupComparison comparison, Map<ViewRef, FeatureViewSpec> views) {
        List<String> impossible = new ArrayList<>(comparison.impossible());
        if (!impossible.isEmpty()) {
            impossible.add(
                    "a changed meaning is a new version: write it as version " + nextVersion(ref) + readers(ref));
        }
        if (!comparison.dropped().isEmpty()) {
            // A view of the folder that is not in the store yet is made after the columns are gone.
            survivors(views)
                    .filter(view -> store.view(view.ref()).isPresent() && reads(view, ref))
                    .forEach(view -> impossible.add(breaks(view, ref, comparison.dropped())));
            groups().values().stream()
                    .filter(group -> aggregates(group, ref))
                    .forEach(group -> impossible.add(
                            "columns cannot be left out: the feature group " + group.ref() + " aggregates the group"));
        }
        if (!impossible.isEmpty()) {
            step(Action.IMPOSSIBLE, ref, impossible);
        } else if (!comparison.changed().isEmpty()) {
            step(Action.CHANGE, ref, comparison.changed());
            changes.add(new DefinitionChange.ChangeGroup(comparison.target()));
        }
        if (!comparison.left().isEmpty()) {
            step(Action.LEFT, ref, comparison.left());
        }
    }

    private static String breaks(FeatureViewSpec view, GroupRef ref, List<String> dropped) {
        List<String> read = view.query().nodes().stream()
                .filter(node -> node.group().ref().equals(ref))
                .flatMap(node -> node.columns().stream())
                .filter(dropped::contains)
                .distinct()
                .toList();
        return "columns cannot be left out: the feature view " + view.ref()
                + (read.isEmpty() ? " depends on the group" : " reads " + String.join(", ", read));
    }

    private String readers(GroupRef ref) {
        List<String> readers = Stream.concat(
                        store.groups().stream()
                                .filter(group -> aggregates(group.spec(), ref))
                                .map(group -> group.spec().ref().toString()),
                        store.views().stream()
                                .map(ViewDefinition::spec)
                                .filter(view -> reads(view, ref))
                                .map(view -> view.ref().toString()))
                .toList();
        return readers.isEmpty() ? "" : "; version " + ref.version() + " is read by " + String.join(", ", readers);
    }

    private static boolean reads(FeatureViewSpec view, GroupRef ref) {
        return view.query().nodes().stream()
                .map(Query::group)
                .anyMatch(group -> group.ref().equals(ref) || aggregates(group, ref));
    }

    private static boolean aggregates(FeatureGroupSpec group, GroupRef events) {
        return group.aggregation().filter(part -> part.events().equals(events)).isPresent();
    }

    private int nextVersion(GroupRef ref) {
        return 1
                + groups().keySet().stream()
                        .filter(other -> other.name().equals(ref.name()))
                        .mapToInt(GroupRef::version)
                        .max()
                        .orElse(0);
    }

    /** The views that there are afterwards. */
    private Stream<FeatureViewSpec> survivors(Map<ViewRef, FeatureViewSpec> views) {
        return Stream.concat(
                views.values().stream(),
                store.views().stream()
                        .filter(view -> !views.containsKey(view.spec().ref()))
                        .filter(view -> absent == Absent.KEEP
                                || !view.trainingDatasets().isEmpty())
                        .map(ViewDefinition::spec));
    }

    // ---- views

    private void view(ViewRef ref, Map<ViewRef, FeatureViewSpec> views) {
        FeatureViewSpec wanted = views.get(ref);
        Optional<ViewDefinition> stored = store.view(ref);
        if (wanted == null) {
            stored.ifPresent(this::onlyInStore);
        } else if (stored.isPresent()) {
            changed(
                    stored.get().spec(),
                    wanted,
                    Objects.requireNonNull(files.views().get(ref)));
        } else {
            step(Action.CREATE, ref, contents(wanted));
            changes.add(new DefinitionChange.CreateView(wanted));
        }
    }

    private static List<String> contents(FeatureViewSpec view) {
        String groups = view.query().nodes().stream()
                .map(node -> node.group().ref().toString())
                .distinct()
                .collect(Collectors.joining(", "));
        int features = view.features().size();
        List<String> contents = new ArrayList<>(List.of(
                features + (features == 1 ? " feature of " : " features of ") + groups,
                view.labels().isEmpty() ? "no labels" : "labels " + String.join(", ", view.labels())));
        view.transformations().forEach(call -> contents.add(call.toString()));
        return contents;
    }

    private void onlyInStore(ViewDefinition stored) {
        ViewRef ref = stored.spec().ref();
        if (absent == Absent.KEEP) {
            step(Action.LEFT, ref, List.of());
        } else if (stored.trainingDatasets().isEmpty()) {
            step(Action.DELETE, ref, List.of());
            changes.add(new DefinitionChange.DeleteView(ref));
        } else {
            step(
                    Action.IMPOSSIBLE,
                    ref,
                    List.of("it cannot be deleted: the training datasets " + Shown.of(stored.trainingDatasets())
                            + " were made with it"));
        }
    }

    private void changed(FeatureViewSpec stored, FeatureViewSpec wanted, ViewDraft draft) {
        ViewRef ref = stored.ref();
        FeatureViewSpec asOfThen = asOfThen(wanted, stored, draft);
        List<String> differences = new ArrayList<>(ViewComparison.differences(asOfThen, stored));
        if (!differences.isEmpty()) {
            int next = 1
                    + Stream.concat(
                                    files.views().keySet().stream(),
                                    store.views().stream()
                                            .map(view -> view.spec().ref()))
                            .filter(other -> other.name().equals(ref.name()))
                            .mapToInt(ViewRef::version)
                            .max()
                            .orElse(0);
            differences.add("a changed meaning is a new version: write it as version " + next);
            step(Action.IMPOSSIBLE, ref, differences);
            return;
        }
        if (!wanted.description().equals(stored.description())) {
            step(
                    Action.CHANGE,
                    ref,
                    List.of("description: '" + stored.description() + "' becomes '" + wanted.description() + "'"));
            changes.add(new DefinitionChange.DescribeView(ref, wanted.description()));
        }
        List<String> later = new ArrayList<>(wanted.query().schema().names());
        later.removeAll(asOfThen.query().schema().names());
        if (!later.isEmpty()) {
            step(
                    Action.NOTE,
                    ref,
                    List.of("its groups got " + String.join(", ", later)
                            + " after it was made; a new version would have them"));
        }
    }

    /**
     * The view with what was there to choose when the stored one was made: {@code features} and {@code all} mean the columns
     * of then, or adding a column to a group would change every view of it.
     */
    private static FeatureViewSpec asOfThen(FeatureViewSpec wanted, FeatureViewSpec stored, ViewDraft draft) {
        List<QueryDraft> drafts = draft.query().nodes();
        List<Query> there = stored.query().declared().nodes();
        if (drafts.size() != there.size()) {
            return wanted;
        }
        Query query = new AsOfThen(drafts, there).query(wanted.query().declared(), 0);
        return draft.over(query).orElse(wanted);
    }

    /** Walks the tree; drafts and stored queries are those of its nodes, depth first. */
    private record AsOfThen(List<QueryDraft> drafts, List<Query> stored) {
        Query query(Query wanted, int node) {
            List<Query.Joined> joins = new ArrayList<>();
            int next = node + 1;
            for (Query.Joined join : wanted.joins()) {
                joins.add(new Query.Joined(query(join.query(), next), join.how()));
                next += join.query().nodes().size();
            }
            return new Query(wanted.group(), columns(wanted, node), wanted.wholeRow(), wanted.filter(), joins);
        }

        private List<String> columns(Query wanted, int node) {
            List<String> then = stored.get(node).columns();
            boolean grown = drafts.get(node).selection().isOpen()
                    && wanted.columns().containsAll(then)
                    && stored.get(node).group().ref().equals(wanted.group().ref());
            return grown ? then : wanted.columns();
        }
    }
}
