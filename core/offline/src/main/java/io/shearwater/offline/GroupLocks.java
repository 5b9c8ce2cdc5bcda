package io.shearwater.offline;

import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.Lease;
import io.shearwater.spi.RegistryStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets one writer at a time into a group. Within the process a lock does it; against other processes a lease, which is taken
 * at the first write and kept until the store is closed, because taking one costs a transaction.
 */
final class GroupLocks implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final RegistryStore registry;
    private final Consumer<GroupRecord> recovery;
    private final Map<String, Held> groups = new ConcurrentHashMap<>();

    /**
     * Locks over a registry.
     *
     * @param recovery finishes what an earlier holder of a group left
     */
    GroupLocks(RegistryStore registry, Consumer<GroupRecord> recovery) {
        this.registry = registry;
        this.recovery = recovery;
    }

    /** A group's lock, and the lease once there is one. */
    private static final class Held {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Lease lease;
        private boolean recovered;
    }

    /** Runs {@code work} alone; the first time, and after something was left unfinished, the group is recovered before. */
    <T> T alone(GroupRecord group, Function<Lease, T> work) {
        Held held = held(group);
        held.lock.lock();
        try {
            Lease lease = lease(group, held);
            if (!held.recovered) {
                recovery.accept(group);
                held.recovered = true;
            }
            return work.apply(lease);
        } finally {
            held.lock.unlock();
        }
    }

    /** Runs {@code work} alone on a group as it is: for work that takes away what a recovery would finish. */
    <T> T aloneUnrecovered(GroupRecord group, Function<Lease, T> work) {
        Held held = held(group);
        held.lock.lock();
        try {
            return work.apply(lease(group, held));
        } finally {
            held.lock.unlock();
        }
    }

    private Held held(GroupRecord group) {
        return groups.computeIfAbsent(group.table().toString(), key -> new Held());
    }

    private Lease lease(GroupRecord group, Held held) {
        Lease lease = held.lease;
        if (lease == null) {
            lease = registry.acquire(group.table().toString(), WAIT);
            held.lease = lease;
        }
        return lease;
    }

    /** Makes the next use of a group recover it first: something was left unfinished. */
    void unfinished(GroupRecord group) {
        Held held = groups.get(group.table().toString());
        if (held != null) {
            held.recovered = false;
        }
    }

    @Override
    public void close() {
        for (Held held : groups.values()) {
            Lease lease = held.lease;
            if (lease != null) {
                registry.release(lease);
            }
        }
    }
}
