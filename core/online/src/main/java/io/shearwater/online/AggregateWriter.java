package io.shearwater.online;

import io.shearwater.aggregate.EventColumns;
import io.shearwater.aggregate.EventTree;
import io.shearwater.aggregate.TileLayout;
import io.shearwater.aggregate.TiledAggregates;
import io.shearwater.model.Aggregate;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.Column;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.OnlineCheck;
import io.shearwater.spi.Cursor;
import io.shearwater.spi.OnlineBatch;
import io.shearwater.spi.OnlineMutation;
import io.shearwater.spi.OnlinePurge;
import io.shearwater.spi.OnlineRowsAt;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps online, for groups of aggregates, the events that their aggregates are computed of. Frames have the columns of the events'
 * group, in any order, and the write sequence. What a call wrote is durable and read by all when it returns; making it again
 * changes nothing. Thread-safe for different groups; calls for one group come one by one.
 */
public final class AggregateWriter {
    private static final int BATCH_ROWS = 4_096;
    private static final long BATCH_BYTES = 8L << 20;
    /** Of these rows nothing is ever superseded. */
    private static final long SETTLED = Long.MIN_VALUE;

    private final OnlineStore store;
    private final LoadSpace space;

    public AggregateWriter(OnlineStore store, LoadSpace space) {
        this.store = store;
        this.space = space;
    }

    /** What is kept of a group and what a request reads, for people. */
    public static String explain(OnlineGroup group) {
        FeatureGroupSpec spec = group.spec();
        Aggregation aggregation = spec.aggregation().orElseThrow();
        long bytes = aggregation.bytesOfEvent(spec.stored());
        StringBuilder text = new StringBuilder("aggregates of '" + spec.name() + "' online: the events of each "
                + spec.primaryKey() + ", about " + bytes + " bytes each and " + 1_000 * bytes
                + " for a key with 1000 events before they are packed by column, by time in rows of at most "
                + EventTree.MOST
                + ", and the states of longer stretches over them; a vector is put together of the states inside of its "
                + "windows and the events at their ends:");
        Map<AggregationWindow, List<String>> windows = new LinkedHashMap<>();
        for (Aggregate aggregate : aggregation.aggregates()) {
            windows.computeIfAbsent(aggregate.window(), window -> new ArrayList<>())
                    .add(aggregate.name());
        }
        windows.forEach((window, names) -> text.append("\n  ")
                .append(window)
                .append(": ")
                .append(names)
                .append(": ")
                .append(TiledAggregates.explain(window)));
        TileLayout layout =
                new TileLayout(aggregation.aggregates(), spec.stored().schema());
        layout.explain().forEach(line -> text.append("\n  ").append(line));
        return text.toString();
    }

    /**
     * Takes in events, and moves the group's position with the last of them: one whose row is there takes its place. Does nothing
     * to a group that was not loaded yet: the load brings them.
     */
    public void merge(OnlineGroup group, Frame events, long position) {
        OptionalInt active = store.active(group.table());
        if (active.isEmpty()) {
            return;
        }
        EventCodec codec = new EventCodec(group.spec());
        Batch batch = new Batch(group, active.getAsInt());
        Map<ByteBuffer, Own> entities = new LinkedHashMap<>();
        EventCodec.Rows rows = codec.rows(events);
        for (int row = 0; row < rows.size(); row++) {
            byte[] entity = rows.entity(row);
            if (entity != null) {
                Own own = entities.computeIfAbsent(
                        ByteBuffer.wrap(entity), key -> new Own(entity, new EventColumns(codec.layout())));
                rows.append(row, own.events());
            }
        }
        EventTree tree = new EventTree(codec.layout(), EntityTrees.nothing());
        // Of some entities the condition may pass no event: what is kept of them, if anything, stays.
        entities.values().removeIf(own -> own.events().size() == 0);
        for (Own own : entities.values()) {
            EntityTrees.Rows changed = new EntityTrees.Rows(id -> stored(group.table(), own.entity(), id));
            try {
                tree.over(changed).merge(own.events());
                long sequence = tree.sequence();
                changed.changed().forEach((id, row) -> batch.put(own.entity(), id, row, sequence));
            } catch (IndexOutOfBoundsException broken) {
                throw codec.damaged(broken);
            }
            batch.applyIfFull();
        }
        batch.apply(Optional.of(new Cursor(OnlineWriter.feed(group), position)));
    }

    /** An entity and the events that come to it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Own(byte[] entity, EventColumns events) {}

    private byte @Nullable [] stored(OnlineTable table, byte[] entity, long id) {
        AtomicReference<byte @Nullable []> found = new AtomicReference<>();
        store.readAt(new OnlineRowsAt(table, List.of(entity), new long[] {id}), (key, at, time, sequence, value) -> {
            byte[] row = new byte[value.remaining()];
            value.get(row);
            found.set(row);
        });
        return found.get();
    }

    /**
     * Sets entities back: after it exactly these events are theirs.
     *
     * @param keys with the group's primary key; may name an entity more than once
     * @param events what history has of these entities now, by the group's primary key, then in order; closed
     * @param sequence of the commit that took events away
     */
    public void replace(OnlineGroup group, Frame keys, FrameReader events, long sequence) {
        OptionalInt active = store.active(group.table());
        EventCodec codec = new EventCodec(group.spec());
        try (events) {
            if (active.isEmpty()) {
                return;
            }
            Column[] columns =
                    group.spec().primaryKey().stream().map(keys::column).toArray(Column[]::new);
            ByteSink sink = new ByteSink();
            Map<ByteBuffer, byte[]> left = new LinkedHashMap<>();
            for (int row = 0; row < keys.rows(); row++) {
                byte[] key = EventCodec.entityKey(sink, columns, row);
                if (key != null) {
                    left.put(ByteBuffer.wrap(key), key);
                }
            }
            Batch batch = new Batch(group, active.getAsInt());
            EntityTrees.each(codec, events, (entity, newest, rows) -> {
                left.remove(ByteBuffer.wrap(entity));
                batch.add(new OnlineMutation.DeleteEntity(entity, sequence));
                rows.forEach((id, row) -> batch.put(entity, id, row, Math.max(sequence, newest)));
                batch.applyIfFull();
            });
            for (byte[] entity : left.values()) {
                batch.add(new OnlineMutation.DeleteEntity(entity, sequence));
                batch.applyIfFull();
            }
            batch.apply(Optional.empty());
        }
    }

    /**
     * Fills a new generation with all events and makes it the served one; the old one is read meanwhile.
     *
     * @param events by the group's primary key, then in order; closed
     * @return the number of events that were read
     */
    public long rebuild(OnlineGroup group, FrameReader events) {
        OnlineTable table = group.table();
        OptionalInt active = store.active(table);
        int generation = Math.max(Math.max(1, group.generation()), active.orElse(0) + 1);
        EventCodec codec = new EventCodec(group.spec());
        try (events;
                SortedRows sorted = new SortedRows(space, table.retention(), SETTLED)) {
            long count = EntityTrees.each(
                    codec,
                    events,
                    (entity, newest, rows) -> rows.forEach((id, row) -> sorted.add(entity, id, newest, row)));
            store.load(table, generation, SETTLED, sorted.sorted());
            store.activate(table, generation, Optional.empty());
            return count;
        }
    }

    /**
     * Compares what is kept of each entity with its events in history, byte by byte.
     *
     * @param events by the group's primary key, then in order; closed
     */
    public OnlineCheck check(OnlineGroup group, FrameReader events) {
        EventCodec codec = new EventCodec(group.spec());
        AggregateCheck check = new AggregateCheck(store, group);
        try (events) {
            EntityTrees.each(codec, events, (entity, sequence, rows) -> check.entity(entity, rows));
            return check.result();
        }
    }

    /** Forgets deletions that no write can concern any more: all up to a commit of the events. */
    public void purge(OnlineGroup group, long sequence) {
        store.purge(new OnlinePurge(group.table(), Long.MIN_VALUE, SETTLED, sequence));
    }

    /** Mutations on their way to the store; those of an entity go in one. */
    private final class Batch {
        private final OnlineGroup group;
        private final int generation;
        private List<OnlineMutation> waiting = new ArrayList<>();
        private long bytes;

        Batch(OnlineGroup group, int generation) {
            this.group = group;
            this.generation = generation;
        }

        void put(byte[] entity, long id, byte[] row, long sequence) {
            bytes += row.length;
            add(new OnlineMutation.PutRow(entity, id, sequence, row));
        }

        void add(OnlineMutation mutation) {
            waiting.add(mutation);
        }

        void applyIfFull() {
            if (waiting.size() >= BATCH_ROWS || bytes >= BATCH_BYTES) {
                apply(Optional.empty());
            }
        }

        void apply(Optional<Cursor> cursor) {
            store.apply(new OnlineBatch(group.table(), generation, waiting, SETTLED, cursor));
            waiting = new ArrayList<>();
            bytes = 0;
        }
    }
}
