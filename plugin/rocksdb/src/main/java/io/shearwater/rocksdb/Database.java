package io.shearwater.rocksdb;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.OnlineTable.Retention;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StoreContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.HyperClockCache;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/** An open RocksDB with its column families, its options and their life. Thread-safe but for closing. */
final class Database implements AutoCloseable {
    private static final long MIB = 1L << 20;
    private static final int BLOCK = 16 << 10;

    private final Path directory;
    private final List<RocksObject> owned = new ArrayList<>();
    private final List<ColumnFamilyHandle> families = new ArrayList<>();
    private final Options loadOptions;
    private final WriteOptions durable;
    private final WriteOptions relaxed;
    private final ReadOptions lookup;
    private final ReadOptions walk;
    private final RocksDB rocks;

    /** Opens or makes a database; read only, one that follows the process which writes. */
    Database(StoreContext context) {
        RocksDB.loadLibrary();
        this.directory = context.directory();
        Cache cache = own(new HyperClockCache(context.memory().cache(), 0, -1, false));
        long buffer = Math.clamp(context.memory().cache() / 8, 4 * MIB, 64 * MIB);
        ColumnFamilyOptions tables = own(familyOptions(cache, buffer));
        DBOptions options = own(databaseOptions(cache, buffer));
        this.durable = own(new WriteOptions().setSync(true));
        this.relaxed = own(new WriteOptions());
        this.lookup = own(new ReadOptions());
        this.walk = own(new ReadOptions().setFillCache(false).setReadaheadSize(MIB));
        this.loadOptions = own(new Options(options, tables));
        List<ColumnFamilyDescriptor> descriptors = List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, tables),
                new ColumnFamilyDescriptor(name("latest"), tables),
                new ColumnFamilyDescriptor(name("all"), tables));
        try {
            this.rocks = context.mode() == StoreContext.Mode.READ_ONLY
                    ? RocksDB.openAsSecondary(
                            options,
                            rows(directory).toString(),
                            context.scratch().resolve("online-follower").toString(),
                            descriptors,
                            families)
                    : RocksDB.open(options, rows(directory).toString(), descriptors, families);
        } catch (RocksDBException e) {
            owned.reversed().forEach(RocksObject::close);
            throw failure("opening", e);
        }
    }

    /** Where the files are. */
    static Path rows(Path directory) {
        return directory.resolve("rows");
    }

    private static byte[] name(String family) {
        return family.getBytes(StandardCharsets.US_ASCII);
    }

    private ColumnFamilyOptions familyOptions(Cache cache, long buffer) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(BLOCK)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(own(new BloomFilter(10)));
        return new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setWriteBufferSize(buffer)
                .setTargetFileSizeBase(64 * MIB)
                // Each load of a group lands whole in level 0 beside the others; changes go on meanwhile.
                .setLevel0SlowdownWritesTrigger(40)
                .setLevel0StopWritesTrigger(80);
    }

    private DBOptions databaseOptions(Cache cache, long buffer) {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setMaxBackgroundJobs(2)
                .setMaxOpenFiles(-1)
                .setWriteBufferManager(own(new WriteBufferManager(3 * buffer, cache)))
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0);
    }

    private <T extends RocksObject> T own(T object) {
        owned.add(object);
        return object;
    }

    RocksDB rocks() {
        return rocks;
    }

    /** Options for files that are to be ingested. */
    Options loadOptions() {
        return loadOptions;
    }

    /** Options for reads that somebody waits for. */
    ReadOptions lookup() {
        return lookup;
    }

    /** Options for passing over everything, which must not drive other blocks out of the cache. */
    ReadOptions walk() {
        return walk;
    }

    ColumnFamilyHandle family(Retention retention) {
        return families.get(retention == Retention.LATEST ? 1 : 2);
    }

    /** Where small things are kept by name. */
    ColumnFamilyHandle names() {
        return families.getFirst();
    }

    /** Writes atomically; durable when it returns. */
    void write(WriteBatch batch) {
        write(batch, durable);
    }

    /** Writes atomically what may be lost with the machine's power, because it would be done again. */
    void writeRelaxed(WriteBatch batch) {
        write(batch, relaxed);
    }

    private void write(WriteBatch batch, WriteOptions options) {
        try {
            rocks.write(options, batch);
        } catch (RocksDBException e) {
            throw failure("writing", e);
        }
    }

    /** What a failure means for the user. */
    ShearwaterException failure(String doing, RocksDBException cause) {
        Status status = cause.getStatus();
        String where = "The online store in " + directory;
        String message = String.valueOf(cause.getMessage());
        if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
            return SpiError.IO.because(
                    where + " ran out of disk space while " + doing + ". Free some space, then open the store again.",
                    cause);
        }
        if (message.contains("LOCK") || message.contains("lock hold")) {
            return SpiError.LEASE_BUSY.because(
                    where + " is open in another process. Close it there, or open the store read only.", cause);
        }
        if (status != null && status.getCode() == Status.Code.Corruption) {
            return SpiError.IO.because(
                    where + " is damaged (" + message + "). Delete the directory; the rows are rebuilt from history.",
                    cause);
        }
        return SpiError.IO.because(where + " failed while " + doing + ": " + message, cause);
    }

    @Override
    public void close() {
        rocks.cancelAllBackgroundWork(true);
        families.forEach(ColumnFamilyHandle::close);
        rocks.close();
        owned.reversed().forEach(RocksObject::close);
    }
}
