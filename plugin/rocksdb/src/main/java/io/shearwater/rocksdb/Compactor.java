package io.shearwater.rocksdb;

import io.shearwater.spi.OnlineTable.Retention;
import java.nio.file.Path;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyMetaData;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.LevelMetaData;
import org.rocksdb.RocksDBException;

/**
 * Compaction: merges what loads left side by side once they have ended, in the background: an entity's rows are then found in one file
 * instead of in several, which takes a quarter off a read of many. RocksDB itself merges only where four files wait. Thread-safe.
 */
final class Compactor {
    private static final long LEAST_BYTES = 4L << 20;
    /** Where what waits is less than this share of all, to merge it costs more than it gains. */
    private static final int SHARE = 4;
    /** For so long nothing must have been loaded. */
    private static final long QUIET_MILLIS = 3_000;

    private final Database database;
    private final Path directory;
    private final Background background;
    private @Nullable Future<?> next;
    private @Nullable CompactRangeOptions underWay;
    private boolean stopped;

    Compactor(Database database, Path directory, Background background) {
        this.database = database;
        this.directory = directory;
        this.background = background;
    }

    /** Something may have been loaded. */
    synchronized void wake() {
        if (next != null) {
            next.cancel(false);
        }
        next = background.executeIn(QUIET_MILLIS, this::compactAll);
    }

    /** Merges what there is to merge, if that is worth it. */
    void compactAll() {
        for (Retention retention : Retention.values()) {
            compact(database.family(retention));
        }
    }

    private void compact(ColumnFamilyHandle family) {
        ColumnFamilyMetaData rows = database.rocks().getColumnFamilyMetaData(family);
        LevelMetaData waiting = rows.levels().getFirst();
        if (waiting.files().size() < 2
                || waiting.size() < LEAST_BYTES
                || waiting.size() * SHARE < rows.size()
                || directory.toFile().getUsableSpace() < 2 * rows.size()) {
            return;
        }
        try (CompactRangeOptions options = new CompactRangeOptions().setExclusiveManualCompaction(false)) {
            compact(family, options);
        } catch (RocksDBException failed) {
            // The rows are read all the same, a little slower. To be stopped ends it so too.
            System.getLogger(Compactor.class.getName())
                    .log(System.Logger.Level.DEBUG, "A compaction of online rows has ended early", failed);
        }
    }

    private void compact(ColumnFamilyHandle family, CompactRangeOptions options) throws RocksDBException {
        try {
            if (begins(options)) {
                database.rocks().compactRange(family, null, null, options);
            }
        } finally {
            ended();
        }
    }

    private synchronized boolean begins(CompactRangeOptions options) {
        underWay = options;
        return !stopped;
    }

    private synchronized void ended() {
        underWay = null;
    }

    /** Ends what is under way. */
    synchronized void stop() {
        stopped = true;
        if (underWay != null) {
            underWay.setCanceled(true);
        }
    }
}
