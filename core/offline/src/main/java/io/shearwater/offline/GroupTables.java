package io.shearwater.offline;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Schema;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.Lease;
import io.shearwater.spi.RegistryTransaction;
import io.shearwater.spi.SchemaChange;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.TablePointer;
import io.shearwater.spi.TableSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** The life of a group's table: made, given other columns, dropped. Thread-safe. */
public final class GroupTables {
    private final OfflineContext context;
    private final GroupLocks locks;

    GroupTables(OfflineContext context, GroupLocks locks) {
        this.context = context;
        this.locks = locks;
    }

    /**
     * Makes the table of a group whose columns are known.
     *
     * @param store stores the group in the same transaction
     */
    public void create(GroupRecord group, BiConsumer<RegistryTransaction, GroupRecord> store) {
        Optional<StagedChange> staged =
                needsTable(group.spec()) ? Optional.of(context.tables().create(tableSpec(group))) : Optional.empty();
        context.registryStore().change(context.actor(), tx -> {
            store.accept(tx, group);
            staged.ifPresent(change -> tx.swapPointer(
                    group.table(), Optional.empty(), Optional.of(change.next().metadata())));
            tx.audit(group.project(), "create", group.spec().ref().toString());
            return group;
        });
    }

    /**
     * Takes back the columns that a group got with a first write that failed, so that the next one may bring others. Does
     * nothing when anything was built on them since.
     *
     * @param store stores the group in the same transaction
     */
    public void takeColumnsBack(GroupRecord group, BiConsumer<RegistryTransaction, GroupRecord> store) {
        GroupRef ref = group.spec().ref();
        locks.aloneUnrecovered(group, lease -> {
            Optional<String> unused = context.registryStore().change(context.actor(), tx -> {
                tx.fence(lease);
                tx.audit(group.project(), "take columns back", ref.toString());
                if (tx.latestCommit(group.project(), ref).isPresent()
                        || !tx.intents(group.project(), ref).isEmpty()
                        || !tx.dependants(new DefinitionKey(
                                        group.project(), Kind.FEATURE_GROUP, ref.name(), ref.version()))
                                .isEmpty()) {
                    return Optional.empty();
                }
                Optional<String> metadata = tx.pointer(group.table());
                metadata.ifPresent(location -> tx.swapPointer(group.table(), metadata, Optional.empty()));
                store.accept(tx, group.withSpec(group.spec().withFeatures(List.of())));
                return metadata;
            });
            unused.ifPresent(
                    metadata -> context.tables().drop(group.table(), new TablePointer(group.table(), metadata)));
            return group;
        });
    }

    private static boolean needsTable(FeatureGroupSpec spec) {
        return spec.isWritten() && spec.storage().hasOffline() && !spec.schemaIsOpen();
    }

    private static TableSpec tableSpec(GroupRecord group) {
        FeatureGroupSpec spec = group.spec();
        return new TableSpec(group.table(), spec.features(), spec.identity(), List.of(), spec.partitions());
    }

    /** Gives the table other columns, and the group the definition that has them. */
    public void evolve(
            GroupRecord group,
            GroupRecord next,
            List<SchemaChange> changes,
            BiConsumer<RegistryTransaction, GroupRecord> store) {
        locks.alone(group, lease -> {
            Optional<TablePointer> base = context.registryStore()
                    .read(registry -> registry.pointer(group.table()))
                    .map(metadata -> new TablePointer(group.table(), metadata));
            Optional<StagedChange> staged = base.map(pointer -> context.tables().stage(pointer, changes));
            return context.registryStore().change(context.actor(), tx -> {
                tx.fence(lease);
                store.accept(tx, next);
                staged.ifPresent(change -> tx.swapPointer(
                        group.table(),
                        base.map(TablePointer::metadata),
                        Optional.of(change.next().metadata())));
                tx.audit(group.project(), "evolve", group.spec().ref() + " " + changes);
                return next;
            });
        });
    }

    /**
     * Deletes a group: first from the registry, then its online rows and its files.
     *
     * @param remove takes the definition out in the same transaction, or refuses
     */
    public void drop(GroupRecord group, BiConsumer<RegistryTransaction, GroupRecord> remove) {
        locks.aloneUnrecovered(group, lease -> {
            Optional<String> last = context.registryStore().change(context.actor(), tx -> {
                tx.fence(lease);
                Optional<String> metadata = tx.pointer(group.table());
                remove.accept(tx, group);
                metadata.ifPresent(location -> tx.swapPointer(group.table(), metadata, Optional.empty()));
                tx.forgetCommits(group.project(), group.spec().ref());
                tx.audit(group.project(), "delete", group.spec().ref().toString());
                return metadata;
            });
            remove(group, last);
            return group;
        });
    }

    /**
     * Changes of several groups in one transaction: all of them or none.
     *
     * @param definitions changes the definitions in the same transaction, or refuses
     */
    public void together(List<TableStep> steps, Consumer<RegistryTransaction> definitions) {
        List<TableStep> locked = steps.stream()
                .filter(step -> !(step instanceof TableStep.Create))
                .sorted(Comparator.comparing(step -> step.group().table().toString()))
                .toList();
        holding(locked, new ArrayList<>(), leases -> together(steps, leases, definitions));
    }

    /** Takes the groups one after the other, always in the same order. */
    private void holding(List<TableStep> left, List<Lease> leases, Consumer<List<Lease>> work) {
        if (left.isEmpty()) {
            work.accept(leases);
            return;
        }
        TableStep step = left.getFirst();
        Function<Lease, Boolean> next = lease -> {
            leases.add(lease);
            holding(left.subList(1, left.size()), leases, work);
            return true;
        };
        if (step instanceof TableStep.Drop) {
            locks.aloneUnrecovered(step.group(), next);
        } else {
            locks.alone(step.group(), next);
        }
    }

    private void together(List<TableStep> steps, List<Lease> leases, Consumer<RegistryTransaction> definitions) {
        List<Swap> swaps = steps.stream().map(this::staged).toList();
        context.registryStore().change(context.actor(), tx -> {
            leases.forEach(tx::fence);
            definitions.accept(tx);
            swaps.stream()
                    .filter(swap -> !swap.from().equals(swap.to()))
                    .forEach(swap -> tx.swapPointer(swap.step().group().table(), swap.from(), swap.to()));
            steps.stream()
                    .filter(TableStep.Drop.class::isInstance)
                    .forEach(step -> tx.forgetCommits(
                            step.group().project(), step.group().spec().ref()));
            return swaps;
        });
        swaps.stream()
                .filter(swap -> swap.step() instanceof TableStep.Drop)
                .forEach(swap -> remove(swap.step().group(), swap.from()));
    }

    /** What becomes of the pointer of a group's table. */
    private record Swap(TableStep step, Optional<String> from, Optional<String> to) {}

    private Swap staged(TableStep step) {
        Optional<String> base = step instanceof TableStep.Create
                ? Optional.empty()
                : context.registryStore()
                        .read(registry -> registry.pointer(step.group().table()));
        Optional<String> next = switch (step) {
            case TableStep.Create create ->
                needsTable(create.group().spec())
                        ? Optional.of(metadata(context.tables().create(tableSpec(create.group()))))
                        : Optional.empty();
            case TableStep.Evolve evolve ->
                base.map(location -> metadata(
                        context.tables().stage(new TablePointer(evolve.group().table(), location), evolve.changes())));
            case TableStep.Drop drop -> Optional.empty();
        };
        return new Swap(step, base, next);
    }

    private static String metadata(StagedChange staged) {
        return staged.next().metadata();
    }

    /** The online rows and the files of a group that is gone. */
    private void remove(GroupRecord group, Optional<String> last) {
        if (group.spec().storage().hasOnline()) {
            context.online().drop(group);
        }
        last.ifPresent(metadata -> context.tables().drop(group.table(), new TablePointer(group.table(), metadata)));
    }

    /** The columns that a first frame of this schema gives a group that has none yet. */
    public static FeatureGroupSpec inferred(FeatureGroupSpec open, Schema first) {
        return open.withFeatures(first.fields().stream()
                .map(field -> Feature.of(field.name(), field.type()))
                .toList());
    }

    /** Whether a column of one type can become one of the other in place. */
    public static boolean widensInPlace(DataType from, DataType to) {
        if (from instanceof DataType.DecimalType a && to instanceof DataType.DecimalType b) {
            return a.scale() == b.scale() && a.precision() <= b.precision();
        }
        if (from instanceof DataType.StringType a && to instanceof DataType.StringType b) {
            return b.maxLength().isEmpty()
                    || (a.maxLength().isPresent()
                            && a.maxLength().getAsInt() <= b.maxLength().getAsInt());
        }
        return (from instanceof DataType.IntType && to instanceof DataType.LongType)
                || (from instanceof DataType.FloatType && to instanceof DataType.DoubleType);
    }
}
