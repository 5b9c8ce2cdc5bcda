package io.shearwater.rocksdb;

import io.shearwater.model.TimeRange;
import io.shearwater.spi.OnlineHistory;
import io.shearwater.spi.OnlineHistoryRows;
import io.shearwater.spi.OnlineRead;
import io.shearwater.spi.OnlineRows;
import io.shearwater.spi.OnlineRowsAt;
import io.shearwater.spi.OnlineTable;
import io.shearwater.spi.OnlineTable.Retention;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;

/** Reads rows. Each call walks one state of each column family. Thread-safe. */
final class RowReader {
    /** After so many entries that nobody asked for, a seek is cheaper than going on. */
    private static final int PATIENCE = 8;

    /** So many rows take longer to read than another thread to wake. */
    private static final int WORTH_TWO_THREADS = 500;

    private static final int ATTEMPTS = 3;
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final Database database;
    private final Tables tables;
    private final ReadOptions options;

    RowReader(Database database, Tables tables, ReadOptions options) {
        this.database = database;
        this.tables = tables;
        this.options = options;
    }

    /** The tables of one retention that a request asks for, by group number, which is their order on disk. */
    private static final class Wanted {
        private final int[] groups;
        private final int[] generations;
        private final int[] positions;
        private final long[] upTo;
        private int space;
        private int size;

        Wanted(int capacity) {
            groups = new int[capacity];
            generations = new int[capacity];
            positions = new int[capacity];
            upTo = new long[capacity];
        }

        void add(int group, Tables.State state, int position, long bound) {
            int at = size++;
            for (; at > 0 && groups[at - 1] > group; at--) {
                groups[at] = groups[at - 1];
                generations[at] = generations[at - 1];
                positions[at] = positions[at - 1];
                upTo[at] = upTo[at - 1];
            }
            groups[at] = group;
            generations[at] = state.active();
            positions[at] = position;
            upTo[at] = bound;
            space = state.space();
        }

        /** Where the first row of this entity that can be current would lie. */
        byte[] target(Retention retention, int at, byte[] key) {
            return RowKey.row(RowKey.prefix(retention, space, groups[at], generations[at], key), upTo[at]);
        }
    }

    /** Keys of a request, from one position to before another. */
    private record Part(List<byte[]> keys, int from, int to) {}

    void read(OnlineRead request, OnlineRows into) {
        List<byte[]> keys = request.keys();
        if (!request.concurrently() || !readHalves(request, into)) {
            Part all = new Part(keys, 0, keys.size());
            walk(request, Retention.LATEST, (cursor, latest) -> readLatest(cursor, latest, all, into));
        }
        walk(request, Retention.ALL, (cursor, all) -> {
            for (int at = 0; at < all.size; at++) {
                for (int key = 0; key < keys.size(); key++) {
                    byte[] target = all.target(Retention.ALL, at, keys.get(key));
                    readTimed(cursor, target, key, all.positions[at], into);
                }
            }
        });
    }

    /**
     * Reads the latest rows of many entities on two threads, over one state of the rows.
     *
     * @return false if that is not worth it, or if each time somebody wrote while both took hold of their state
     */
    private boolean readHalves(OnlineRead request, OnlineRows into) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long stamp = tables.asOf();
            Wanted wanted = wanted(request, Retention.LATEST);
            if ((long) wanted.size * request.keys().size() < WORTH_TWO_THREADS || PROCESSORS == 1) {
                return false;
            }
            long state = database.rocks().getLatestSequenceNumber();
            try (RowCursor first = new RowCursor(database, Retention.LATEST, options);
                    RowCursor second = new RowCursor(database, Retention.LATEST, options)) {
                if (tables.isAsOf(stamp) && database.rocks().getLatestSequenceNumber() == state) {
                    readHalves(first, second, wanted, request.keys(), into);
                    return true;
                }
            }
        }
        return false;
    }

    private static void readHalves(
            RowCursor first, RowCursor second, Wanted wanted, List<byte[]> keys, OnlineRows into) {
        Part begin = new Part(keys, 0, keys.size() / 2);
        Part rest = new Part(keys, begin.to(), keys.size());
        ForkJoinTask<?> other =
                ForkJoinTask.adapt(() -> readLatest(second, wanted, rest, into)).fork();
        try {
            readLatest(first, wanted, begin, into);
        } finally {
            // Where no thread had time for it, this one does it now.
            other.quietlyJoin();
        }
        other.join();
    }

    /** Over rows of the generations that are active in the state of the database that is walked. */
    private void walk(OnlineRead request, Retention retention, BiConsumer<RowCursor, Wanted> walk) {
        boolean isWalked = false;
        while (!isWalked) {
            long stamp = tables.asOf();
            Wanted wanted = wanted(request, retention);
            if (wanted.size == 0) {
                return;
            }
            try (RowCursor cursor = new RowCursor(database, retention, options)) {
                isWalked = tables.isAsOf(stamp);
                if (isWalked) {
                    walk.accept(cursor, wanted);
                }
            }
        }
    }

    private Wanted wanted(OnlineRead request, Retention retention) {
        List<OnlineTable> asked = request.tables();
        Wanted wanted = new Wanted(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            if (asked.get(i).retention() == retention) {
                int group = asked.get(i).group();
                int position = i;
                tables.find(group)
                        .filter(state -> state.active() > 0)
                        .ifPresent(state -> wanted.add(group, state, position, request.upTo()[position]));
            }
        }
        return wanted;
    }

    private static void readLatest(RowCursor cursor, Wanted wanted, Part part, OnlineRows into) {
        for (int key = part.from(); key < part.to(); key++) {
            readLatest(cursor, wanted, part.keys().get(key), key, into);
        }
    }

    /** One walk over the neighbouring rows of all groups of the entity. */
    private static void readLatest(RowCursor cursor, Wanted wanted, byte[] key, int position, OnlineRows into) {
        byte[] entity = RowKey.entities(wanted.space, key);
        cursor.seek(wanted.target(Retention.LATEST, 0, key));
        int at = 0;
        int skipped = 0;
        while (cursor.isOfEntity(entity)) {
            at = firstNotBefore(cursor, wanted, at);
            if (at == wanted.size) {
                return;
            }
            boolean candidate = cursor.group() == wanted.groups[at]
                    && cursor.generation() == wanted.generations[at]
                    && cursor.isRowEntry()
                    && cursor.eventTime() <= wanted.upTo[at];
            if (!candidate && ++skipped > PATIENCE) {
                skipped = 0;
                cursor.seek(wanted.target(Retention.LATEST, at, key));
                continue;
            }
            if (candidate && cursor.readValue().isLive()) {
                into.row(position, wanted.positions[at], cursor.eventTime(), cursor.sequence(), cursor.row());
                at++;
            }
            cursor.next();
        }
    }

    /** The first wanted table whose active rows are not behind the cursor already. */
    private static int firstNotBefore(RowCursor cursor, Wanted wanted, int from) {
        int group = cursor.group();
        int at = from;
        while (at < wanted.size
                && (wanted.groups[at] < group
                        || (wanted.groups[at] == group && wanted.generations[at] < cursor.generation()))) {
            at++;
        }
        return at;
    }

    private static void readTimed(RowCursor cursor, byte[] target, int key, int group, OnlineRows into) {
        byte[] prefix = Arrays.copyOf(target, target.length - RowKey.ENTRY);
        cursor.seek(target);
        while (cursor.isEntryOf(prefix)) {
            if (cursor.readValue().isLive()) {
                into.row(key, group, cursor.eventTime(), cursor.sequence(), cursor.row());
                return;
            }
            cursor.next();
        }
    }

    void readAt(OnlineRowsAt request, OnlineRows into) {
        int group = request.table().group();
        byte[] @Nullable [] values = new byte[request.times().length][];
        long stamp;
        do {
            stamp = tables.asOf();
            Tables.State state = tables.find(group).orElse(null);
            if (state == null || state.active() == 0) {
                return;
            }
            readAt(request, state, values);
        } while (!tables.isAsOf(stamp));
        for (int key = 0; key < values.length; key++) {
            byte[] value = values[key];
            if (value != null && value[0] == RowCursor.LIVE) {
                ByteBuffer row = ByteBuffer.wrap(value);
                into.row(key, 0, request.times()[key], row.getLong(1), row.position(RowCursor.VALUE_HEAD));
            }
        }
    }

    private void readAt(OnlineRowsAt request, Tables.State state, byte[] @Nullable [] values) {
        int group = request.table().group();
        try {
            for (int key = 0; key < values.length; key++) {
                byte[] entity = request.keys().get(key);
                byte[] prefix = RowKey.prefix(Retention.ALL, state.space(), group, state.active(), entity);
                byte[] row = RowKey.row(prefix, request.times()[key]);
                values[key] = database.rocks().get(database.family(Retention.ALL), options, row);
            }
        } catch (RocksDBException e) {
            throw database.failure("reading", e);
        }
    }

    void history(OnlineHistory request, OnlineHistoryRows into) {
        int group = request.table().group();
        boolean isWalked = false;
        while (!isWalked) {
            long stamp = tables.asOf();
            Tables.State state = tables.find(group).orElse(null);
            if (state == null || state.active() == 0) {
                return;
            }
            try (RowCursor cursor = new RowCursor(database, state.retention(), options)) {
                isWalked = tables.isAsOf(stamp);
                if (isWalked) {
                    walk(cursor, request, state, into);
                }
            }
        }
    }

    private static void walk(RowCursor cursor, OnlineHistory request, Tables.State state, OnlineHistoryRows into) {
        int group = request.table().group();
        byte[] start = state.retention() == Retention.LATEST
                ? RowKey.entities(state.space(), request.keyPrefix())
                : RowKey.prefix(Retention.ALL, state.space(), group, state.active(), request.keyPrefix());
        cursor.seek(start);
        while (cursor.valid() && cursor.startsWith(start)) {
            if (cursor.group() == group && cursor.generation() == state.active()) {
                giveEntity(cursor, request, into);
            } else {
                cursor.next();
            }
        }
    }

    /** Gives the rows of the entity under the cursor, and leaves the cursor behind them. */
    private static void giveEntity(RowCursor cursor, OnlineHistory request, OnlineHistoryRows into) {
        byte[] prefix = cursor.prefixCopy();
        TimeRange range = request.range();
        long end = range.endInclusive().orElse(Long.MAX_VALUE);
        int given = 0;
        cursor.seek(RowKey.row(prefix, end));
        while (given < request.most() && cursor.isEntryOf(prefix)) {
            if (!range.contains(cursor.eventTime())) {
                break;
            }
            if (cursor.readValue().isLive()) {
                into.row(cursor.entity(), cursor.eventTime(), cursor.sequence(), cursor.row());
                given++;
            }
            cursor.next();
        }
        if (cursor.isEntryOf(prefix)) {
            byte[] behind = Arrays.copyOf(prefix, prefix.length + 1);
            behind[prefix.length] = RowKey.ROW + 1;
            cursor.seek(behind);
        }
    }
}
