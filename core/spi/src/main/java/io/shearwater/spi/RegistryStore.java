package io.shearwater.spi;

import java.time.Duration;
import java.util.function.Function;

/**
 * Keeps definitions, table pointers, commits, intents, the outbox, leases and the audit of changes in one transactional
 * database. Not for volume. Thread-safe.
 */
public interface RegistryStore extends AutoCloseable {
    /** Runs {@code work} on a consistent snapshot. */
    <T> T read(Function<RegistryReader, T> work);

    /**
     * Runs {@code work} as one serialisable transaction, durable when this returns. The function does no I/O of its own and
     * may be run again. If it throws, nothing happened.
     */
    <T> T change(Actor actor, Function<RegistryTransaction, T> work);

    /**
     * Takes a lease, waiting for its holder. A lease whose holding process is gone is taken over with the next epoch.
     *
     * @throws io.shearwater.model.ShearwaterException LEASE_BUSY naming the holder
     */
    Lease acquire(String name, Duration wait);

    /** Gives a lease back; harmless when it was lost. */
    void release(Lease lease);

    @Override
    void close();
}
