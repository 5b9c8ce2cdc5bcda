package io.shearwater.rocksdb;

import io.shearwater.spi.OnlineBatch;
import io.shearwater.spi.OnlineMutation;
import io.shearwater.spi.OnlinePurge;
import io.shearwater.spi.OnlineTable.Retention;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Changes rows by reading what is there and writing what becomes of it. The caller holds the table's lock. */
final class RowWriter {
    private static final Comparator<OnlineMutation> BY_KEY =
            Comparator.comparing(OnlineMutation::key, Arrays::compareUnsigned);

    private final Database database;
    private final Tables tables;
    private final ReadOptions options;

    RowWriter(Database database, Tables tables, ReadOptions options) {
        this.database = database;
        this.tables = tables;
        this.options = options;
    }

    void apply(OnlineBatch batch, Tables.State state) {
        List<OnlineMutation> sorted = new ArrayList<>(batch.mutations());
        sorted.sort(BY_KEY);
        ColumnFamilyHandle family = database.family(state.retention());
        try (WriteBatch changes = new WriteBatch();
                RowCursor cursor = new RowCursor(database, state.retention(), options)) {
            int from = 0;
            while (from < sorted.size()) {
                int to = endOfKey(sorted, from);
                EntityRows rows = changed(batch, state, sorted.subList(from, to), cursor);
                rows.write(changes, family);
                from = to;
            }
            if (batch.cursor().isPresent()) {
                tables.addTo(changes, batch.cursor().get());
            }
            database.write(changes);
        } catch (RocksDBException e) {
            throw database.failure("writing", e);
        }
    }

    private static int endOfKey(List<OnlineMutation> sorted, int from) {
        byte[] key = sorted.get(from).key();
        int to = from + 1;
        while (to < sorted.size() && Arrays.equals(sorted.get(to).key(), key)) {
            to++;
        }
        return to;
    }

    private EntityRows changed(OnlineBatch batch, Tables.State state, List<OnlineMutation> mutations, RowCursor cursor)
            throws RocksDBException {
        byte[] key = mutations.getFirst().key();
        byte[] prefix =
                RowKey.prefix(state.retention(), state.space(), batch.table().group(), batch.generation(), key);
        EntityRows rows = new EntityRows(prefix);
        boolean needsAll = state.retention() == Retention.LATEST
                || mutations.stream().anyMatch(OnlineMutation.DeleteEntity.class::isInstance);
        if (needsAll) {
            rows.readAll(cursor);
        } else {
            readNamed(rows, prefix, mutations);
        }
        mutations.forEach(rows::apply);
        if (state.retention() == Retention.LATEST) {
            rows.dropSuperseded(batch.settled());
        }
        return rows;
    }

    /** Reads only the event times that change: an entity of this table may have very many rows. */
    private void readNamed(EntityRows rows, byte[] prefix, List<OnlineMutation> mutations) throws RocksDBException {
        byte[] head = new byte[RowCursor.VALUE_HEAD];
        if (read(RowKey.entity(prefix), head)) {
            rows.foundDeleted(sequence(head));
        }
        for (OnlineMutation mutation : mutations) {
            long time = switch (mutation) {
                case OnlineMutation.PutRow put -> put.eventTime();
                case OnlineMutation.DeleteRow delete -> delete.eventTime();
                case OnlineMutation.DeleteEntity delete -> throw new IllegalArgumentException("reads everything");
            };
            if (read(RowKey.row(prefix, time), head)) {
                rows.found(time, sequence(head), head[0] == RowCursor.LIVE);
            }
        }
    }

    private boolean read(byte[] key, byte[] head) throws RocksDBException {
        return database.rocks().get(database.family(Retention.ALL), database.lookup(), key, head) != RocksDB.NOT_FOUND;
    }

    private static long sequence(byte[] head) {
        return ByteBuffer.wrap(head).getLong(1);
    }

    /** Where a purge goes on, and what it has removed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Purged(byte[] next, boolean done, long rows) {}

    /** Where a purge begins. */
    static Purged purgeFrom(Tables.State state, int group) {
        byte[] start = state.retention() == Retention.LATEST
                ? RowKey.entities(state.space(), new byte[0])
                : RowKey.prefix(state.retention(), state.space(), group, state.active(), new byte[0]);
        return new Purged(start, false, 0);
    }

    /** Purges the next few entities. */
    Purged purge(OnlinePurge purge, Tables.State state, Purged from) {
        int group = purge.table().group();
        byte[] within = purgeFrom(state, group).next();
        long removed = from.rows();
        try (WriteBatch changes = new WriteBatch();
                RowCursor cursor = new RowCursor(database, state.retention(), options)) {
            cursor.seek(from.next());
            // Bounded by entries passed as well, since rows of other groups may lie between.
            for (int passed = 0; passed < 20_000 && cursor.valid() && cursor.startsWith(within); passed++) {
                if (cursor.group() == group && cursor.generation() == state.active()) {
                    EntityRows rows = new EntityRows(cursor.prefixCopy());
                    rows.readAll(cursor);
                    removed += rows.purge(purge);
                    if (state.retention() == Retention.LATEST) {
                        rows.dropSuperseded(purge.settled());
                    }
                    rows.write(changes, database.family(state.retention()));
                } else {
                    cursor.next();
                }
            }
            database.writeRelaxed(changes);
            boolean done = !cursor.valid() || !cursor.startsWith(within);
            return new Purged(done ? within : cursor.keyCopy(), done, removed);
        } catch (RocksDBException e) {
            throw database.failure("purging", e);
        }
    }
}
