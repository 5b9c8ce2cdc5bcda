package io.shearwater.duckdb;

import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.FileScan;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which rows of a scan's files are not deleted, for {@link ScalarFunctions#IS_LIVE}: one bit a row of each file that has
 * deleted rows. Immutable; read by all of DuckDB's threads.
 */
final class LiveRows implements AutoCloseable {
    private static final Map<Long, LiveRows> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();

    private final long id = LAST.incrementAndGet();
    private final Map<Integer, BitSet> deleted;

    private LiveRows(Map<Integer, BitSet> deleted) {
        this.deleted = deleted;
        OPEN.put(id, this);
    }

    /** The live rows of files, which are known by their place in the list. */
    static LiveRows of(List<FileScan> files) {
        Map<Integer, BitSet> deleted = new ConcurrentHashMap<>();
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).deleted().count() > 0) {
                deleted.put(i, bits(files.get(i).deleted()));
            }
        }
        return new LiveRows(Map.copyOf(deleted));
    }

    static LiveRows open(long id) {
        LiveRows rows = OPEN.get(id);
        if (rows == null) {
            throw new IllegalStateException("the deleted rows " + id + " were closed while they were read");
        }
        return rows;
    }

    private static BitSet bits(DeletedRows rows) {
        BitSet bits = new BitSet();
        for (PrimitiveIterator.OfLong positions = rows.positions(); positions.hasNext(); ) {
            bits.set(Math.toIntExact(positions.nextLong()));
        }
        return bits;
    }

    long id() {
        return id;
    }

    boolean isLive(int file, long row) {
        BitSet bits = deleted.get(file);
        return bits == null || !bits.get((int) row);
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }
}
