package io.shearwater.rocksdb;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.OnlineTable.Retention;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Removes the rows of generations that nobody reads any more, in the background. Thread-safe. */
final class Sweeper {
    private static final int ROWS_OF_A_BATCH = 10_000;

    private final Database database;
    private final Tables tables;
    private final ReadOptions options;
    private final Background background;
    private volatile boolean closing;

    Sweeper(Database database, Tables tables, Background background) {
        this.database = database;
        this.tables = tables;
        this.options = database.walk();
        this.background = background;
    }

    /** Starts a sweep in the background. What it does not finish is done after the store is opened again. */
    void wake() {
        background.execute(() -> {
            try {
                sweepAll();
            } catch (ShearwaterException failed) {
                // The rows are dead already and never read: the next sweep takes them.
                System.getLogger(Sweeper.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "Sweeping dead online rows failed; it is tried again",
                                failed);
            }
        });
    }

    /** Sweeps what there is to sweep. */
    synchronized void sweepAll() {
        for (int group : tables.unswept()) {
            if (closing) {
                return;
            }
            Tables.State state = tables.find(group).orElseThrow();
            int dead = state.dead();
            if (sweep(group, state, state.swept(), dead)) {
                ReentrantLock lock = tables.lock(group);
                lock.lock();
                try {
                    Tables.State now = tables.find(group).orElseThrow();
                    tables.put(group, now.sweptBefore(dead), Optional.empty());
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /** Removes the rows of these generations; false when it was stopped by closing. */
    boolean sweep(int group, Tables.State state, int fromGeneration, int toGeneration) {
        try {
            if (state.retention() == Retention.LATEST) {
                return walk(group, state, fromGeneration, toGeneration);
            }
            byte[] none = new byte[0];
            byte[] from = RowKey.prefix(Retention.ALL, state.space(), group, fromGeneration, none);
            byte[] to = RowKey.prefix(Retention.ALL, state.space(), group, toGeneration, none);
            database.rocks().deleteRange(database.family(Retention.ALL), from, to);
            return true;
        } catch (RocksDBException e) {
            throw database.failure("sweeping", e);
        }
    }

    /** Dead rows lie between living ones, so all rows of the space are passed. */
    private boolean walk(int group, Tables.State state, int fromGeneration, int toGeneration) throws RocksDBException {
        byte[] space = RowKey.entities(state.space(), new byte[0]);
        ColumnFamilyHandle family = database.family(Retention.LATEST);
        try (RowCursor cursor = new RowCursor(database, Retention.LATEST, options);
                WriteBatch batch = new WriteBatch()) {
            cursor.seek(space);
            while (cursor.valid() && cursor.startsWith(space)) {
                if (closing) {
                    return false;
                }
                int generation = cursor.generation();
                if (cursor.group() == group && generation >= fromGeneration && generation < toGeneration) {
                    batch.delete(family, cursor.keyCopy());
                }
                cursor.next();
                if (batch.count() >= ROWS_OF_A_BATCH) {
                    database.writeRelaxed(batch);
                    batch.clear();
                }
            }
            database.writeRelaxed(batch);
        }
        return true;
    }

    /** Ends what is under way. */
    void stop() {
        closing = true;
    }
}
