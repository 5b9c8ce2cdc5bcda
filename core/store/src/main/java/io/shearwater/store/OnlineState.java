package io.shearwater.store;

import io.shearwater.model.GroupRef;
import io.shearwater.plan.TableRef;
import io.shearwater.registry.GroupRecord;
import io.shearwater.registry.Registry;
import io.shearwater.spi.CommitRecord;
import io.shearwater.spi.OutboxEntry;
import io.shearwater.spi.RegistryReader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Up to which commit a group is online, while this process has the store open for writing. Thread-safe.
 *
 * <p>Who reads the group and finds the same {@link Mark}, which is settled, before and after has seen just that commit.
 */
final class OnlineState {
    /**
     * A moment.
     *
     * @param commit the last one that is online; 0 for none
     * @param arriving the one that is being carried online; 0 for none
     */
    record Mark(long commit, long arriving) {
        boolean isSettled() {
            return arriving == 0;
        }
    }

    private final AtomicReference<@Nullable Mark> mark = new AtomicReference<>();

    private OnlineState() {}

    Mark mark() {
        Mark known = mark.get();
        if (known == null) {
            throw new IllegalStateException("the state of a group is asked for before it is known");
        }
        return known;
    }

    /** The states of a store's groups, from when each is first asked for. */
    static final class All {
        private final Map<TableRef, OnlineState> states = new ConcurrentHashMap<>();

        private OnlineState of(GroupRecord group) {
            return states.computeIfAbsent(group.table(), ref -> new OnlineState());
        }

        void arriving(GroupRecord group, long commit) {
            of(group).mark.updateAndGet(known -> new Mark(known == null ? 0 : known.commit(), commit));
        }

        void arrived(GroupRecord group, long commit) {
            of(group)
                    .mark
                    .updateAndGet(known -> new Mark(known == null ? commit : Math.max(known.commit(), commit), 0));
        }

        /** The state of a group, which follows it from now on. */
        OnlineState of(GroupRecord group, Registry registry) {
            OnlineState state = of(group);
            if (state.mark.get() == null) {
                Mark stored = registry.store().read(reader -> stored(group, reader));
                // A commit that came meanwhile has set it already.
                state.mark.compareAndSet(null, stored);
            }
            return state;
        }

        /** A commit and what is still to be carried online are stored as one. */
        private static Mark stored(GroupRecord group, RegistryReader registry) {
            GroupRef ref = group.spec().ref();
            List<CommitRecord> commits = registry.commits(group.project(), ref);
            long newest = newest(commits, Long.MAX_VALUE);
            List<OutboxEntry> pending = registry.outbox(group.project(), ref);
            return pending.isEmpty()
                    ? new Mark(newest, 0)
                    : new Mark(newest(commits, pending.getFirst().commit()), newest);
        }

        private static long newest(List<CommitRecord> commits, long before) {
            return commits.stream()
                    .mapToLong(commit -> commit.commit().id())
                    .filter(id -> id < before)
                    .max()
                    .orElse(0);
        }
    }
}
