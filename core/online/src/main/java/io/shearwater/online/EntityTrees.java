package io.shearwater.online;

import io.shearwater.aggregate.EventColumns;
import io.shearwater.aggregate.EventTree;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Makes the rows that are kept of entities from all of their events. */
final class EntityTrees {
    private EntityTrees() {}

    /** The rows of an entity that has none. */
    static EventTree.Rows nothing() {
        return new Rows(id -> null);
    }

    /** The rows of an entity, as they are stored and as they become. */
    static final class Rows implements EventTree.Rows {
        private final LongFunction<byte @Nullable []> stored;
        private final NavigableMap<Long, byte[]> rows = new TreeMap<>();

        Rows(LongFunction<byte @Nullable []> stored) {
            this.stored = stored;
        }

        @Override
        public byte @Nullable [] row(long id) {
            byte[] changed = rows.get(id);
            return changed == null ? stored.apply(id) : changed;
        }

        @Override
        public void put(long id, byte[] row) {
            rows.put(id, row);
        }

        /** The rows that were put, by their places. */
        NavigableMap<Long, byte[]> changed() {
            return Collections.unmodifiableNavigableMap(rows);
        }
    }

    /** Takes the rows of an entity, and the newest sequence of its events. */
    interface Made {
        void of(byte[] entity, long sequence, NavigableMap<Long, byte[]> rows);
    }

    /**
     * Goes over entities one after the other.
     *
     * @param events by the primary key, then in order
     * @return the number of events that were read
     */
    static long each(EventCodec codec, FrameReader events, Made into) {
        long count = 0;
        EventTree tree = new EventTree(codec.layout(), new Rows(id -> null));
        Loaded current = null;
        for (Optional<Frame> next = events.next(); next.isPresent(); next = events.next()) {
            EventCodec.Rows source = codec.rows(next.get());
            EventColumns counted = new EventColumns(codec.layout());
            count += source.size();
            for (int row = 0; row < source.size(); row++) {
                byte[] entity = source.entity(row);
                if (entity == null || !source.append(row, counted)) {
                    continue;
                }
                if (current == null || !Arrays.equals(current.entity, entity)) {
                    if (current != null) {
                        current.end(tree, into);
                    }
                    current = new Loaded(entity, tree);
                }
                current.loading.add(counted, counted.size() - 1);
            }
        }
        if (current != null) {
            current.end(tree, into);
        }
        return count;
    }

    /** An entity whose events come. */
    private static final class Loaded {
        private final byte[] entity;
        private final Rows rows = new Rows(id -> null);
        private final EventTree.Loading loading;

        Loaded(byte[] entity, EventTree tree) {
            this.entity = entity;
            this.loading = tree.over(rows).load();
        }

        void end(EventTree tree, Made into) {
            loading.end();
            into.of(entity, tree.sequence(), rows.changed());
        }
    }
}
