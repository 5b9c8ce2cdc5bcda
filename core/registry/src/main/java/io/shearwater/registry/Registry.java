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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One project's definitions. Methods that take a {@link RegistryReader} or a {@link RegistryTransaction} work inside the
 * caller's; the others make one of their own. Thread-safe.
 */
public final class Registry {
    private static final int SHOWN = 10;

    private final RegistryStore store;
    private final String project;
    private final Actors actors;
    private final Shared shared;

    /** A project whose changes are all made by one. */
    public Registry(RegistryStore store, String project, Actor actor) {
        this(store, project, new Actors(() -> actor));
    }

    /** A project whose changes are made by whoever asks for them. */
    public Registry(RegistryStore store, String project, Actors actors) {
        this.store = store;
        this.project = project;
        this.actors = actors;
        this.shared = new Shared(store, project, actors);
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
     * The project's own group of this name and version.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND, suggesting the nearest name; NOT_OWNED for one that another
     *     project shares
     */
    public GroupRecord group(GroupRef ref) {
        return store.read(registry -> group(registry, ref));
    }

    public GroupRecord group(RegistryReader registry, GroupRef ref) {
        return findGroup(registry, ref)
                .orElseThrow(() -> shared.find(registry, ref)
                        .<RuntimeException>map(Shared::notOwned)
                        .orElseGet(() -> missing(registry, key(ref))));
    }

    public Optional<GroupRecord> findGroup(GroupRef ref) {
        return store.read(registry -> findGroup(registry, ref));
    }

    public Optional<GroupRecord> findGroup(RegistryReader registry, GroupRef ref) {
        return registry.find(key(ref)).map(definition -> read(registry, definition));
    }

    /** The project's own, by name, then version. */
    public List<GroupRecord> groups() {
        return store.read(this::groups);
    }

    public List<GroupRecord> groups(RegistryReader registry) {
        return registry.list(project, Kind.FEATURE_GROUP).stream()
                .map(definition -> read(registry, definition))
                .toList();
    }

    // ---- feature groups to read: the project's own, and what others share with it

    /**
     * The group of this name and version that the project can read.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND, suggesting the nearest name; NOT_SHARED for one that was
     *     taken back
     */
    public GroupRecord readable(GroupRef ref) {
        return store.read(registry -> readable(registry, ref));
    }

    public GroupRecord readable(RegistryReader registry, GroupRef ref) {
        return findReadable(registry, ref)
                .orElseThrow(() -> shared.find(registry, ref)
                        .<RuntimeException>map(shared::withdrawn)
                        .orElseGet(() -> missing(registry, key(ref))));
    }

    public Optional<GroupRecord> findReadable(GroupRef ref) {
        return store.read(registry -> findReadable(registry, ref));
    }

    private Optional<GroupRecord> findReadable(RegistryReader registry, GroupRef ref) {
        return findGroup(registry, ref)
                .or(() -> shared.find(registry, ref).flatMap(share -> shared.group(registry, share)));
    }

    /** By name, then version. */
    public List<GroupRecord> readables() {
        return store.read(registry -> {
            List<GroupRecord> all = new ArrayList<>(groups(registry));
            shared.list(registry).forEach(share -> shared.group(registry, share).ifPresent(all::add));
            all.sort(Comparator.comparing((GroupRecord group) -> group.spec().name())
                    .thenComparingInt(group -> group.spec().version()));
            return all;
        });
    }

    /** The newest version of a group. */
    public GroupRecord latestReadable(String name) {
        return findLatestReadable(name)
                .orElseThrow(() -> store.read(
                        registry -> missing(registry, new DefinitionKey(project, Kind.FEATURE_GROUP, name, 0))));
    }

    /** The newest version of a group, if there is one of this name. */
    public Optional<GroupRecord> findLatestReadable(String name) {
        return store.read(registry -> Stream.of(Kind.FEATURE_GROUP, Kind.SHARE)
                .flatMap(kind -> registry.versions(project, kind, name).stream())
                .map(definition -> new GroupRef(name, definition.key().version()))
                .sorted(Comparator.comparingInt(GroupRef::version).reversed())
                .flatMap(ref -> findReadable(registry, ref).stream())
                .findFirst());
    }

    /** A readable group as its owner has it: with what is not to be seen, by which what is stored of it is laid out. */
    public GroupRecord whole(GroupRecord readable) {
        return readable.project().equals(project)
                ? readable
                : store.read(registry -> shared.find(registry, readable.spec().ref())
                        .map(share -> shared.whole(registry, share))
                        .orElse(readable));
    }

    /**
     * The project whose tables have the rows of a group.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_SHARED where the definition names what is not to be seen
     */
    public String home(FeatureGroupSpec group) {
        return store.read(registry -> shared.find(registry, group.ref())
                .map(share -> {
                    shared.requireVisible(registry, share, group);
                    return share.owner();
                })
                .orElse(project));
    }

    /** The group whose rows are stored for one to be read: itself, or that of its events; as its owner has it. */
    public GroupRecord stored(RegistryReader registry, FeatureGroupSpec group) {
        GroupRef rows = group.stored().ref();
        return shared.find(registry, group.ref())
                .map(share -> {
                    if (share.isWithdrawn()) {
                        throw shared.withdrawn(share);
                    }
                    return shared.ofOwner(registry, share, rows);
                })
                .orElseGet(() -> group(registry, rows));
    }

    /** The groups, of this project and of those that share with it, that have rows to be read under a name and version. */
    public List<GroupRecord> storedAs(RegistryReader registry, GroupRef rows) {
        List<GroupRecord> all =
                new ArrayList<>(findGroup(registry, rows).stream().toList());
        shared.list(registry).stream()
                .filter(share -> !share.isWithdrawn())
                .filter(share ->
                        shared.whole(registry, share).spec().stored().ref().equals(rows))
                .map(share -> shared.ofOwner(registry, share, rows))
                .distinct()
                .forEach(all::add);
        return all;
    }

    /**
     * Checks that no other project shares a group of a name and version.
     *
     * @throws io.shearwater.model.ShearwaterException ALREADY_EXISTS naming that project
     */
    public void requireUnshared(GroupRef ref) {
        store.read(registry -> shared.find(registry, ref))
                .filter(share -> !share.isWithdrawn())
                .ifPresent(share -> {
                    throw taken(share);
                });
    }

    private static RuntimeException taken(ShareRecord share) {
        return RegistryError.ALREADY_EXISTS.because("The project '" + share.owner() + "' shares a feature group '"
                + share.group().name() + "' version " + share.group().version()
                + " with this one, or has views of this one left that read it. Choose another name or version.");
    }

    /** Stores a group; one of revision 0 is new. */
    public GroupRecord putGroup(RegistryTransaction tx, GroupRecord group) {
        DefinitionKey key = key(group.spec().ref());
        tx.find(ShareJson.key(project, group.spec().ref())).ifPresent(share -> {
            if (!Shares.forget(tx, share)) {
                throw taken(ShareJson.read(share));
            }
        });
        List<DefinitionKey> needed = new ArrayList<>(
                new FunctionLedger(project).register(tx, group.spec().onDemand()));
        group.spec()
                .aggregation()
                .ifPresent(
                        part -> needed.add(key(group(tx, part.events()).spec().ref())));
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

    /** Of all, by name, then version; cheaper than the views themselves. */
    public List<ViewRef> viewRefs() {
        return store.read(registry -> registry.list(project, Kind.FEATURE_VIEW)).stream()
                .map(view -> new ViewRef(view.key().name(), view.key().version()))
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
        return findGroup(registry, ref)
                .map(GroupRecord::spec)
                .or(() -> shared.find(registry, ref).map(share -> shared.spec(registry, share)))
                .orElseThrow(() -> missing(registry, key(ref)));
    }

    /** Stores a new view, which then depends on its groups. */
    public void createView(RegistryTransaction tx, FeatureViewSpec view) {
        shared.requireVisible(tx, view);
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
                .map(group -> keyToRead(tx, group.ref()))
                .distinct()
                .toList());
        needed.addAll(new FunctionLedger(project).register(tx, view.transformations()));
        tx.put(new Definition(key(view.ref()), ViewJson.write(view), revision, needed));
    }

    /** What a reader of a group depends on: the group, or that it is shared. */
    private DefinitionKey keyToRead(RegistryReader registry, GroupRef ref) {
        return shared.find(registry, ref)
                .map(share -> ShareJson.key(project, ref))
                .orElseGet(() -> key(ref));
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
                            dependants.stream()
                                    .map(Registry::dependant)
                                    .distinct()
                                    .toList())
                    + (dependants.size() == 1 ? " depends" : " depend") + " on it. Delete what depends on it first.");
        }
    }

    /** What another project does with what it may read is not shown. */
    private static String dependant(DefinitionKey key) {
        return key.kind() == Kind.SHARE ? "project '" + key.project() + "', with which it is shared," : key.toString();
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
        Stream<Definition> known = key.kind() == Kind.FEATURE_GROUP
                ? Stream.of(key.kind(), Kind.SHARE).flatMap(kind -> registry.list(project, kind).stream())
                : registry.list(project, key.kind()).stream();
        List<String> names =
                known.map(definition -> definition.key().name()).distinct().toList();
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
