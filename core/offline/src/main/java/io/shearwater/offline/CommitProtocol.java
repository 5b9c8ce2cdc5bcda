package io.shearwater.offline;

import io.shearwater.model.Commit;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Times;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.Lease;
import io.shearwater.spi.OutboxEntry;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryTransaction;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.TableChange;
import io.shearwater.spi.TablePointer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * How a change of a group becomes durable and visible as a whole (docs/format/commit.md): an intent, files forced to disk,
 * one registry transaction that is the commit, then the online table, then the end of the outbox. A crash before the
 * transaction leaves files that the intent names; a crash after it leaves an outbox entry.
 */
final class CommitProtocol {
    private final OfflineContext context;
    private final OpenReads reads;
    /** Intents of this process whose files are being written without the lease; nobody may take them back meanwhile. */
    private final Set<Long> apart = ConcurrentHashMap.newKeySet();

    CommitProtocol(OfflineContext context, OpenReads reads) {
        this.context = context;
        this.reads = reads;
    }

    /** A write that has begun. */
    record Begun(GroupRecord group, Lease lease, CommitIntent intent, TablePointer base) {
        long commit() {
            return intent.commit();
        }

        long sequence() {
            return intent.sequence();
        }
    }

    /**
     * What is to be committed, beside the files.
     *
     * @param prepared the intent under which the files were written, if it is another one; it ends with the commit
     */
    record Outcome(
            Commit.Counts counts,
            Optional<String> outbox,
            Optional<String> idempotencyKey,
            Optional<CommitIntent> prepared) {
        Outcome(Commit.Counts counts, Optional<String> outbox, Optional<String> idempotencyKey) {
            this(counts, outbox, idempotencyKey, Optional.empty());
        }
    }

    /**
     * Begins a write.
     *
     * @throws io.shearwater.model.ShearwaterException FOREIGN_ROWS if the newest state is not one of ours
     */
    Begun begin(GroupRecord group, Commit.Operation operation, Lease lease) {
        if (isForeign(group)) {
            throw OfflineError.FOREIGN_ROWS.because("The feature group '"
                    + group.spec().name() + "' version "
                    + group.spec().version() + " cannot be written to: another program has written to its table. Reads "
                    + "see the last commit before that. Call adopt() to check what it wrote and take it over.");
        }
        return beginOnForeign(group, operation, lease);
    }

    /** Whether the newest state of the table came from another program. */
    boolean isForeign(GroupRecord group) {
        return context.registryStore().read(registry -> {
            long ours = registry.latestCommit(group.project(), group.spec().ref())
                    .map(CommitRecord::snapshot)
                    .orElse(StagedChange.NO_SNAPSHOT);
            return context.tables().snapshot(pointer(registry, group)) != ours;
        });
    }

    /** Begins a write whatever the newest state is. */
    Begun beginOnForeign(GroupRecord group, Commit.Operation operation, Lease lease) {
        return context.registryStore().change(context.actor(), tx -> {
            CommitIntent intent = intend(tx, context, group, operation, lease);
            tx.begin(intent);
            return new Begun(group, lease, intent, pointer(tx, group));
        });
    }

    /** What is about to be written, not yet in the registry: with numbers of its own, in the name of the lease. */
    static CommitIntent intend(
            RegistryTransaction tx,
            OfflineContext context,
            GroupRecord group,
            Commit.Operation operation,
            Lease lease) {
        tx.fence(lease);
        tx.audit(group.project(), "begin " + operation, group.spec().ref().toString());
        return new CommitIntent(
                group.project(),
                group.spec().ref(),
                tx.nextCommitId(),
                tx.nextSequence(group.project(), group.spec().ref()),
                operation.name(),
                Times.truncated(context.clock().instant()),
                lease.epoch());
    }

    /** Begins a write whose files are written without the lease, to be committed under another intent or taken back. */
    Begun beginApart(GroupRecord group, Commit.Operation operation, Lease lease) {
        Begun begun = begin(group, operation, lease);
        apart.add(begun.commit());
        return begun;
    }

    /** Takes back what was begun apart, if it was not committed. */
    void endApart(Begun begun) {
        apart.remove(begun.commit());
        abandon(begun.group(), begun.intent());
    }

    /** The commit. When this returns it is durable and visible; when it throws it did not happen, or says it is unknown. */
    Commit publish(Begun begun, TableChange change, Outcome outcome) {
        boolean changesRows = !change.added().isEmpty()
                || !change.deleted().isEmpty()
                || !change.replaced().isEmpty();
        Optional<StagedChange> staged =
                changesRows ? Optional.of(context.tables().stage(begun.base(), change)) : Optional.empty();
        Commit commit = record(begun, staged, outcome);
        staged.map(StagedChange::garbage).ifPresent(this::sweep);
        return commit;
    }

    private Commit record(Begun begun, Optional<StagedChange> staged, Outcome outcome) {
        try {
            return context.registryStore().change(context.actor(), tx -> record(tx, begun, staged, outcome));
        } catch (ShearwaterException failed) {
            // The database may have committed and failed to say so: the commit row knows.
            Optional<CommitRecord> stored = find(begun);
            if (stored.isPresent()) {
                return stored.get().commit();
            }
            throw failed;
        }
    }

    private Commit record(RegistryTransaction tx, Begun begun, Optional<StagedChange> staged, Outcome outcome) {
        tx.fence(begun.lease());
        long snapshot = staged.map(StagedChange::snapshot)
                .orElseGet(() -> context.tables().snapshot(begun.base()));
        staged.ifPresent(change -> tx.swapPointer(
                begun.base().table(),
                Optional.of(begun.base().metadata()),
                Optional.of(change.next().metadata())));
        return record(tx, begun.intent(), snapshot, outcome);
    }

    /** Writes down that an intended write happened. */
    static Commit record(RegistryTransaction tx, CommitIntent intent, long snapshot, Outcome outcome) {
        Instant at = tx.nextCommitInstant();
        Commit commit = new Commit(
                intent.commit(),
                intent.group(),
                Commit.Operation.valueOf(intent.operation()),
                at,
                intent.sequence(),
                outcome.counts(),
                Duration.between(intent.begun(), at));
        tx.record(
                new CommitRecord(intent.project(), commit, snapshot, outcome.idempotencyKey()),
                outcome.outbox()
                        .map(payload -> new OutboxEntry(intent.project(), intent.group(), intent.commit(), payload)));
        outcome.prepared().ifPresent(tx::abandon);
        tx.audit(intent.project(), "commit " + intent.operation(), intent.group() + " commit " + intent.commit());
        return commit;
    }

    private Optional<CommitRecord> find(Begun begun) {
        return context.registryStore()
                .read(registry ->
                        registry.commit(begun.intent().project(), begun.intent().group(), begun.commit()));
    }

    /** Makes another state of a table visible that is no commit: no row changes. */
    StagedChange swap(GroupRecord group, Lease lease, Function<TablePointer, StagedChange> stage, String action) {
        TablePointer base = context.registryStore().read(registry -> pointer(registry, group));
        StagedChange staged = stage.apply(base);
        context.registryStore().change(context.actor(), tx -> {
            tx.fence(lease);
            tx.swapPointer(
                    group.table(),
                    Optional.of(base.metadata()),
                    Optional.of(staged.next().metadata()));
            tx.audit(group.project(), action, group.spec().ref().toString());
            return staged;
        });
        return staged;
    }

    /** Deletes what no state needs, once nobody reads. The commit stands whether or not this succeeds. */
    void sweep(List<String> garbage) {
        reads.deleteWhenUnread(garbage);
    }

    /** Takes back a write that was not committed: its files and its intent. One that was committed is left alone. */
    void abandon(GroupRecord group, CommitIntent intent) {
        boolean stands =
                context.registryStore().read(registry -> registry.intents(intent.project(), intent.group())).stream()
                        .anyMatch(other -> other.commit() == intent.commit());
        if (!stands) {
            return;
        }
        TablePointer base = context.registryStore().read(registry -> pointer(registry, group));
        context.tables().discard(base, intent.commit());
        context.spool().clear(intent.commit());
        context.registryStore().change(context.actor(), tx -> {
            tx.abandon(intent);
            tx.audit(
                    group.project(),
                    "abandon " + intent.operation(),
                    group.spec().ref() + " commit " + intent.commit());
            return intent;
        });
    }

    /** Takes back what earlier holders of the lease began and did not commit. */
    void recover(GroupRecord group) {
        List<CommitIntent> intents = context.registryStore()
                .read(registry -> registry.intents(group.project(), group.spec().ref()));
        intents.stream().filter(intent -> !apart.contains(intent.commit())).forEach(intent -> abandon(group, intent));
    }

    static TablePointer pointer(RegistryReader registry, GroupRecord group) {
        return new TablePointer(
                group.table(),
                registry.pointer(group.table())
                        .orElseThrow(() -> SpiError.NOT_FOUND.because("The feature group '"
                                + group.spec().name() + "' version "
                                + group.spec().version()
                                + " has no table yet: insert a first frame.")));
    }
}
