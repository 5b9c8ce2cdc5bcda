package io.shearwater.definitions;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.GroupDefinition;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Names;
import io.shearwater.model.ViewRef;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The feature groups and views that the YAML files of a folder define. Thread-safe.
 *
 * <p>A view may select from groups of the folder and from groups that only the store has, so views are complete only over
 * a store's definitions.
 */
public final class Definitions {
    private final DefinitionFiles files;

    private Definitions(DefinitionFiles files) {
        this.files = files;
    }

    /**
     * Reads a file, or all files {@code *.yaml} and {@code *.yml} of a folder and the folders in it; names that begin with
     * a dot are passed over.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_FOLDER; BAD_DEFINITIONS naming everything that is wrong with
     *     file, line and column
     */
    public static Definitions read(Path path) {
        DefinitionFiles files = DefinitionFiles.read(path);
        files.problems().raise();
        return new Definitions(files);
    }

    DefinitionFiles files() {
        return files;
    }

    /**
     * The feature groups, in the order of files and documents. One of aggregates whose events only a store has is without
     * columns and conditions.
     */
    public List<GroupDefinition> groups() {
        return files.groups().values().stream()
                .map(DefinitionFiles.Group::definition)
                .toList();
    }

    /**
     * The feature views over a store's groups, in the order of files and documents. A group of the folder goes before the
     * store's of the same name and version.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITIONS where a group, column or key is not there
     */
    public List<FeatureViewSpec> views(StoreDefinitions store) {
        Map<GroupRef, FeatureGroupSpec> known = new TreeMap<>();
        store.groups().forEach(group -> known.put(group.spec().ref(), group.spec()));
        groups().forEach(group -> known.merge(
                group.spec().ref(), group.spec(), (stored, given) -> given.schemaIsOpen() ? stored : given));
        synchronized (files) {
            files.problems().clear();
            files.groups().values().stream()
                    .filter(group -> group.aggregates().isPresent())
                    .flatMap(group -> group.over((ref, at) -> find(known, ref, at)).stream())
                    .toList()
                    .forEach(group -> known.put(group.spec().ref(), group.spec()));
            files.problems().raise();
            return List.copyOf(resolved(known).values());
        }
    }

    /**
     * How the store becomes what the folder says, but for what only the store has.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITIONS where a view names what is not there
     */
    public DefinitionPlan plan(FeatureStore store) {
        return plan(store.definitions(), Absent.KEEP);
    }

    /**
     * How a store with these definitions becomes what the folder says.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_FOLDER for a folder without any definition, which says nothing of a
     *     store
     */
    public DefinitionPlan plan(StoreDefinitions store, Absent absent) {
        files.requireAny();
        return planned(store, absent);
    }

    /** As {@link #plan}, also of a folder in which nothing is yet. */
    DefinitionPlan planned(StoreDefinitions store, Absent absent) {
        synchronized (files) {
            files.problems().clear();
            Planner planner = new Planner(files, store, absent);
            files.problems().raise();
            return planner.plan(resolved(planner.groups()));
        }
    }

    /**
     * Makes the store what the folder says, but for what only the store has, in one transaction.
     *
     * @return what was done
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITIONS; NOT_POSSIBLE naming what stands in the way
     */
    public DefinitionPlan apply(FeatureStore store) {
        DefinitionPlan plan = plan(store);
        plan.apply(store);
        return plan;
    }

    /** The feature views over these groups. */
    private Map<ViewRef, FeatureViewSpec> resolved(Map<GroupRef, FeatureGroupSpec> known) {
        // The nodes of the files note problems in one place.
        synchronized (files) {
            files.problems().clear();
            Map<ViewRef, FeatureViewSpec> views = new LinkedHashMap<>();
            for (ViewDraft draft : files.views().values()) {
                draft.resolve((ref, at) -> find(known, ref, at)).ifPresent(view -> views.put(view.ref(), view));
            }
            files.problems().raise();
            return views;
        }
    }

    static Optional<FeatureGroupSpec> find(Map<GroupRef, FeatureGroupSpec> known, GroupRef ref, YamlNode at) {
        FeatureGroupSpec group = known.get(ref);
        if (group == null) {
            at.problem(missing(known, ref));
            return Optional.empty();
        }
        if (group.schemaIsOpen()) {
            at.problem("the feature group '" + ref.name() + "' version " + ref.version()
                    + " has no columns yet; write them down, or insert a first frame");
            return Optional.empty();
        }
        return Optional.of(group);
    }

    private static String missing(Map<GroupRef, FeatureGroupSpec> known, GroupRef ref) {
        List<Integer> versions = known.keySet().stream()
                .filter(other -> other.name().equals(ref.name()))
                .map(GroupRef::version)
                .toList();
        List<String> names =
                known.keySet().stream().map(GroupRef::name).distinct().toList();
        return "there is no feature group '" + ref.name() + "' version " + ref.version()
                + ", neither here nor in the store"
                + (versions.isEmpty()
                        ? "." + Names.didYouMean(ref.name(), names)
                        : "; there are the versions " + versions);
    }
}
