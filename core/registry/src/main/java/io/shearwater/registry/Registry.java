package io.shearwater.registry;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Names;
import io.shearwater.model.Query;
import io.shearwater.model.TransformationCall;
import io.shearwater.model.ViewRef;
import io.shearwater.spi.Actor;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One project's definitions. Methods that take a {@link RegistryReader} or a {@link RegistryTransaction} work inside the
 * caller's; the others make one of their own. Thread-safe.
 */
public final class Registry {
    private static final int SHOWN = 10;

    private final RegistryStore store;
    private final String project;
    private final Actors actors;

    /** A project whose changes are all made by one. */
    public Registry(RegistryStore store, String project, Actor actor) {
        this(store, project, new Actors(() -> actor));
    }

    /** A project whose changes are made by whoever asks for them. */
    public Registry(RegistryStore store, String project, Actors actors) {
        this.store = store;
        this.project = project;
        this.actors = actors;
    }

    public String project() {
        return project;
    }

    /** Who makes a change that is made by this thread now. */
    public Actor actor() {
        return actors.current();
    }

    public Actors actors() {
        return actors;
    }

    /** Does work in the name of the project itself. */
    public void asProject(Runnable work) {
        actors.run(Actor.project(project), work);
    }

    public RegistryStore store() {
        return store;
    }

    /** Makes the project if it is not there. */
    public void ensureProject() {
        DefinitionKey key = new DefinitionKey(project, Kind.PROJECT, project, 0);
        if (store.read(registry -> registry.find(key)).isEmpty()) {
            store.change(actor(), tx -> {
                tx.audit(project, "create project", project);
                return tx.find(key).orElseGet(() -> tx.put(new Definition(key, "{}", 0, List.of())));
            });
        }
    }

    // ---- feature groups

    public DefinitionKey key(GroupRef ref) {
        return new DefinitionKey(project, Kind.FEATURE_GROUP, ref.name(), ref.version());
    }

    /**
     * The group of this name and version.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND, suggesting the nearest name
     */
    public GroupRecord group(GroupRef ref) {
        return store.read(registry -> group(registry, ref));
    }

    public GroupRecord group(RegistryReader registry, GroupRef ref) {
        return findGroup(registry, ref).orElseThrow(() -> missing(registry, key(ref)));
    }

    public Optional<GroupRecord> findGroup(GroupRef ref) {
        return store.read(registry -> findGroup(registry, ref));
    }

    public Optional<GroupRecord> findGroup(RegistryReader registry, GroupRef ref) {
        return registry.find(key(ref)).map(definition -> read(registry, definition));
    }

    /** By name, then version. */
    public List<GroupRecord> groups() {
        return store.read(this::groups);
    }

    public List<GroupRecord> groups(RegistryReader registry) {
        return registry.list(project, Kind.FEATURE_GROUP).stream()
                .map(definition -> read(registry, definition))
                .toList();
    }

    /** The newest version of a group. */
    public GroupRecord latestGroup(String name) {
        return store.read(registry -> read(registry, latest(registry, Kind.FEATURE_GROUP, name)));
    }

    /** The newest version of a group, if there is one of this name. */
    public Optional<GroupRecord> findLatestGroup(String name) {
        return store.read(registry -> registry.versions(project, Kind.FEATURE_GROUP, name).stream()
                .reduce((older, newer) -> newer)
                .map(definition -> read(registry, definition)));
    }

    /** Stores a group; one of revision 0 is new. */
    public GroupRecord putGroup(RegistryTransaction tx, GroupRecord group) {
        DefinitionKey key = key(group.spec().ref());
        List<DefinitionKey> needed = new ArrayList<>(
                new FunctionLedger(project).register(tx, group.spec().onDemand()));
        group.spec().aggregation().ifPresent(part -> needed.add(key(part.events())));
        return read(tx, tx.put(new Definition(key, GroupJson.write(group), group.revision(), needed)));
    }

    /** A group of aggregates with the columns that follow from its events as they are now. */
    private GroupRecord read(RegistryReader registry, Definition definition) {
        GroupRecord group = GroupJson.read(definition);
        return group.spec()
                .aggregation()
                .map(part -> group.withSpec(
                        group.spec().over(group(registry, part.events()).spec())))
                .orElse(group);
    }

    // ---- feature views

    public DefinitionKey key(ViewRef ref) {
        return new DefinitionKey(project, Kind.FEATURE_VIEW, ref.name(), ref.version());
    }

    /**
     * The view of this name and version.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND, suggesting the nearest name
     */
    public FeatureViewSpec view(ViewRef ref) {
        return store.read(registry -> findView(registry, ref).orElseThrow(() -> missing(registry, key(ref))));
    }

    public Optional<FeatureViewSpec> findView(ViewRef ref) {
        return store.read(registry -> findView(registry, ref));
    }

    public Optional<FeatureViewSpec> findView(RegistryReader registry, ViewRef ref) {
        return registry.find(key(ref)).map(definition -> view(registry, definition));
    }

    /** By name, then version. */
    public List<FeatureViewSpec> views() {
        return store.read(this::views);
    }

    public List<FeatureViewSpec> views(RegistryReader registry) {
        return registry.list(project, Kind.FEATURE_VIEW).stream()
                .map(definition -> view(registry, definition))
                .toList();
    }

    /** The newest version of a view. */
    public FeatureViewSpec latestView(String name) {
        return store.read(registry -> view(registry, latest(registry, Kind.FEATURE_VIEW, name)));
    }

    private FeatureViewSpec view(RegistryReader registry, Definition definition) {
        return ViewJson.read(definition, ref -> spec(registry, ref));
    }

    private FeatureGroupSpec spec(RegistryReader registry, GroupRef ref) {
        return group(registry, ref).spec();
    }

    /** Stores a new view, which then depends on its groups. */
    public void createView(RegistryTransaction tx, FeatureViewSpec view) {
        putView(tx, view, 0);
    }

    /** Gives a view another description. */
    public void describeView(RegistryTransaction tx, ViewRef ref, String description) {
        Definition stored = tx.find(key(ref)).orElseThrow(() -> missing(tx, key(ref)));
        FeatureViewSpec view = view(tx, stored);
        FeatureViewSpec next = new FeatureViewSpec(
                ref,
                description,
                view.query(),
                view.labels(),
                view.trainingHelpers(),
                view.inferenceHelpers(),
                view.transformations());
        putView(tx, next, stored.revision());
    }

    private void putView(RegistryTransaction tx, FeatureViewSpec view, long revision) {
        List<DefinitionKey> needed = new ArrayList<>(view.query().nodes().stream()
                .map(Query::group)
                .map(group -> key(group.ref()))
                .distinct()
                .toList());
        needed.addAll(new FunctionLedger(project).register(tx, view.transformations()));
        tx.put(new Definition(key(view.ref()), ViewJson.write(view), revision, needed));
    }

    /** Whether two views are defined alike, as far as a caller can say it. */
    public static boolean sameDefinition(FeatureViewSpec left, FeatureViewSpec right) {
        return ViewJson.write(left.withTransformations(List.of()))
                        .equals(ViewJson.write(right.withTransformations(List.of())))
                && TransformationCall.same(left.transformations(), right.transformations());
    }

    /** A version of a view's training data. */
    public DefinitionKey key(ViewRef view, int trainingDataset) {
        return new DefinitionKey(project, Kind.TRAINING_DATASET, view.name() + "__" + view.version(), trainingDataset);
    }

    // ---- transformations

    /** The functions of users that groups and views call, by name, then version; their parameters are those of no call. */
    public List<FunctionRef> functions() {
        return store.read(registry -> registry.list(project, Kind.TRANSFORMATION)).stream()
                .map(FunctionLedger::read)
                .toList();
    }

    // ---- what all kinds share

    /**
     * Takes a definition out.
     *
     * @throws io.shearwater.model.ShearwaterException STILL_NEEDED naming what depends on it, NOT_FOUND
     */
    public void remove(RegistryTransaction tx, DefinitionKey key) {
        if (tx.find(key).isEmpty()) {
            throw missing(tx, key);
        }
        requireFree(tx, key, "deleted");
        tx.remove(key);
    }

    /**
     * Refuses when anything depends on a definition.
     *
     * @throws io.shearwater.model.ShearwaterException STILL_NEEDED naming what depends on it
     */
    public void requireFree(RegistryReader registry, DefinitionKey key, String action) {
        List<DefinitionKey> dependants = registry.dependants(key);
        if (!dependants.isEmpty()) {
            throw RegistryError.STILL_NEEDED.because("The " + key + " cannot be " + action + ": "
                    + String.join(
                            ", ",
                            dependants.stream().map(DefinitionKey::toString).toList())
                    + (dependants.size() == 1 ? " depends" : " depend") + " on it. Delete what depends on it first.");
        }
    }

    /** What directly depends on a definition. */
    public List<DefinitionKey> dependants(DefinitionKey key) {
        return store.read(registry -> registry.dependants(key));
    }

    public Map<String, String> tags(DefinitionKey key) {
        return store.read(registry -> registry.tags(key));
    }

    public void tag(DefinitionKey key, String name, String value) {
        Names.check("tag", name);
        store.change(actor(), tx -> {
            tx.setTag(key, name, value);
            tx.audit(project, "tag " + name, key.toString());
            return key;
        });
    }

    public void untag(DefinitionKey key, String name) {
        store.change(actor(), tx -> {
            tx.removeTag(key, name);
            tx.audit(project, "untag " + name, key.toString());
            return key;
        });
    }

    private Definition latest(RegistryReader registry, Kind kind, String name) {
        List<Definition> versions = registry.versions(project, kind, name);
        if (versions.isEmpty()) {
            throw missing(registry, new DefinitionKey(project, kind, name, 0));
        }
        return versions.getLast();
    }

    private RuntimeException missing(RegistryReader registry, DefinitionKey key) {
        List<Definition> versions = registry.versions(project, key.kind(), key.name());
        if (!versions.isEmpty()) {
            return RegistryError.NOT_FOUND.because("There is no " + key + " in project '" + project
                    + "'; there are the versions "
                    + versions.stream()
                            .map(definition -> definition.key().version())
                            .toList() + ".");
        }
        List<String> names = registry.list(project, key.kind()).stream()
                .map(definition -> definition.key().name())
                .distinct()
                .toList();
        return RegistryError.NOT_FOUND.because("There is no " + key + " in project '" + project + "'"
                + Names.nearest(key.name(), names)
                        .map(near -> ". Did you mean '" + near + "'?")
                        .orElseGet(() -> known(names)));
    }

    private static String known(List<String> names) {
        if (names.isEmpty()) {
            return "; there is none at all yet. Was it made in another store or project?";
        }
        return "; there are " + names.subList(0, Math.min(SHOWN, names.size()))
                + (names.size() > SHOWN ? " and more" : "") + ".";
    }

    /** Some of a list, for a message. */
    static String shown(List<String> all) {
        int more = all.size() - SHOWN;
        return String.join(", ", all.subList(0, Math.min(SHOWN, all.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
