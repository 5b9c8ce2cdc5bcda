package io.shearwater.online;

import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import io.shearwater.spi.OnlineHistory;
import io.shearwater.spi.OnlineStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of entities through time: of a TTL group all that were not purged, of others the current row and those that wait
 * for their time. Thread-safe.
 */
public final class HistoryReader {
    private final OnlineStore store;
    private final Layouts layouts;

    public HistoryReader(OnlineStore store) {
        this.store = store;
        this.layouts = new Layouts(store);
    }

    /**
     * Rows with the group's columns, by key, newest first within an entity.
     *
     * @param key the primary key, or its leading columns for all entities that begin with them; empty for every entity
     * @param range of event time, of a date its first microsecond in the group's zone; rows in the future are included if it
     *     includes them
     * @param most the greatest number of rows of each entity
     */
    public Frame rows(OnlineGroup group, Map<String, ?> key, TimeRange range, int most) {
        FeatureGroupSpec spec = group.spec();
        if (spec.eventTime().isEmpty() && !range.equals(TimeRange.ALL)) {
            throw OnlineError.BAD_REQUEST.because("The feature group '" + spec.name()
                    + "' has no event time, so its rows cannot be chosen by one. Read with TimeRange.ALL.");
        }
        byte[] prefix = prefix(spec, key);
        OnlineHistory request = new OnlineHistory(group.table(), prefix, range, most);
        Rows rows = new Rows(group, layouts);
        do {
            rows.clear();
            store.history(request, (entity, eventTime, sequence, value) -> rows.add(entity, eventTime, value));
        } while (rows.learnt());
        return rows.frame.build();
    }

    /** How many entities have a row that is valid at a moment: known by then, and within its TTL. */
    public long entities(OnlineGroup group, Instant at) {
        long now = Times.micros(at);
        Visibility visibility = new Visibility(group.spec());
        long oldest = group.spec()
                .ttl()
                .map(ttl -> Visibility.minus(now, Visibility.micros(ttl)))
                .orElse(Long.MIN_VALUE);
        TimeRange known = new TimeRange(OptionalLong.empty(), OptionalLong.of(visibility.upTo(now)));
        long[] count = {0};
        store.history(new OnlineHistory(group.table(), new byte[0], known, 1), (entity, eventTime, sequence, value) -> {
            if (visibility.timeless() || eventTime >= oldest) {
                count[0]++;
            }
        });
        return count[0];
    }

    private static byte[] prefix(FeatureGroupSpec spec, Map<String, ?> key) {
        Schema schema = spec.schema().select(spec.primaryKey());
        for (String name : key.keySet()) {
            if (!schema.contains(name)) {
                throw OnlineError.UNKNOWN_NAME.because("The primary key of the feature group '" + spec.name() + "' is "
                        + schema.names() + "; it has no '" + name + "'." + Names.didYouMean(name, schema.names()));
            }
        }
        Object[] values = new Object[key.size()];
        for (int i = 0; i < values.length; i++) {
            Field field = schema.field(i);
            Object value = key.get(field.name());
            if (value == null) {
                throw OnlineError.MISSING_KEY.because("Rows of the feature group '" + spec.name()
                        + "' are read by leading columns of its primary key " + schema.names() + "; " + key.keySet()
                        + " leaves out '" + field.name() + "', or has no value for it.");
            }
            ColumnBuilder column = ColumnBuilder.of(field.name(), field.type(), 1);
            column.append(value);
            values[i] = column.build().valueAt(0);
        }
        return KeyCodec.of(spec).encode(values);
    }

    /** Collects rows as they come. */
    private static final class Rows {
        private final KeyCodec codec;
        private final RowReader reader;
        private final Schema schema;
        private FrameBuilder frame;
        private int unknown;
        private final @Nullable Object[] stored;
        private final @Nullable Object[] row;
        private final int[] storedAt;
        private final int[] keyAt;
        private final int timeAt;

        Rows(OnlineGroup group, Layouts layouts) {
            FeatureGroupSpec spec = group.spec();
            schema = spec.schema();
            List<String> names =
                    RowLayout.storedFields(spec).stream().map(Field::name).toList();
            codec = KeyCodec.of(spec);
            reader = new RowReader(group, layouts, names);
            frame = new FrameBuilder(schema, 0);
            stored = new @Nullable Object[names.size()];
            row = new @Nullable Object[schema.size()];
            storedAt = names.stream().mapToInt(schema::index).toArray();
            keyAt = spec.primaryKey().stream().mapToInt(schema::index).toArray();
            timeAt = spec.eventTime()
                    .filter(time -> !names.contains(time.column()))
                    .map(time -> schema.index(time.column()))
                    .orElse(VectorPlan.NONE);
        }

        void clear() {
            frame = new FrameBuilder(schema, 64);
            unknown = RowReader.READ;
        }

        /** Whether a row was of an unknown schema version, which is known now: the rows have to be read again. */
        boolean learnt() {
            if (unknown != RowReader.READ) {
                reader.learn(unknown);
            }
            return unknown != RowReader.READ;
        }

        void add(ByteBuffer key, long eventTime, ByteBuffer value) {
            int version = reader.read(value, stored);
            if (version != RowReader.READ) {
                unknown = version;
                return;
            }
            for (int i = 0; i < storedAt.length; i++) {
                row[storedAt[i]] = stored[i];
            }
            Object[] keys = codec.decode(key);
            for (int i = 0; i < keyAt.length; i++) {
                row[keyAt[i]] = keys[i];
            }
            if (timeAt != VectorPlan.NONE) {
                row[timeAt] = Times.instant(eventTime);
            }
            frame.append(row);
        }
    }
}
