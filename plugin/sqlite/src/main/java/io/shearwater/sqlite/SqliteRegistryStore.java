package io.shearwater.sqlite;

import io.shearwater.spi.Actor;
import io.shearwater.spi.Lease;
import io.shearwater.spi.RegistryErrors;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryTransaction;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StoreContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** A registry in one SQLite file, {@code registry.db}. Thread-safe. */
public final class SqliteRegistryStore implements RegistryStore {
    private final SqliteDatabase database;
    private final InstantSource clock;
    private final LeaseTable leases;
    private final AtomicBoolean closed = new AtomicBoolean();

    public SqliteRegistryStore(StoreContext context) {
        if (!context.options().isEmpty()) {
            throw SpiError.BAD_OPTION.because("The registry in SQLite has no options; got "
                    + context.options().keySet() + ".");
        }
        clock = context.clock();
        database = context.mode() == StoreContext.Mode.READ_WRITE
                ? SqliteDatabase.open(context.directory())
                : SqliteDatabase.openReadOnly(context.directory());
        leases = new LeaseTable(database, Holder.open());
    }

    @Override
    public <T> T read(Function<RegistryReader, T> work) {
        return database.read(sql -> {
            SqlRegistryReader reader = new SqlRegistryReader(sql);
            try {
                return work.apply(reader);
            } finally {
                reader.end();
            }
        });
    }

    @Override
    public <T> T change(Actor actor, Function<RegistryTransaction, T> work) {
        if (database.isWriting()) {
            throw RegistryErrors.nested();
        }
        return database.write(SqliteDatabase.Durability.FULL, sql -> {
            SqlRegistryTransaction transaction = new SqlRegistryTransaction(sql, actor, clock);
            try {
                T result = work.apply(transaction);
                transaction.requireAudit();
                return result;
            } finally {
                transaction.end();
            }
        });
    }

    @Override
    public Lease acquire(String name, Duration wait) {
        return leases.acquire(name, wait);
    }

    @Override
    public void release(Lease lease) {
        leases.release(lease);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            leases.close();
            database.close();
        }
    }
}
