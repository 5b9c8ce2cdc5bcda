package io.shearwater.online;

import io.shearwater.aggregate.TiledAggregates;
import io.shearwater.model.OnlineCheck;
import io.shearwater.model.TimeRange;
import io.shearwater.spi.OnlineHistory;
import io.shearwater.spi.OnlineStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares the rows that are kept of entities with those that their events in history make. Not thread-safe. */
final class AggregateCheck {
    private static final int EXAMPLES = 10;

    private final OnlineStore store;
    private final OnlineGroup group;
    private final KeyCodec codec;
    private final List<Map<String, @Nullable Object>> examples = new ArrayList<>();
    private long entities;
    private long missing;
    private long different;

    AggregateCheck(OnlineStore store, OnlineGroup group) {
        this.store = store;
        this.group = group;
        this.codec = KeyCodec.of(group.spec());
    }

    /** An entity, with the rows that its events make. */
    void entity(byte[] entity, NavigableMap<Long, byte[]> expected) {
        entities++;
        NavigableMap<Long, byte[]> stored = new TreeMap<>();
        store.history(
                new OnlineHistory(group.table(), entity, TimeRange.ALL, Integer.MAX_VALUE),
                (key, place, sequence, value) -> {
                    byte[] row = new byte[value.remaining()];
                    value.get(row);
                    stored.put(place, row);
                });
        if (stored.isEmpty()) {
            missing++;
            example(entity);
        } else if (!isSame(expected, stored)) {
            different++;
            example(entity);
        }
    }

    /** Rows of no bytes are where others were. */
    private static boolean isSame(NavigableMap<Long, byte[]> expected, NavigableMap<Long, byte[]> stored) {
        stored.values().removeIf(row -> row.length == 0);
        long rows = expected.values().stream().filter(row -> row.length > 0).count();
        return stored.size() == rows
                && stored.entrySet().stream()
                        .allMatch(row -> Arrays.equals(row.getValue(), expected.get(row.getKey())));
    }

    private void example(byte[] entity) {
        if (examples.size() < EXAMPLES) {
            Object[] values = codec.decode(ByteBuffer.wrap(entity));
            Map<String, @Nullable Object> key = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                key.put(group.spec().primaryKey().get(i), values[i]);
            }
            examples.add(key);
        }
    }

    /** What came of it, once all entities of history were compared. */
    OnlineCheck result() {
        long[] online = {0};
        TimeRange first =
                new TimeRange(OptionalLong.of(TiledAggregates.ROOT - 1), OptionalLong.of(TiledAggregates.ROOT));
        store.history(
                new OnlineHistory(group.table(), new byte[0], first, 1), (key, place, sequence, value) -> online[0]++);
        long surplus = Math.max(0, online[0] - (entities - missing));
        return new OnlineCheck(group.spec().ref(), entities, missing, different, surplus, examples);
    }
}
