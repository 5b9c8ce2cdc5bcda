package io.shearwater.offline;

import io.shearwater.model.Commit;
import io.shearwater.model.Predicate;
import io.shearwater.plan.Plan;
import io.shearwater.registry.GroupRecord;
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
import java.util.Optional;

/** Rewrites small files, and files with many deleted rows, into few large ones sorted by identity; changes no value. */
public final class Compactor {
    /** A file of which more than this share is deleted is rewritten whatever its size. */
    private static final double DELETED_SHARE = 0.3;
    /** With so many small files the commit that adds another one merges them. */
    static final int SMALL_FILES = 12;

    private final OfflineContext context;
    private final GroupLocks locks;
    private final CommitProtocol protocol;

    Compactor(OfflineContext context, GroupLocks locks) {
        this.context = context;
        this.locks = locks;
        this.protocol = new CommitProtocol(context);
    }

    /** Compacts now; a commit that changes nothing where there is nothing to gain. */
    public Commit compact(GroupRecord group) {
        return locks.alone(group, lease -> protocol.recover(group), lease -> compact(group, lease));
    }

    /** Whether a write left so many small files that merging them pays. */
    boolean isDue(GroupRecord group) {
        FileSet files = files(group);
        long small = small(files.files(), fileBytes(group));
        return small >= SMALL_FILES;
    }

    private Commit compact(GroupRecord group, Lease lease) {
        CommitProtocol.Begun begun = protocol.begin(group, Commit.Operation.COMPACT, lease);
        try {
            FileTarget target = context.tables().target(begun.base(), begun.commit());
            FileSet all = context.tables().plan(begun.base(), context.tables().snapshot(begun.base()), Predicate.all());
            List<FileScan> chosen = worthRewriting(all.files(), target.fileBytes());
            List<WrittenFile> files = chosen.isEmpty() ? List.of() : rewrite(group, all, chosen, target);
            TableChange change = new TableChange(
                    begun.commit(),
                    files,
                    Map.of(),
                    chosen.stream().map(FileScan::path).toList(),
                    Map.of("shearwater.commit", Long.toString(begun.commit())));
            return protocol.publish(
                    begun, change, new CommitProtocol.Outcome(Commit.Counts.NONE, Optional.empty(), Optional.empty()));
        } catch (RuntimeException | Error failure) {
            protocol.abandon(group, begun.intent());
            throw failure;
        }
    }

    private List<WrittenFile> rewrite(GroupRecord group, FileSet all, List<FileScan> chosen, FileTarget target) {
        Plan rows = GroupWriter.scan(GroupWriter.staged(group), Outbox.rowSchema(group), Predicate.all());
        TableSources sources = new TableSources(context.tables())
                .with(
                        GroupWriter.staged(group),
                        new FileSet(GroupWriter.staged(group), all.snapshot(), all.fields(), chosen));
        FileTarget sorted = new FileTarget(
                target.directory(),
                target.prefix(),
                target.fields(),
                group.spec().identity(),
                target.partitions(),
                target.fileBytes());
        return context.engine().write(rows, sources, sorted, QueryContext.plain());
    }

    private static List<FileScan> worthRewriting(List<FileScan> files, long fileBytes) {
        boolean mergeSmall = small(files, fileBytes) > 1;
        return files.stream()
                .filter(file -> (mergeSmall && isSmall(file, fileBytes))
                        || file.deleted().count() > DELETED_SHARE * file.rows())
                .toList();
    }

    private static long small(List<FileScan> files, long fileBytes) {
        return files.stream().filter(file -> isSmall(file, fileBytes)).count();
    }

    private static boolean isSmall(FileScan file, long fileBytes) {
        return file.bytes() < fileBytes / 4;
    }

    private FileSet files(GroupRecord group) {
        TablePointer pointer = context.registryStore().read(registry -> CommitProtocol.pointer(registry, group));
        return context.tables().plan(pointer, context.tables().snapshot(pointer), Predicate.all());
    }

    private long fileBytes(GroupRecord group) {
        TablePointer pointer = context.registryStore().read(registry -> CommitProtocol.pointer(registry, group));
        return context.tables().target(pointer, 0).fileBytes();
    }
}
