package io.shearwater.store;

import io.shearwater.api.DefinitionChange;
import io.shearwater.api.GroupDefinition;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.api.ViewDefinition;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.offline.TableStep;
import io.shearwater.registry.GroupRecord;
import io.shearwater.registry.Registry;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryTransaction;
import io.shearwater.spi.SchemaChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads all definitions of a store, and changes several of them in one transaction. */
final class DefinitionUpdate {
    /** The columns of aggregates follow from the group of their events as it is by then. */
    private static final Comparator<DefinitionChange> EVENTS_FIRST = Comparator.comparing(change -> switch (change) {
        case DefinitionChange.CreateGroup(GroupDefinition group) ->
            !group.spec().isWritten();
        case DefinitionChange.ChangeGroup(GroupDefinition group) ->
            !group.spec().isWritten();
        default -> false;
    });

    private static final int MOST_ATTEMPTS = 20;

    private final StoreParts parts;
    private final Registry registry;
    private final OnlineAggregates aggregates;

    DefinitionUpdate(StoreParts parts) {
        this.parts = parts;
        this.registry = parts.registry();
        this.aggregates = new OnlineAggregates(parts);
    }

    StoreDefinitions read() {
        return registry.store().read(this::read);
    }

    private StoreDefinitions read(RegistryReader reader) {
        List<FeatureGroupSpec> groups =
                registry.groups(reader).stream().map(GroupRecord::spec).toList();
        List<ViewDefinition> views = registry.views(reader).stream()
                .map(spec -> new ViewDefinition(
                        spec,
                        reader.dependants(registry.key(spec.ref())).stream()
                                .filter(key -> key.kind() == DefinitionKey.Kind.TRAINING_DATASET)
                                .map(DefinitionKey::version)
                                .sorted()
                                .toList()))
                .toList();
        Set<GroupRef> own = FilledGroups.of(views);
        groups.stream()
                .filter(VectorLogLayout::isLog)
                .map(FeatureGroupSpec::ref)
                .forEach(own::add);
        return new StoreDefinitions(
                groups.stream()
                        .map(spec -> new GroupDefinition(spec, reader.tags(registry.key(spec.ref()))))
                        .toList(),
                views,
                own);
    }

    /** Makes or deletes a view, with the groups that keep what it fills forward. */
    void change(DefinitionChange change) {
        for (int attempt = 1; ; attempt++) {
            try {
                change(read(), List.of(change));
                return;
            } catch (ShearwaterException failed) {
                // Others change definitions too; of this one nothing was done.
                if (failed.code() != StoreError.CHANGED_MEANWHILE || attempt == MOST_ATTEMPTS) {
                    throw failed;
                }
            }
        }
    }

    void change(StoreDefinitions base, List<DefinitionChange> planned) {
        requireBase(base, read());
        List<DefinitionChange> changes =
                FilledGroups.with(base, planned).stream().map(this::registered).toList();
        List<TableStep> steps = new ArrayList<>();
        changes.forEach(change -> step(change).ifPresent(steps::add));
        List<GroupRef> appended = new ArrayList<>();
        List<GroupRef> relaid = steps.stream()
                .flatMap(step -> step instanceof TableStep.Evolve(GroupRecord group, List<SchemaChange> columns)
                        ? aggregates.relaid(group, columns).stream()
                        : Stream.empty())
                .toList();
        parts.offline().tables().together(steps, tx -> {
            requireBase(base, read(tx));
            appended.clear();
            deletions(tx, changes);
            changes.stream()
                    .sorted(EVENTS_FIRST)
                    .forEach(change -> group(tx, change).ifPresent(appended::add));
            aggregates.relay(tx, relaid);
            changes.forEach(change -> view(tx, change));
            tx.audit(registry.project(), "change definitions", summary(changes));
        });
        steps.stream()
                .filter(TableStep.Create.class::isInstance)
                .forEach(step -> aggregates.load(step.group().spec().ref()));
        Stream.concat(appended.stream(), relaid.stream()).distinct().forEach(aggregates::load);
        steps.stream()
                .filter(TableStep.Evolve.class::isInstance)
                .forEach(step -> parts.online()
                        .columnsChanged(registry.group(step.group().spec().ref())));
    }

    /** The change with transformations that are checked and whose code is kept. */
    private DefinitionChange registered(DefinitionChange change) {
        return switch (change) {
            case DefinitionChange.CreateView(FeatureViewSpec view) ->
                new DefinitionChange.CreateView(parts.rules().registered(view));
            case DefinitionChange.CreateGroup(GroupDefinition group) ->
                new DefinitionChange.CreateGroup(
                        new GroupDefinition(parts.rules().registered(group.spec()), group.tags()));
            default -> change;
        };
    }

    private static void requireBase(StoreDefinitions base, StoreDefinitions now) {
        if (!base.sameAs(now)) {
            throw StoreError.CHANGED_MEANWHILE.because(
                    "The definitions of the store were changed since the changes were planned; nothing was changed. Plan "
                            + "again.");
        }
    }

    private static String summary(List<DefinitionChange> changes) {
        return changes.stream()
                .map(change -> switch (change) {
                    case DefinitionChange.CreateGroup(GroupDefinition group) ->
                        "create " + group.spec().ref();
                    case DefinitionChange.ChangeGroup(GroupDefinition group) ->
                        "change " + group.spec().ref();
                    case DefinitionChange.DeleteGroup(var ref) -> "delete " + ref;
                    case DefinitionChange.CreateView(FeatureViewSpec view) -> "create view " + view.ref();
                    case DefinitionChange.DescribeView(var ref, var text) -> "describe view " + ref;
                    case DefinitionChange.DeleteView(var ref) -> "delete view " + ref;
                })
                .reduce((left, right) -> left + ", " + right)
                .orElse("nothing");
    }

    // ---- tables

    private Optional<TableStep> step(DefinitionChange change) {
        return switch (change) {
            case DefinitionChange.CreateGroup create -> {
                requireNew(create.group().spec().ref());
                yield Optional.of(new TableStep.Create(made(create.group().spec(), 0)));
            }
            case DefinitionChange.ChangeGroup update ->
                step(registry.group(update.group().spec().ref()), update.group().spec());
            case DefinitionChange.DeleteGroup delete -> Optional.of(new TableStep.Drop(registry.group(delete.group())));
            default -> Optional.empty();
        };
    }

    private static Optional<TableStep> step(GroupRecord stored, FeatureGroupSpec next) {
        List<SchemaChange> changes = GroupDifference.changes(stored.spec(), next);
        if (stored.spec().schemaIsOpen() && !next.schemaIsOpen()) {
            return Optional.of(new TableStep.Create(stored.withSpec(next)));
        }
        return changes.isEmpty() ? Optional.empty() : Optional.of(new TableStep.Evolve(stored, changes));
    }

    private void requireNew(GroupRef ref) {
        if (registry.findGroup(ref).isPresent()) {
            throw StoreError.ALREADY_EXISTS.because(
                    "The feature group '" + ref.name() + "' version " + ref.version() + " exists.");
        }
    }

    private GroupRecord made(FeatureGroupSpec spec, int online) {
        return new GroupRecord(registry.project(), spec, online, 1, 1, 0);
    }

    // ---- definitions, in the transaction

    private void deletions(RegistryTransaction tx, List<DefinitionChange> changes) {
        for (DefinitionChange change : changes) {
            if (change instanceof DefinitionChange.DeleteView delete) {
                registry.remove(tx, registry.key(delete.view()));
            }
        }
        for (DefinitionChange change : changes) {
            if (change instanceof DefinitionChange.DeleteGroup delete) {
                registry.remove(tx, registry.key(delete.group()));
            }
        }
    }

    /** Gives the group whose events have to be loaded anew, if it is one. */
    private Optional<GroupRef> group(RegistryTransaction tx, DefinitionChange change) {
        switch (change) {
            case DefinitionChange.CreateGroup create -> {
                FeatureGroupSpec spec = create.group().spec();
                registry.putGroup(tx, made(spec, spec.storage().hasOnline() ? onlineGroup(tx) : 0));
                tag(tx, create.group());
            }
            case DefinitionChange.ChangeGroup update -> {
                FeatureGroupSpec next = update.group().spec();
                GroupRecord stored = registry.group(tx, next.ref());
                if (GroupDifference.changes(stored.spec(), next).stream()
                        .anyMatch(SchemaChange.Drop.class::isInstance)) {
                    registry.requireFree(tx, registry.key(next.ref()), "given fewer columns");
                }
                boolean isAppended = GroupDifference.isAppended(stored.spec(), next);
                if (!stored.spec().equals(next)) {
                    GroupRecord changed = stored.withSpec(next);
                    registry.putGroup(tx, isAppended ? aggregates.inNextGeneration(changed) : changed);
                }
                tag(tx, update.group());
                return isAppended ? Optional.of(next.ref()) : Optional.empty();
            }
            default -> {}
        }
        return Optional.empty();
    }

    /** Numbers are unique within the store, whatever the project. */
    private static int onlineGroup(RegistryTransaction tx) {
        return Math.toIntExact(tx.nextNumber("", "online-group"));
    }

    private void tag(RegistryTransaction tx, GroupDefinition group) {
        DefinitionKey key = registry.key(group.spec().ref());
        Map<String, String> stored = tx.tags(key);
        stored.keySet().stream()
                .filter(name -> !group.tags().containsKey(name))
                .forEach(name -> tx.removeTag(key, name));
        group.tags().forEach((name, value) -> {
            if (!value.equals(stored.get(name))) {
                tx.setTag(key, name, value);
            }
        });
    }

    private void view(RegistryTransaction tx, DefinitionChange change) {
        switch (change) {
            case DefinitionChange.CreateView create -> {
                registry.createView(tx, create.view());
                requireSame(create.view(), registry.findView(tx, create.view().ref()));
            }
            case DefinitionChange.DescribeView describe ->
                registry.describeView(tx, describe.view(), describe.description());
            default -> {}
        }
    }

    /** Looks at a view over the groups as they are now: it must not select what its maker thought was there. */
    private static void requireSame(FeatureViewSpec given, Optional<FeatureViewSpec> stored) {
        boolean same = stored.map(
                        view -> view.query().schema().equals(given.query().schema()))
                .orElse(false);
        if (!same) {
            throw StoreError.BAD_CHANGE.because("The feature view '" + given.name() + "' version " + given.version()
                    + " selects columns that its groups do not have so.");
        }
    }
}
