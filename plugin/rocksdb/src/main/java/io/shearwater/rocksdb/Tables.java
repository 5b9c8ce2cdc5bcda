package io.shearwater.rocksdb;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.Cursor;
import io.shearwater.spi.EntitySpace;
import io.shearwater.spi.OnlineTable;
import io.shearwater.spi.OnlineTable.Retention;
import io.shearwater.spi.SpiError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * What is kept by name beside the rows: the numbers of spaces, the state of each table, cursors and notes. Tables and
 * spaces are held in memory as well. Thread-safe; whoever changes a table holds its lock.
 */
final class Tables {
    /**
     * The state of a table.
     *
     * @param space the number of its space
     * @param active the generation that is read, or 0
     * @param filling a generation that may hold rows and is not active yet, or 0
     * @param swept rows of smaller generations are gone
     * @param dropped whether it is gone, but for rows still to be swept
     */
    record State(int space, Retention retention, int active, int filling, int swept, boolean dropped) {
        State filling(int generation) {
            return new State(space, retention, active, generation, Math.min(swept, generation), dropped);
        }

        State activated(int generation) {
            return new State(space, retention, generation, filling == generation ? 0 : filling, swept, dropped);
        }

        State droppedNow() {
            return new State(space, retention, 0, 0, swept, true);
        }

        State sweptBefore(int generation) {
            return new State(space, retention, active, filling, generation, dropped);
        }

        /** Rows of generations before this one are dead. */
        int dead() {
            return dropped ? Integer.MAX_VALUE : active;
        }

        boolean needsSweep() {
            return swept < dead();
        }

        private byte[] encoded() {
            return ByteBuffer.allocate(18)
                    .put((byte) (retention == Retention.LATEST ? 0 : 1))
                    .put((byte) (dropped ? 1 : 0))
                    .putInt(space)
                    .putInt(active)
                    .putInt(filling)
                    .putInt(swept)
                    .array();
        }

        private static State decoded(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            Retention retention = in.get() == 0 ? Retention.LATEST : Retention.ALL;
            boolean dropped = in.get() == 1;
            return new State(in.getInt(), retention, in.getInt(), in.getInt(), in.getInt(), dropped);
        }
    }

    private static final String TABLE = "table/";
    private static final String SPACE = "space/";
    private static final String CURSOR = "cursor/";
    private static final String NOTE = "note/";

    private final Database database;
    private final Map<Integer, State> states = new ConcurrentHashMap<>();
    private final Map<EntitySpace, Integer> spaces = new ConcurrentHashMap<>();
    private final Map<Integer, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final StampedLock views = new StampedLock();

    Tables(Database database) {
        this.database = database;
        refresh();
    }

    /**
     * Begins a look at which generations are active; a reader that then takes hold of a state of the rows asks
     * {@link #isAsOf} whether both belong together. In between a rebuild may have activated another generation, and the sweep
     * may have taken the rows of the one that the reader knows.
     */
    long asOf() {
        long stamp = views.tryOptimisticRead();
        while (stamp == 0) {
            views.unlockRead(views.readLock());
            stamp = views.tryOptimisticRead();
        }
        return stamp;
    }

    /** Whether nothing has changed since. */
    boolean isAsOf(long stamp) {
        return views.validate(stamp);
    }

    /** Reads everything anew behind a change of the rows that this process did not make. */
    void follow(Runnable change) {
        long stamp = views.writeLock();
        try {
            change.run();
            refresh();
        } finally {
            views.unlockWrite(stamp);
        }
    }

    /** Reads everything anew. */
    private void refresh() {
        try (RocksIterator names = database.rocks().newIterator(database.names())) {
            for (names.seekToFirst(); names.isValid(); names.next()) {
                String name = new String(names.key(), StandardCharsets.UTF_8);
                if (name.startsWith(TABLE)) {
                    states.put(Integer.valueOf(name.substring(TABLE.length())), State.decoded(names.value()));
                } else if (name.startsWith(SPACE)) {
                    spaces.put(
                            new EntitySpace(name.substring(SPACE.length())),
                            ByteBuffer.wrap(names.value()).getInt());
                }
            }
            names.status();
        } catch (RocksDBException e) {
            throw database.failure("reading its tables", e);
        }
    }

    /** The lock of whoever changes the table. */
    ReentrantLock lock(int group) {
        return locks.computeIfAbsent(group, number -> new ReentrantLock());
    }

    Optional<State> find(int group) {
        return Optional.ofNullable(states.get(group));
    }

    /** The active generation, or 0. */
    int active(int group) {
        State state = states.get(group);
        return state == null ? 0 : state.active();
    }

    /** The tables that hold dead rows. */
    List<Integer> unswept() {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue().needsSweep())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /**
     * The state of a table of which this generation is about to be changed.
     *
     * @throws ShearwaterException STALE_BASE when it is not the active one or a later one
     */
    State changeable(OnlineTable table, int generation) {
        State state = states.get(table.group());
        if (state == null) {
            // Nothing was ever written below its first generation, so there is nothing to sweep.
            return new State(space(table.space()), table.retention(), 0, 0, generation, false);
        }
        if (state.dropped()) {
            throw SpiError.STALE_BASE.because("The online table " + table.group() + " was dropped.");
        }
        if (generation < state.active()) {
            throw SpiError.STALE_BASE.because("Generation " + generation + " of online table " + table.group()
                    + " was replaced by generation " + state.active() + ". Read the active generation and try again.");
        }
        return state;
    }

    /** The number of a space, given out at its first use. */
    private synchronized int space(EntitySpace space) {
        Integer known = spaces.get(space);
        if (known != null) {
            return known;
        }
        int next = spaces.values().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        put(
                SPACE + space.name(),
                ByteBuffer.allocate(Integer.BYTES).putInt(next).array());
        spaces.put(space, next);
        return next;
    }

    /** Keeps a table's next state, and a cursor with it. */
    void put(int group, State next, Optional<Cursor> cursor) {
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(database.names(), bytes(TABLE + group), next.encoded());
            if (cursor.isPresent()) {
                addTo(batch, cursor.get());
            }
            database.write(batch);
        } catch (RocksDBException e) {
            throw database.failure("writing", e);
        }
        long stamp = views.writeLock();
        try {
            states.put(group, next);
        } finally {
            views.unlockWrite(stamp);
        }
    }

    void addTo(WriteBatch batch, Cursor cursor) throws RocksDBException {
        byte[] position =
                ByteBuffer.allocate(Long.BYTES).putLong(cursor.position()).array();
        batch.put(database.names(), bytes(CURSOR + cursor.name()), position);
    }

    Optional<Cursor> cursor(String name) {
        return get(CURSOR + name)
                .map(bytes -> new Cursor(name, ByteBuffer.wrap(bytes).getLong()));
    }

    void note(String name, byte[] value) {
        put(NOTE + name, value);
    }

    Optional<byte[]> note(String name) {
        return get(NOTE + name);
    }

    private Optional<byte[]> get(String name) {
        try {
            byte @Nullable [] value = database.rocks().get(database.names(), bytes(name));
            return Optional.ofNullable(value);
        } catch (RocksDBException e) {
            throw database.failure("reading", e);
        }
    }

    private void put(String name, byte[] value) {
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(database.names(), bytes(name), value);
            database.write(batch);
        } catch (RocksDBException e) {
            throw database.failure("writing", e);
        }
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
