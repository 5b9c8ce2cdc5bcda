package io.shearwater.offline;

import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Times;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.Lease;
import io.shearwater.spi.StagedChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        List<Frame> frames = new ArrayList<>();
        for (Optional<Frame> next = checked.next(); next.isPresent(); next = checked.next()) {
            frames.add(next.get());
            options.progress().accept(checked.rows());
        }
        CommitIntent intent = begin(group, Commit.Operation.INSERT, lease);
        long position = position(group);
        for (Frame frame : frames) {
            context.online().put(group, IncomingRows.withSequence(frame, intent.sequence()), position);
        }
        return record(intent, new Commit.Counts(checked.rows(), 0, 0, 0), options.idempotencyKey(), lease);
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
        return context.registryStore().change(context.actor(), tx -> {
            tx.fence(lease);
            CommitIntent intent = new CommitIntent(
                    group.project(),
                    group.spec().ref(),
                    tx.nextCommitId(),
                    tx.nextSequence(group.project(), group.spec().ref()),
                    operation.name(),
                    Times.truncated(context.clock().instant()),
                    lease.epoch());
            tx.audit(group.project(), "begin " + operation, group.spec().ref().toString());
            return intent;
        });
    }

    private Commit record(CommitIntent intent, Commit.Counts counts, Optional<String> idempotencyKey, Lease lease) {
        return context.registryStore().change(context.actor(), tx -> {
            tx.fence(lease);
            Instant at = tx.nextCommitInstant();
            Commit commit = new Commit(
                    intent.commit(),
                    intent.group(),
                    Commit.Operation.valueOf(intent.operation()),
                    at,
                    intent.sequence(),
                    counts,
                    Duration.between(intent.begun(), at));
            tx.record(
                    new CommitRecord(intent.project(), commit, StagedChange.NO_SNAPSHOT, idempotencyKey),
                    Optional.empty());
            tx.audit(intent.project(), "commit " + intent.operation(), intent.group() + " commit " + intent.commit());
            return commit;
        });
    }
}
