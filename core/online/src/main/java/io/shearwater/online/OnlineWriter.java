package io.shearwater.online;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.spi.Cursor;
import io.shearwater.spi.OnlineBatch;
import io.shearwater.spi.OnlineMutation;
import io.shearwater.spi.OnlinePurge;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Brings rows to the online store. Frames have the group's columns, in any order, and {@link HiddenColumns#SEQUENCE}. What a
 * call wrote is durable and read by all when it returns; making it again changes nothing. Thread-safe for different groups;
 * calls for one group come one by one.
 */
public final class OnlineWriter {
    private static final int BATCH_ROWS = 16_384;
    private static final long BATCH_BYTES = 8L << 20;

    private final OnlineStore store;
    private final InstantSource clock;
    private final LoadSpace space;
    private final Layouts layouts;

    /** Writes to a store; the clock says which rows are in the future. */
    public OnlineWriter(OnlineStore store, InstantSource clock, LoadSpace space) {
        this.store = store;
        this.clock = clock;
        this.space = space;
        this.layouts = new Layouts(store);
    }

    /**
     * Notes the group's columns. Writing does it too; a change of columns without a write between it and the next one has to
     * be noted, so that a column which is dropped and added again is known as a new one.
     */
    public void describe(OnlineGroup group) {
        layouts.describe(group);
    }

    /** Whether the group's columns are noted as they are now. */
    public boolean isDescribed(OnlineGroup group) {
        return layouts.isDescribed(group);
    }

    /** Offers rows: of two of one entity the later (event time, sequence) is current. */
    public void put(OnlineGroup group, Frame rows) {
        put(group, rows, Optional.empty());
    }

    /** Offers rows, and moves the group's position with the last of them. */
    public void put(OnlineGroup group, Frame rows, long position) {
        put(group, rows, Optional.of(new Cursor(feed(group), position)));
    }

    private void put(OnlineGroup group, Frame rows, Optional<Cursor> cursor) {
        requireColumns(group, rows.schema(), rowSchema(group));
        RowEncoder encoder = new RowEncoder(layouts.describe(group), rows);
        KeyedRows keyed = KeyedRows.of(group, rows);
        Batches batches = new Batches(group);
        ByteSink sink = new ByteSink();
        for (int row : keyed.ordered(group.table().retention(), batches.settled)) {
            batches.add(new OnlineMutation.PutRow(
                    keyed.key(row), keyed.time(row), keyed.sequence(row), encoder.encode(sink, row)));
            batches.applyIfFull();
        }
        batches.apply(cursor);
    }

    /**
     * Sets entities back: after it exactly {@code rows} are theirs, unless something was written after {@code sequence}.
     *
     * @param keys the primary keys
     * @param rows what history still has of these entities; their own sequences do not matter
     */
    public void replace(OnlineGroup group, Frame keys, Frame rows, long sequence) {
        requireColumns(
                group, keys.schema(), group.spec().schema().select(group.spec().primaryKey()));
        requireColumns(group, rows.schema(), group.spec().schema());
        RowEncoder encoder = new RowEncoder(layouts.describe(group), rows);
        KeyedRows keyed = KeyedRows.of(group, rows, sequence);
        Batches batches = new Batches(group);
        ByteSink sink = new ByteSink();
        int[] order = keyed.ordered(group.table().retention(), batches.settled);
        byte[][] entities = KeyedRows.keys(group.spec(), keys);
        Arrays.sort(entities, Arrays::compareUnsigned);
        int next = 0;
        for (byte[] entity : entities) {
            // An entity and its rows go in one batch: nobody sees it without them.
            batches.applyIfFull();
            batches.add(new OnlineMutation.DeleteEntity(entity, sequence));
            for (; next < order.length && Arrays.equals(keyed.key(order[next]), entity); next++) {
                int row = order[next];
                batches.add(new OnlineMutation.PutRow(entity, keyed.time(row), sequence, encoder.encode(sink, row)));
            }
        }
        if (next < order.length) {
            throw OnlineError.BAD_ROWS.because("Row " + order[next] + " for the feature group '"
                    + group.spec().name() + "' is of an entity that is not among those to set back.");
        }
        batches.apply(Optional.empty());
    }

    /**
     * Removes single rows, unless they were written after {@code sequence}.
     *
     * @param identities the primary keys and event times
     */
    public void delete(OnlineGroup group, Frame identities, long sequence) {
        requireColumns(
                group,
                identities.schema(),
                group.spec().schema().select(group.spec().identity()));
        KeyedRows keyed = KeyedRows.of(group, identities, sequence);
        Batches batches = new Batches(group);
        for (int row = 0; row < keyed.size(); row++) {
            batches.add(new OnlineMutation.DeleteRow(keyed.key(row), keyed.time(row), sequence));
            batches.applyIfFull();
        }
        batches.apply(Optional.empty());
    }

    /** The position that was moved last, if any. */
    public OptionalLong position(OnlineGroup group) {
        Optional<Cursor> cursor = store.cursor(feed(group));
        return cursor.isPresent() ? OptionalLong.of(cursor.get().position()) : OptionalLong.empty();
    }

    /** The generation that is read, if the group has rows in this store: a group that had some and has none was lost. */
    public OptionalInt served(OnlineGroup group) {
        return store.active(group.table());
    }

    /**
     * Fills a new generation and makes it the served one; the old one is read meanwhile. The generation is the group's, or a
     * later one if that is not the newest of the store. Rows come in any order, and the reader is closed.
     *
     * @return the number of rows that were read
     */
    public long rebuild(OnlineGroup group, FrameReader rows) {
        OnlineTable table = group.table();
        OptionalInt active = store.active(table);
        int generation = active.isPresent() ? Math.max(group.generation(), active.getAsInt() + 1) : first(group);
        long settled = settled(group);
        long count = 0;
        RowLayout layout = layouts.describe(group);
        try (rows;
                SortedRows sorted = new SortedRows(space, table.retention(), settled)) {
            requireColumns(group, rows.schema(), rowSchema(group));
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                add(group, layout, next.get(), sorted);
                count += next.get().rows();
            }
            store.load(table, generation, settled, sorted.sorted());
        }
        store.activate(table, generation, Optional.empty());
        return count;
    }

    private static void add(OnlineGroup group, RowLayout layout, Frame rows, SortedRows into) {
        RowEncoder encoder = new RowEncoder(layout, rows);
        KeyedRows keyed = KeyedRows.of(group, rows);
        ByteSink sink = new ByteSink();
        for (int row = 0; row < rows.rows(); row++) {
            into.add(keyed.key(row), keyed.time(row), keyed.sequence(row), encoder.encode(sink, row));
        }
    }

    /**
     * Removes rows that are too old for the group's TTL and rows that newer ones have replaced as time went by.
     *
     * @param sequence deletions up to this one are forgotten: no write with a smaller sequence may still be on its way
     * @return the number of rows that were too old
     */
    public long purge(OnlineGroup group, long sequence) {
        long now = now();
        Optional<Duration> ttl = group.spec().ttl();
        long before = ttl.isPresent() ? Visibility.minus(now, Visibility.micros(ttl.get())) : Long.MIN_VALUE;
        return store.purge(new OnlinePurge(group.table(), before, settled(group), sequence));
    }

    /** Removes a group's rows. Its number must not be used again. */
    public void drop(OnlineGroup group) {
        store.drop(group.table());
    }

    private long now() {
        return Times.micros(clock.instant());
    }

    private long settled(OnlineGroup group) {
        return new Visibility(group.spec()).settled(now());
    }

    private static int first(OnlineGroup group) {
        return Math.max(1, group.generation());
    }

    static String feed(OnlineGroup group) {
        return "group/" + group.number();
    }

    private static Schema rowSchema(OnlineGroup group) {
        return group.spec().schema().plus(List.of(HiddenColumns.SEQUENCE));
    }

    private static void requireColumns(OnlineGroup group, Schema given, Schema wanted) {
        for (Field field : wanted.fields()) {
            DataType type = given.findIndex(field.name()).isPresent()
                    ? given.field(field.name()).type()
                    : null;
            if (type == null || !RowEncoder.fits(type, field.type())) {
                throw OnlineError.BAD_ROWS.because("Rows for the feature group '"
                        + group.spec().name() + "' need the column '" + field.name() + "' of type " + field.type()
                        + "; they have " + given.fields() + ".");
            }
        }
    }

    /** Mutations on their way to the store, some thousand at a time. */
    private final class Batches {
        private final OnlineGroup group;
        private final int generation;
        private final long settled;
        private List<OnlineMutation> waiting = new ArrayList<>();
        private long bytes;

        Batches(OnlineGroup group) {
            this.group = group;
            this.settled = settled(group);
            OptionalInt active = store.active(group.table());
            this.generation = active.orElse(first(group));
            if (active.isEmpty()) {
                store.activate(group.table(), generation, Optional.empty());
            }
        }

        void add(OnlineMutation mutation) {
            waiting.add(mutation);
            bytes += mutation.key().length + (mutation instanceof OnlineMutation.PutRow put ? put.value().length : 0);
        }

        void applyIfFull() {
            if (waiting.size() >= BATCH_ROWS || bytes >= BATCH_BYTES) {
                apply(Optional.empty());
            }
        }

        void apply(Optional<Cursor> cursor) {
            store.apply(new OnlineBatch(group.table(), generation, waiting, settled, cursor));
            waiting = new ArrayList<>();
            bytes = 0;
        }
    }
}
