package io.shearwater.testing;

import io.shearwater.spi.Actor;
import io.shearwater.spi.Lease;
import io.shearwater.spi.RegistryErrors;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryTransaction;
import io.shearwater.spi.SpiError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A registry on the heap. What several stores over one {@link Disk} see is what stores over one database would see: a
 * closed store's leases are free, its changes stay. Thread-safe.
 */
public final class InMemoryRegistryStore implements RegistryStore {
    private final Disk disk;
    private final InstantSource clock;
    private final String holder;

    /** What stays when a store is closed. Thread-safe. */
    public static final class Disk {
        private RegistryState state = new RegistryState();
        private final Map<String, Lease> held = new HashMap<>();
        private final Map<String, Long> epochs = new HashMap<>();
        private int openings;
        private boolean changing;

        private synchronized String opened() {
            return "opening " + ++openings;
        }

        private synchronized RegistryState state() {
            return state;
        }
    }

    /** An empty registry of its own. */
    public InMemoryRegistryStore(InstantSource clock) {
        this(new Disk(), clock);
    }

    public InMemoryRegistryStore(Disk disk, InstantSource clock) {
        this.disk = disk;
        this.clock = clock;
        this.holder = disk.opened();
    }

    @Override
    public <T> T read(Function<RegistryReader, T> work) {
        InMemoryRegistryReader reader = new InMemoryRegistryReader(disk.state());
        try {
            return work.apply(reader);
        } finally {
            reader.end();
        }
    }

    @Override
    public <T> T change(Actor actor, Function<RegistryTransaction, T> work) {
        synchronized (disk) {
            if (disk.changing) {
                throw RegistryErrors.nested();
            }
            disk.changing = true;
            RegistryState next = disk.state.copy();
            InMemoryRegistryTransaction transaction = new InMemoryRegistryTransaction(
                    next, actor, clock, lease -> lease.equals(disk.held.get(lease.name())));
            try {
                T result = work.apply(transaction);
                transaction.requireAudit();
                disk.state = next;
                return result;
            } finally {
                transaction.end();
                disk.changing = false;
            }
        }
    }

    @Override
    public Lease acquire(String name, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        synchronized (disk) {
            while (disk.held.containsKey(name)) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw RegistryErrors.leaseBusy(name, disk.held.get(name).holder(), wait);
                }
                await(left);
            }
            Lease lease = new Lease(name, holder, disk.epochs.merge(name, 1L, Long::sum));
            disk.held.put(name, lease);
            return lease;
        }
    }

    @Override
    public void release(Lease lease) {
        synchronized (disk) {
            disk.held.remove(lease.name(), lease);
            disk.notifyAll();
        }
    }

    @Override
    public void close() {
        synchronized (disk) {
            disk.held.values().removeIf(lease -> lease.holder().equals(holder));
            disk.notifyAll();
        }
    }

    private void await(long millis) {
        try {
            disk.wait(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SpiError.CANCELLED.because("Waiting for a lease was interrupted.", interrupted);
        }
    }
}
