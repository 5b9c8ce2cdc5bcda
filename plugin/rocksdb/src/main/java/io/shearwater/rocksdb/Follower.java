package io.shearwater.rocksdb;

import io.shearwater.spi.StoreContext.Mode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.RocksDBException;

/** Keeps a store that was opened read only near to what the writing process has written. Thread-safe. */
final class Follower {
    private static final long NANOS_BETWEEN = Duration.ofMillis(50).toNanos();

    private final Database database;
    private final Tables tables;
    private final Mode mode;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    Follower(Database database, Tables tables, Mode mode) {
        this.database = database;
        this.tables = tables;
        this.mode = mode;
    }

    /** Takes in what was written since, unless that was done a moment ago or this process is the writer. */
    void catchUp() {
        if (mode == Mode.READ_WRITE) {
            return;
        }
        long due = next.get();
        long now = System.nanoTime();
        if (now - due >= 0 && next.compareAndSet(due, now + NANOS_BETWEEN)) {
            tables.follow(this::catchUpNow);
        }
    }

    private void catchUpNow() {
        try {
            database.rocks().tryCatchUpWithPrimary();
        } catch (RocksDBException e) {
            throw database.failure("following the writing process", e);
        }
    }
}
