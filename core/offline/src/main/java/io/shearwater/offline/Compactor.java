package io.shearwater.offline;

import io.shearwater.model.Commit;
import io.shearwater.model.Predicate;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TableRef;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.CommitIntent;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.Lease;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.TableChange;
import io.shearwater.spi.TablePointer;
import io.shearwater.spi.WrittenFile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Rewrites small files, and files with many deleted rows, into few large ones sorted by identity; changes no value. Writers
 * merge as they go, tier by tier: files of one order of magnitude become one of the next, so that a row is rewritten a few
 * times at most, however many commits there are.
 */
public final class Compactor {
    /** A file of which more than this share is deleted is rewritten whatever its size. */
    private static final double DELETED_SHARE = 0.3;
    /** So many files of one tier are merged. */
    private static final int TIER_FILES = 8;
    /** The upper bound of the smallest tier, in bytes; each further tier is four times as large. */
    private static final long SMALLEST_TIER = 1L << 18;

    private final OfflineContext context;
    private final GroupLocks locks;
    private final CommitProtocol protocol;
    private final OpenReads reads;

    Compactor(OfflineContext context, GroupLocks locks, CommitProtocol protocol, OpenReads reads) {
        this.context = context;
        this.locks = locks;
        this.protocol = protocol;
        this.reads = reads;
    }

    /**
     * Compacts now; a commit that changes nothing where there is nothing to gain. Others write to the group while the new files
     * are made; if they changed one of the old files meanwhile, it is done again while they wait.
     */
    public Commit compact(GroupRecord group) {
        try (ReaderLock.Reading held = reads.hold()) {
            Prepared prepared = locks.alone(group, lease -> prepare(group, lease));
            try {
                List<WrittenFile> written = write(prepared.begun(), prepared.files());
                return locks.alone(group, lease -> {
                    Files now = worthRewriting(group);
                    return now.has(prepared.files())
                            ? publish(group, lease, prepared, written)
                            : rewrite(group, lease, now);
                });
            } finally {
                protocol.endApart(prepared.begun());
            }
        }
    }

    /** Files that are to be rewritten, and the intent under which their successors are made. */
    private record Prepared(CommitProtocol.Begun begun, Files files) {}

    private Prepared prepare(GroupRecord group, Lease lease) {
        Files files = worthRewriting(group);
        return new Prepared(protocol.beginApart(group, Commit.Operation.COMPACT, lease), files);
    }

    private Commit publish(GroupRecord group, Lease lease, Prepared prepared, List<WrittenFile> written) {
        CommitProtocol.Begun begun = protocol.begin(group, Commit.Operation.COMPACT, lease);
        return takenBackOnFailure(
                begun,
                () -> publish(
                        begun,
                        prepared.files(),
                        written,
                        Optional.of(prepared.begun().intent())));
    }

    /** Merges a tier of the group's files if one is full. For the holder of the lease, after a write. */
    void mergeAsYouGo(GroupRecord group, Commit written, Lease lease) {
        // Each write adds files to few tiers, so looking now and then is enough.
        if (written.sequence() % TIER_FILES != 0) {
            return;
        }
        Layout layout = layout(group);
        Map<Integer, List<FileScan>> tiers = layout.small().stream().collect(Collectors.groupingBy(Compactor::tier));
        tiers.values().stream()
                .filter(tier -> tier.size() >= TIER_FILES)
                .findFirst()
                .ifPresent(tier -> rewrite(group, lease, new Files(layout.all(), tier)));
    }

    /** The files of the newest state, and which of them to rewrite. */
    private record Files(FileSet all, List<FileScan> chosen) {
        /** Whether what others chose is here as they saw it: no row of it was deleted since. */
        boolean has(Files others) {
            Map<String, Long> deleted = all.files().stream()
                    .collect(Collectors.toMap(
                            FileScan::path, file -> file.deleted().count()));
            return others.chosen().stream()
                    .allMatch(file -> Objects.equals(
                            deleted.get(file.path()), file.deleted().count()));
        }
    }

    /** What {@link #compact} rewrites: small files, if there is another to merge with, and files of which much is deleted. */
    private Files worthRewriting(GroupRecord group) {
        Layout layout = layout(group);
        List<FileScan> small = layout.small();
        return new Files(
                layout.all(),
                layout.all().files().stream()
                        .filter(file -> (small.size() > 1 && small.contains(file))
                                || file.deleted().count() > DELETED_SHARE * file.rows())
                        .toList());
    }

    /** The files of the newest state, and the size that they should have. */
    private record Layout(FileSet all, long fileBytes) {
        List<FileScan> small() {
            return all.files().stream()
                    .filter(file -> file.bytes() < fileBytes / 4)
                    .toList();
        }
    }

    private Layout layout(GroupRecord group) {
        TablePointer pointer = context.registryStore().read(registry -> CommitProtocol.pointer(registry, group));
        return new Layout(
                context.tables().plan(pointer, context.tables().snapshot(pointer), Predicate.all()),
                context.tables().target(pointer, 0).fileBytes());
    }

    private static int tier(FileScan file) {
        int tier = 0;
        for (long bound = SMALLEST_TIER; file.bytes() > bound; bound *= 4) {
            tier++;
        }
        return tier;
    }

    private Commit rewrite(GroupRecord group, Lease lease, Files files) {
        CommitProtocol.Begun begun = protocol.begin(group, Commit.Operation.COMPACT, lease);
        return takenBackOnFailure(begun, () -> publish(begun, files, write(begun, files), Optional.empty()));
    }

    private Commit publish(
            CommitProtocol.Begun begun, Files files, List<WrittenFile> written, Optional<CommitIntent> prepared) {
        TableChange change = new TableChange(
                begun.commit(),
                written,
                Map.of(),
                files.chosen().stream().map(FileScan::path).toList(),
                Map.of("shearwater.commit", Long.toString(begun.commit())));
        return protocol.publish(
                begun,
                change,
                new CommitProtocol.Outcome(Commit.Counts.NONE, Optional.empty(), Optional.empty(), prepared));
    }

    private Commit takenBackOnFailure(CommitProtocol.Begun begun, Supplier<Commit> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error failure) {
            protocol.abandon(begun.group(), begun.intent());
            throw failure;
        }
    }

    private List<WrittenFile> write(CommitProtocol.Begun begun, Files files) {
        if (files.chosen().isEmpty()) {
            return List.of();
        }
        GroupRecord group = begun.group();
        FileTarget target = context.tables().target(begun.base(), begun.commit());
        TableRef chosen = GroupWriter.staged(group);
        Plan rows = GroupWriter.scan(chosen, Outbox.rowSchema(group), Predicate.all());
        TableSources sources = new TableSources(context.tables())
                .with(
                        chosen,
                        new FileSet(chosen, files.all().snapshot(), files.all().fields(), files.chosen()));
        FileTarget sorted = new FileTarget(
                target.directory(),
                target.prefix(),
                target.fields(),
                group.spec().identity(),
                target.partitions(),
                target.fileBytes());
        return context.engine().write(rows, sources, sorted, QueryContext.plain());
    }
}
