package io.shearwater.rocksdb;

import io.shearwater.spi.OnlineMutation;
import io.shearwater.spi.OnlinePurge;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The rows of one entity in one generation of a table while they are changed: what is stored, as far as it is needed, and
 * what becomes of it. Not thread-safe.
 */
final class EntityRows {
    /**
     * A row or its deletion.
     *
     * @param entry what is to be stored; null while that is what is stored
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Version(long sequence, boolean live, byte @Nullable [] entry) {}

    private final byte[] prefix;
    private final NavigableMap<Long, Version> versions = new TreeMap<>(Comparator.reverseOrder());
    private final Set<Long> stored = new HashSet<>();
    private long deleted = Long.MIN_VALUE;
    private long storedDeleted = Long.MIN_VALUE;

    EntityRows(byte[] prefix) {
        this.prefix = prefix;
    }

    /** Takes everything that is stored; the cursor ends behind the entity. */
    void readAll(RowCursor cursor) {
        for (cursor.seek(prefix); cursor.isEntryOf(prefix); cursor.next()) {
            cursor.readValueHead();
            if (cursor.isRowEntry()) {
                found(cursor.eventTime(), cursor.sequence(), cursor.isLive());
            } else {
                foundDeleted(cursor.sequence());
            }
        }
    }

    /** A row, or its deletion, that is stored. */
    void found(long eventTime, long sequence, boolean live) {
        versions.put(eventTime, new Version(sequence, live, null));
        stored.add(eventTime);
    }

    /** A deletion of the whole entity that is stored. */
    void foundDeleted(long sequence) {
        deleted = sequence;
        storedDeleted = sequence;
    }

    void apply(OnlineMutation mutation) {
        switch (mutation) {
            case OnlineMutation.PutRow put ->
                offer(put.eventTime(), new Version(put.sequence(), true, entry(put.sequence(), put.value())));
            case OnlineMutation.DeleteRow delete ->
                offer(delete.eventTime(), new Version(delete.sequence(), false, deletion(delete.sequence())));
            case OnlineMutation.DeleteEntity delete -> {
                deleted = Math.max(deleted, delete.sequence());
                versions.values().removeIf(version -> version.sequence() < deleted);
            }
        }
    }

    private void offer(long eventTime, Version next) {
        if (next.sequence() < deleted) {
            return;
        }
        Version old = versions.get(eventTime);
        boolean wins =
                old == null || next.sequence() > old.sequence() || (next.sequence() == old.sequence() && next.live());
        if (wins) {
            versions.put(eventTime, next);
        }
    }

    /** Removes rows that are older than the newest one at or before this event time. */
    void dropSuperseded(long settled) {
        for (Map.Entry<Long, Version> entry : versions.tailMap(settled, true).entrySet()) {
            if (entry.getValue().live()) {
                versions.tailMap(entry.getKey(), false).values().removeIf(Version::live);
                return;
            }
        }
    }

    /** Removes what a purge removes; returns how many rows were too old. */
    long purge(OnlinePurge purge) {
        int before = versions.size();
        versions.entrySet().removeIf(entry -> entry.getValue().live() && entry.getKey() < purge.before());
        final long removed = (long) before - versions.size();
        versions.values().removeIf(version -> !version.live() && version.sequence() <= purge.sequence());
        if (deleted <= purge.sequence()) {
            deleted = Long.MIN_VALUE;
        }
        return removed;
    }

    /** Adds what has changed to a batch. */
    void write(WriteBatch batch, ColumnFamilyHandle family) throws RocksDBException {
        if (deleted != storedDeleted) {
            if (deleted == Long.MIN_VALUE) {
                batch.delete(family, RowKey.entity(prefix));
            } else {
                batch.put(family, RowKey.entity(prefix), deletion(deleted));
            }
        }
        for (Long time : stored) {
            if (!versions.containsKey(time)) {
                batch.delete(family, RowKey.row(prefix, time));
            }
        }
        for (Map.Entry<Long, Version> entry : versions.entrySet()) {
            byte[] changed = entry.getValue().entry();
            if (changed != null) {
                batch.put(family, RowKey.row(prefix, entry.getKey()), changed);
            }
        }
    }

    /** The value of a row as it is stored: live, sequence, encoded row. */
    static byte[] entry(long sequence, byte[] row) {
        byte[] entry = new byte[RowCursor.VALUE_HEAD + row.length];
        entry[0] = RowCursor.LIVE;
        RowKey.putLong(entry, 1, sequence);
        System.arraycopy(row, 0, entry, RowCursor.VALUE_HEAD, row.length);
        return entry;
    }

    private static byte[] deletion(long sequence) {
        byte[] entry = new byte[RowCursor.VALUE_HEAD];
        RowKey.putLong(entry, 1, sequence);
        return entry;
    }
}
