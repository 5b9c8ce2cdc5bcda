package io.shearwater.offline;

import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.Lease;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.StagedChange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes groups that keep no history. The rows are checked completely before the first is written; a crash in between leaves
 * some of them written, and writing them again is harmless.
 */
final class OnlineOnlyWriter {
    private final OfflineContext context;

    OnlineOnlyWriter(OfflineContext context) {
        this.context = context;
    }

    Commit insert(GroupRecord group, FrameReader rows, WriteOptions options, Lease lease) {
        CheckedRows checked = new CheckedRows(group.spec(), rows, GroupWriter.latestEventTime(context.clock()));
        IncomingRows incoming = IncomingRows.of(checked, group.spec().identity());
        CommitIntent intent = begin(group, Commit.Operation.INSERT, lease);
        if (incoming.whole().isPresent()) {
            put(group, incoming.whole().get().reader(), intent);
        } else {
            putThroughFile(group, new Counted(incoming.reader(), options.progress()), intent);
        }
        options.progress().accept(incoming.rows());
        Commit.Counts counts = new Commit.Counts(incoming.rows() - incoming.duplicates(), 0, 0, incoming.duplicates());
        return record(intent, counts, options.idempotencyKey(), lease);
    }

    /** All rows are checked on their way into a file before the first of them is served. */
    private void putThroughFile(GroupRecord group, FrameReader checked, CommitIntent intent) {
        Plan.Rows plan = new Plan.Rows(new FrameRef("input"), checked.schema());
        Path file = context.spool().rows(intent.commit());
        FileSource source = FileSource.of(file).withSchema(checked.schema());
        TableSources sources = new TableSources(context.tables());
        try (checked) {
            context.engine().export(plan, sources.with(plan.frame(), checked), file, QueryContext.plain());
            put(
                    group,
                    context.engine().read(new Plan.Files(source, checked.schema()), sources, QueryContext.plain()),
                    intent);
        } finally {
            context.spool().clear(intent.commit());
        }
    }

    private void put(GroupRecord group, FrameReader rows, CommitIntent intent) {
        long position = position(group);
        try (rows) {
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                context.online().put(group, IncomingRows.withSequence(next.get(), intent.sequence()), position);
            }
        }
    }

    /** Deletes single rows if the event time is given, else all rows of the entities. */
    Commit delete(GroupRecord group, Frame keys, Lease lease) {
        CommitIntent intent = begin(group, Commit.Operation.DELETE, lease);
        List<String> identity = group.spec().identity();
        List<String> primaryKey = group.spec().primaryKey();
        boolean single =
                identity.size() > primaryKey.size() && keys.schema().names().containsAll(identity);
        if (single) {
            context.online().delete(group, keys.select(identity), intent.sequence());
        } else {
            Frame nothing = Frame.empty(Outbox.rowSchema(group));
            context.online().replace(group, keys.select(primaryKey), nothing, intent.sequence());
        }
        return record(intent, new Commit.Counts(0, 0, keys.rows(), 0), Optional.empty(), lease);
    }

    private long position(GroupRecord group) {
        OptionalLong position = context.online().position(group);
        return position.orElse(0);
    }

    private CommitIntent begin(GroupRecord group, Commit.Operation operation, Lease lease) {
        return context.registryStore()
                .change(context.actor(), tx -> CommitProtocol.intend(tx, context, group, operation, lease));
    }

    private Commit record(CommitIntent intent, Commit.Counts counts, Optional<String> idempotencyKey, Lease lease) {
        return context.registryStore().change(context.actor(), tx -> {
            tx.fence(lease);
            return CommitProtocol.record(
                    tx,
                    intent,
                    StagedChange.NO_SNAPSHOT,
                    new CommitProtocol.Outcome(counts, Optional.empty(), idempotencyKey));
        });
    }
}
