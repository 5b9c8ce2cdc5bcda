package io.shearwater.online;

import io.shearwater.model.Aggregate;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.Column;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.spi.Cursor;
import io.shearwater.spi.OnlineBatch;
import io.shearwater.spi.OnlineMutation;
import io.shearwater.spi.OnlineRead;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps online, for groups of aggregates, the events that their aggregates are computed of. Frames have the columns of the events'
 * group, in any order, and the write sequence. What a call wrote is durable and read by all when it returns; making it again
 * changes nothing. Thread-safe for different groups; calls for one group come one by one.
 */
public final class AggregateWriter {
    private static final int BATCH_ROWS = 4_096;
    private static final long BATCH_BYTES = 8L << 20;
    /** Of leaves nothing is ever superseded. */
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
        StringBuilder text = new StringBuilder("aggregates of '" + spec.name() + "' online: the events of each "
                + spec.primaryKey() + ", about " + aggregation.bytesOfEvent(spec.stored())
                + " bytes each, by time in leaves of at "
                + "most " + EventLadder.MOST + "; a vector is computed of those that its windows see:");
        Map<AggregationWindow, List<String>> windows = new LinkedHashMap<>();
        for (Aggregate aggregate : aggregation.aggregates()) {
            windows.computeIfAbsent(aggregate.window(), window -> new ArrayList<>())
                    .add(aggregate.name());
        }
        windows.forEach((window, names) ->
                text.append("\n  ").append(window).append(": ").append(names));
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
        Batch batch = new Batch(group, active.getAsInt(), codec);
        Map<ByteBuffer, Own> entities = new LinkedHashMap<>();
        EventCodec.Rows rows = codec.rows(events);
        for (int row = 0; row < rows.size(); row++) {
            byte[] entity = rows.entity(row);
            StoredEvent event = entity == null ? null : rows.event(row);
            if (entity != null && event != null) {
                entities.computeIfAbsent(ByteBuffer.wrap(entity), key -> new Own(entity, new ArrayList<>()))
                        .events()
                        .add(event);
            }
        }
        for (Own own : entities.values()) {
            own.events().sort(StoredEvent.ORDER);
            merge(batch, own.entity(), own.events());
            batch.applyIfFull();
        }
        batch.apply(Optional.of(new Cursor(OnlineWriter.feed(group), position)));
    }

    /** An entity and the events that come to it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Own(byte[] entity, List<StoredEvent> events) {}

    private void merge(Batch batch, byte[] entity, List<StoredEvent> events) {
        NavigableMap<Long, EventLeaf> changed = new TreeMap<>();
        int at = 0;
        while (at < events.size()) {
            EventLeaf leaf = leaf(batch, entity, events.get(at).time(), changed);
            int behind = at;
            while (behind < events.size() && leaf.covers(events.get(behind).time())) {
                behind++;
            }
            EventLadder ladder = new EventLadder(
                    leaf.level(), leaf.start(), leaf.sequence(), next -> changed.put(next.start(), next));
            leaf.with(events.subList(at, behind)).forEach(ladder::add);
            ladder.end();
            at = behind;
        }
        changed.values().forEach(leaf -> batch.put(entity, leaf, 0));
    }

    /** The leaf that an event of a time belongs to, stored or changed, or an empty one. */
    private EventLeaf leaf(Batch batch, byte[] entity, long time, NavigableMap<Long, EventLeaf> changed) {
        long upTo = Math.max(EventLadder.ROOT, time);
        AtomicReference<@Nullable EventLeaf> stored = new AtomicReference<>();
        store.read(
                new OnlineRead(List.of(entity), List.of(batch.group.table()), new long[] {upTo}),
                (key, table, start, sequence, value) -> stored.set(batch.codec.leaf(start, sequence, value)));
        Map.Entry<Long, EventLeaf> own = changed.floorEntry(upTo);
        EventLeaf leaf = stored.get();
        if (own != null && (leaf == null || own.getKey() >= leaf.start())) {
            leaf = own.getValue();
        }
        if (leaf == null) {
            return new EventLeaf(0, EventLadder.ROOT, 0, List.of());
        }
        return leaf.covers(time) ? leaf : EventLadder.between(leaf, time);
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
            Batch batch = new Batch(group, active.getAsInt(), codec);
            entities(codec, events, sequence, (entity, leaves) -> {
                left.remove(ByteBuffer.wrap(entity));
                batch.add(new OnlineMutation.DeleteEntity(entity, sequence));
                leaves.forEach(leaf -> batch.put(entity, leaf, sequence));
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
        ByteSink sink = new ByteSink();
        try (events;
                SortedRows sorted = new SortedRows(space, table.retention(), SETTLED)) {
            long count = entities(
                    codec,
                    events,
                    0,
                    (entity, leaves) -> leaves.forEach(leaf ->
                            sorted.add(entity, leaf.start(), leaf.sequence(), leaf.toBytes(sink, codec.layout()))));
            store.load(table, generation, SETTLED, sorted.sorted());
            store.activate(table, generation, Optional.empty());
            return count;
        }
    }

    /** Takes the leaves of an entity. */
    private interface Leaves {
        void of(byte[] entity, List<EventLeaf> leaves);
    }

    private static long entities(EventCodec codec, FrameReader events, long sequence, Leaves into) {
        long count = 0;
        byte[] current = null;
        List<EventLeaf> leaves = new ArrayList<>();
        Consumer<EventLeaf> collect = leaves::add;
        EventLadder ladder = new EventLadder(0, EventLadder.ROOT, sequence, collect);
        for (Optional<Frame> next = events.next(); next.isPresent(); next = events.next()) {
            EventCodec.Rows rows = codec.rows(next.get());
            count += rows.size();
            for (int row = 0; row < rows.size(); row++) {
                byte[] entity = rows.entity(row);
                StoredEvent event = entity == null ? null : rows.event(row);
                if (entity == null || event == null) {
                    continue;
                }
                if (current == null || !Arrays.equals(current, entity)) {
                    give(current, ladder, leaves, into);
                    current = entity;
                    ladder = new EventLadder(0, EventLadder.ROOT, sequence, collect);
                }
                ladder.add(event);
            }
        }
        give(current, ladder, leaves, into);
        return count;
    }

    private static void give(byte @Nullable [] entity, EventLadder ladder, List<EventLeaf> leaves, Leaves into) {
        if (entity != null) {
            ladder.end();
            leaves.sort(Comparator.comparingLong(EventLeaf::start));
            into.of(entity, leaves);
        }
        leaves.clear();
    }

    /** Mutations on their way to the store; those of an entity go in one. */
    private final class Batch {
        private final OnlineGroup group;
        private final int generation;
        private final EventCodec codec;
        private final ByteSink sink = new ByteSink();
        private List<OnlineMutation> waiting = new ArrayList<>();
        private long bytes;

        Batch(OnlineGroup group, int generation, EventCodec codec) {
            this.group = group;
            this.generation = generation;
            this.codec = codec;
        }

        void put(byte[] entity, EventLeaf leaf, long sequence) {
            byte[] value = leaf.toBytes(sink, codec.layout());
            bytes += value.length;
            add(new OnlineMutation.PutRow(entity, leaf.start(), Math.max(sequence, leaf.sequence()), value));
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
