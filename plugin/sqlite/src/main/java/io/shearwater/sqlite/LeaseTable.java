package io.shearwater.sqlite;

import io.shearwater.spi.Lease;
import io.shearwater.spi.RegistryErrors;
import io.shearwater.spi.SpiError;
import io.shearwater.sqlite.SqliteDatabase.Durability;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who may write what. A lease is a row, so that a transaction can check it; it need not survive the machine, since no holder
 * does. Thread-safe.
 */
final class LeaseTable {
    /** How often a lease of another process is looked at again; one of this process wakes who waits. */
    private static final long POLL_NANOS = 50_000_000;

    private final SqliteDatabase database;
    private final Holder self;
    private final ReentrantLock waiting = new ReentrantLock();
    private final Condition released = waiting.newCondition();

    private record Row(@Nullable String holder, long epoch) {}

    LeaseTable(SqliteDatabase database, Holder self) {
        this.database = database;
        this.self = self;
    }

    Lease acquire(String name, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        waiting.lock();
        try {
            Optional<Lease> lease = attempt(name);
            while (lease.isEmpty()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw RegistryErrors.leaseBusy(name, holderOf(name), wait);
                }
                released.awaitNanos(Math.min(left, POLL_NANOS));
                lease = attempt(name);
            }
            return lease.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw SpiError.CANCELLED.because("Waiting to write '" + name + "' was interrupted.", interrupted);
        } finally {
            waiting.unlock();
        }
    }

    void release(Lease lease) {
        database.write(
                Durability.PROCESS,
                sql -> sql.update(
                        "update lease set holder = null where name = ? and holder = ? and epoch = ?",
                        lease.name(),
                        lease.holder(),
                        lease.epoch()));
        waiting.lock();
        try {
            released.signalAll();
        } finally {
            waiting.unlock();
        }
    }

    /** Whether a lease is held, seen inside a transaction. */
    static boolean isHeld(Sql sql, Lease lease) {
        return sql.first(
                        "select 1 from lease where name = ? and holder = ? and epoch = ?",
                        row -> true,
                        lease.name(),
                        lease.holder(),
                        lease.epoch())
                .isPresent();
    }

    void close() {
        self.close();
        if (database.isWritable()) {
            database.write(
                    Durability.PROCESS,
                    sql -> sql.update("update lease set holder = null where holder = ?", self.toString()));
        }
    }

    private Optional<Lease> attempt(String name) {
        return database.write(Durability.PROCESS, sql -> {
            Row row = row(sql, name).orElse(null);
            if (row == null) {
                sql.update("insert into lease (name, holder, epoch) values (?, ?, 1)", name, self.toString());
                return Optional.of(new Lease(name, self.toString(), 1));
            }
            if (row.holder() != null && !Holder.parse(row.holder()).isGone()) {
                return Optional.empty();
            }
            long epoch = row.epoch() + 1;
            sql.update("update lease set holder = ?, epoch = ? where name = ?", self.toString(), epoch, name);
            return Optional.of(new Lease(name, self.toString(), epoch));
        });
    }

    private String holderOf(String name) {
        return database.read(sql -> row(sql, name)).map(Row::holder).orElse("another writer");
    }

    private static Optional<Row> row(Sql sql, String name) {
        return sql.first(
                "select holder, epoch from lease where name = ?",
                row -> new Row(row.getString(1), row.getLong(2)),
                name);
    }
}
