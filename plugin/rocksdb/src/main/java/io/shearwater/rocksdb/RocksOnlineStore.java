package io.shearwater.rocksdb;

import io.shearwater.spi.Cursor;
import io.shearwater.spi.OnlineBatch;
import io.shearwater.spi.OnlineHistory;
import io.shearwater.spi.OnlineHistoryRows;
import io.shearwater.spi.OnlineMutation;
import io.shearwater.spi.OnlinePurge;
import io.shearwater.spi.OnlineRead;
import io.shearwater.spi.OnlineRows;
import io.shearwater.spi.OnlineRowsAt;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StoreContext;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The embedded {@link OnlineStore}: the rows of an entity lie side by side in RocksDB. */
final class RocksOnlineStore implements OnlineStore {
    private final StoreContext context;
    private final Gate gate = new Gate();
    private final Database database;
    private final Follower follower;
    private final Tables tables;
    private final RowReader reader;
    private final RowWriter writer;
    private final RowWriter purger;
    private final Loader loader;
    private final Background background = new Background();
    private final Sweeper sweeper;
    private final Compactor compactor;

    RocksOnlineStore(StoreContext context) {
        this.context = context;
        this.database = new Database(context);
        this.tables = new Tables(database);
        this.follower = new Follower(database, tables, context.mode());
        this.reader = new RowReader(database, tables, database.lookup());
        this.writer = new RowWriter(database, tables, database.lookup());
        this.purger = new RowWriter(database, tables, database.walk());
        this.loader = new Loader(database, context.directory());
        this.sweeper = new Sweeper(database, tables, background);
        this.compactor = new Compactor(database, context.directory(), background);
        if (context.mode() == StoreContext.Mode.READ_WRITE) {
            loader.clear();
            sweeper.wake();
            compactor.wake();
        }
    }

    @Override
    public void read(OnlineRead request, OnlineRows into) {
        long stamp = gate.enter();
        try {
            follower.catchUp();
            reader.read(request, into);
        } finally {
            gate.leave(stamp);
        }
    }

    @Override
    public void readAt(OnlineRowsAt request, OnlineRows into) {
        long stamp = gate.enter();
        try {
            follower.catchUp();
            reader.readAt(request, into);
        } finally {
            gate.leave(stamp);
        }
    }

    @Override
    public void history(OnlineHistory request, OnlineHistoryRows into) {
        long stamp = gate.enter();
        try {
            follower.catchUp();
            reader.history(request, into);
        } finally {
            gate.leave(stamp);
        }
    }

    @Override
    public void apply(OnlineBatch batch) {
        change(batch.table(), () -> {
            writer.apply(batch, fillable(batch.table(), batch.generation()));
            return 0;
        });
    }

    /** The state of a table, noted as being filled if the generation is not read yet. */
    private Tables.State fillable(OnlineTable table, int generation) {
        Tables.State state = tables.changeable(table, generation);
        if (generation == state.active() || generation == state.filling()) {
            return state;
        }
        Tables.State next = state.filling(generation);
        tables.put(table.group(), next, Optional.empty());
        return next;
    }

    @Override
    public Optional<Cursor> cursor(String name) {
        return reading(() -> tables.cursor(name));
    }

    @Override
    public void load(OnlineTable table, int generation, long settled, Iterator<OnlineMutation.PutRow> sorted) {
        change(table, () -> {
            Tables.State state = tables.changeable(table, generation);
            if (generation == state.active()) {
                throw SpiError.STALE_BASE.because("Generation " + generation + " of online table " + table.group()
                        + " is being read. Load the next one and activate it.");
            }
            if (generation == state.filling()) {
                sweeper.sweep(table.group(), state, generation, generation + 1);
            }
            state = fillable(table, generation);
            loader.load(table, generation, state.space(), settled, sorted);
            return 0;
        });
    }

    @Override
    public void activate(OnlineTable table, int generation, Optional<Cursor> cursor) {
        change(table, () -> {
            Tables.State state = tables.changeable(table, generation);
            if (generation != state.active() || cursor.isPresent()) {
                tables.put(table.group(), state.activated(generation), cursor);
            }
            return 0;
        });
        sweeper.wake();
        compactor.wake();
    }

    @Override
    public OptionalInt active(OnlineTable table) {
        return reading(() -> {
            int active = tables.active(table.group());
            return active == 0 ? OptionalInt.empty() : OptionalInt.of(active);
        });
    }

    @Override
    public void drop(OnlineTable table) {
        change(table, () -> {
            Tables.State state =
                    tables.find(table.group()).orElseGet(() -> tables.changeable(table, Integer.MAX_VALUE));
            tables.put(table.group(), state.droppedNow(), Optional.empty());
            return 0;
        });
        sweeper.wake();
    }

    @Override
    public long purge(OnlinePurge purge) {
        int group = purge.table().group();
        RowWriter.Purged purged = null;
        do {
            RowWriter.Purged from = purged;
            purged = change(purge.table(), () -> {
                Tables.State state = tables.find(group).orElse(null);
                if (state == null || state.active() == 0) {
                    return new RowWriter.Purged(new byte[0], true, from == null ? 0 : from.rows());
                }
                return purger.purge(purge, state, from == null ? RowWriter.purgeFrom(state, group) : from);
            });
        } while (!purged.done());
        return purged.rows();
    }

    @Override
    public void note(String name, byte[] value) {
        requireWritable();
        long stamp = gate.enter();
        try {
            tables.note(name, value);
        } finally {
            gate.leave(stamp);
        }
    }

    @Override
    public Optional<byte[]> note(String name) {
        return reading(() -> tables.note(name));
    }

    /** Removes dead rows now; in the background otherwise. */
    void sweep() {
        sweeper.sweepAll();
    }

    /** Merges what was loaded now, if that is worth it; in the background otherwise. */
    void compact() {
        compactor.compactAll();
    }

    private <T> T reading(Supplier<T> work) {
        long stamp = gate.enter();
        try {
            follower.catchUp();
            return work.get();
        } finally {
            gate.leave(stamp);
        }
    }

    private <T> T change(OnlineTable table, Supplier<T> work) {
        requireWritable();
        long stamp = gate.enter();
        try {
            ReentrantLock lock = tables.lock(table.group());
            lock.lock();
            try {
                return work.get();
            } finally {
                lock.unlock();
            }
        } finally {
            gate.leave(stamp);
        }
    }

    private void requireWritable() {
        if (context.mode() == StoreContext.Mode.READ_ONLY) {
            throw SpiError.READ_ONLY.because("The online store in " + context.directory()
                    + " was opened read only. Open the store for writing to change it.");
        }
    }

    @Override
    public void close() {
        sweeper.stop();
        compactor.stop();
        background.close();
        gate.close(database::close);
    }
}
