package io.shearwater.offline;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Schema;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.RegistryTransaction;
import io.shearwater.spi.SchemaChange;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.TablePointer;
import io.shearwater.spi.TableSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

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
        return spec.storage().hasOffline() && !spec.schemaIsOpen();
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
            if (group.spec().storage().hasOnline()) {
                context.online().drop(group);
            }
            last.ifPresent(metadata -> context.tables().drop(group.table(), new TablePointer(group.table(), metadata)));
            return group;
        });
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
