package io.shearwater.offline;

import io.shearwater.model.ShearwaterException;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.TablePointer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which states of a group are kept: training datasets hold theirs with tags, the rest may be given up. Thread-safe. */
public final class Expiry {
    private final OfflineContext context;
    private final GroupLocks locks;
    private final CommitProtocol protocol;
    private final GroupStatistics statistics;

    Expiry(OfflineContext context, GroupLocks locks, CommitProtocol protocol, GroupStatistics statistics) {
        this.statistics = statistics;
        this.context = context;
        this.locks = locks;
        this.protocol = protocol;
    }

    /** Gives up the states that were not the newest any more at an instant and that no tag holds. Returns how many. */
    public int expire(GroupRecord group, Instant olderThan) {
        return locks.alone(group, lease -> {
            List<CommitRecord> commits = context.registryStore()
                    .read(registry ->
                            registry.commits(group.project(), group.spec().ref()));
            Set<Long> kept = new HashSet<>();
            Set<Long> old = new HashSet<>();
            for (int i = 0; i < commits.size(); i++) {
                boolean replacedByThen = i + 1 < commits.size()
                        && !commits.get(i + 1).commit().at().isAfter(olderThan);
                (replacedByThen ? old : kept).add(commits.get(i).snapshot());
            }
            old.removeAll(kept);
            old.remove(StagedChange.NO_SNAPSHOT);
            if (old.isEmpty()) {
                return 0;
            }
            // What the old states kept goes with them.
            statistics.putTogether(group, lease);
            int before = snapshots(group);
            StagedChange staged =
                    protocol.swap(group, lease, pointer -> context.tables().stageExpiry(pointer, old), "expire");
            // With what the expiry frees, what crashes left behind.
            protocol.sweep(context.tables().orphans(staged.next()));
            return before - snapshots(group);
        });
    }

    /** How many states the table has; those that a tag holds or that went before are not given up again. */
    private int snapshots(GroupRecord group) {
        TablePointer pointer = context.registryStore().read(registry -> CommitProtocol.pointer(registry, group));
        return context.tables().snapshots(pointer).size();
    }

    /**
     * Holds the state that a commit made under a tag.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND if the state was given up
     */
    public void tag(GroupRecord group, String tag, CommitRecord commit) {
        if (commit.snapshot() == StagedChange.NO_SNAPSHOT) {
            return;
        }
        locks.alone(
                group,
                lease -> protocol.swap(
                        group,
                        lease,
                        pointer -> context.tables().stageTag(pointer, tag, commit.snapshot()),
                        "tag " + tag));
    }

    /** Lets go of what a tag holds; nothing happens if it holds nothing. */
    public void untag(GroupRecord group, String tag) {
        locks.alone(group, lease -> {
            try {
                return protocol.swap(group, lease, pointer -> context.tables().stageUntag(pointer, tag), "untag " + tag)
                        .next();
            } catch (ShearwaterException failed) {
                if (failed.code() != SpiError.NOT_FOUND) {
                    throw failed;
                }
                return tag;
            }
        });
    }
}
