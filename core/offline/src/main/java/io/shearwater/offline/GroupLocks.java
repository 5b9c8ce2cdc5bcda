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
    private final Map<String, Held> groups = new ConcurrentHashMap<>();

    GroupLocks(RegistryStore registry) {
        this.registry = registry;
    }

    /** A group's lock, and the lease once there is one. */
    private static final class Held {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Lease lease;
        private boolean recovered;
    }

    /**
     * Runs {@code work} alone.
     *
     * @param firstUse finishes what an earlier holder left; runs before the first work, again if it failed
     */
    <T> T alone(GroupRecord group, Consumer<Lease> firstUse, Function<Lease, T> work) {
        String name = group.table().toString();
        Held held = groups.computeIfAbsent(name, key -> new Held());
        held.lock.lock();
        try {
            Lease lease = held.lease;
            if (lease == null) {
                lease = registry.acquire(name, WAIT);
                held.lease = lease;
            }
            if (!held.recovered) {
                firstUse.accept(lease);
                held.recovered = true;
            }
            return work.apply(lease);
        } finally {
            held.lock.unlock();
        }
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
