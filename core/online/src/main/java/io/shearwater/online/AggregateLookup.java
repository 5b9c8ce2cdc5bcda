package io.shearwater.online;

import io.shearwater.aggregate.TileReading;
import io.shearwater.aggregate.TiledAggregates;
import io.shearwater.model.Aggregate;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Times;
import io.shearwater.online.VectorPlan.Lookup;
import io.shearwater.spi.OnlineRowsAt;
import io.shearwater.spi.OnlineStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Computes the row of one lookup of aggregates, as of the time that is asked for. Thread-safe. */
final class AggregateLookup {
    /** A time at which nothing had happened. */
    static final long BEGINNING = -1L << 60;

    /** So often rows are read that change meanwhile, or that name one another. */
    private static final int ROUNDS = 1_000;

    private final Lookup lookup;
    private final OnlineStore store;
    private final EventCodec codec;
    private final TiledAggregates aggregates;
    /** What readings take to make is worth keeping. */
    private final Queue<TileReading> readings = new ConcurrentLinkedQueue<>();

    private final Map<String, Integer> results = new HashMap<>();
    private final String time;
    private final long knownAfter;
    private final Optional<RowFilter> filter;
    /** What was served when this was made; another one may be of other aggregates. */
    private final int generation;

    AggregateLookup(Lookup lookup, OnlineStore store) {
        FeatureGroupSpec group = lookup.group().spec();
        this.lookup = lookup;
        this.store = store;
        this.generation = store.active(lookup.group().table()).orElse(0);
        this.codec = new EventCodec(group);
        List<Aggregate> wanted = group.aggregation().orElseThrow().aggregates().stream()
                .filter(aggregate -> lookup.columns().contains(aggregate.name()))
                .map(aggregate -> lookup.strictly() ? aggregate.excludeCurrent() : aggregate)
                .toList();
        this.aggregates = new TiledAggregates(codec.layout(), wanted);
        for (int i = 0; i < wanted.size(); i++) {
            results.put(wanted.get(i).name(), i);
        }
        this.time = group.eventTime().orElseThrow().column();
        // On whole microseconds: known from the first one on that is not earlier.
        this.knownAfter = Math.ceilDiv(
                group.stored().eventTime().orElseThrow().knownAfter().toNanos(), 1_000L);
        this.filter = lookup.filter().passesAll()
                ? Optional.empty()
                : Optional.of(RowFilter.of(lookup.filter(), lookup.columns()::indexOf));
    }

    Lookup lookup() {
        return lookup;
    }

    /**
     * The aggregates of an entity.
     *
     * @param values of the aggregates, by {@link #results}
     * @param latest microseconds: the time of the latest event that was seen; {@link FeatureVector#NONE} where the entity had none
     */
    record Found(List<@Nullable Object> values, long latest, long sequence) {}

    /**
     * What is asked for.
     *
     * @param from its first microsecond
     * @param to its last one: later only where a day is asked for
     */
    record Moment(long from, long to) {}

    /** Of a key that is null, which has no events. */
    Found none(Moment now) {
        TileReading reading = reading();
        TiledAggregates.Moment moment = moment(now);
        reading.read(new TiledAggregates.Rows(), moment, lookup.strictly());
        Found found = found(reading, moment);
        readings.add(reading);
        return found;
    }

    private TileReading reading() {
        TileReading free = readings.poll();
        return free == null ? aggregates.reading() : free;
    }

    private TiledAggregates.Moment moment(Moment now) {
        return new TiledAggregates.Moment(
                now.from(), now.to(), Visibility.minus(now.to(), knownAfter), codec.over(now.from()));
    }

    private static Found found(TileReading reading, TiledAggregates.Moment moment) {
        return new Found(
                reading.values(moment),
                reading.latest() == TileReading.NONE ? FeatureVector.NONE : reading.latest(),
                reading.sequence() == TileReading.NONE ? FeatureVector.NONE : reading.sequence());
    }

    /**
     * Reads entities, each as of a time.
     *
     * @param keys an entity may be named more than once
     */
    List<Found> read(List<byte[]> keys, List<Moment> moments) {
        List<Asked> asked = new ArrayList<>(keys.size());
        Map<Moment, TiledAggregates.Moment> known = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            asked.add(new Asked(keys.get(i), known.computeIfAbsent(moments.get(i), this::moment)));
        }
        TileReading reading = reading();
        List<Asked> waiting = asked;
        for (int round = 0; !waiting.isEmpty(); round++) {
            if (round == ROUNDS) {
                throw codec.damaged(new IndexOutOfBoundsException("rows that do not belong together"));
            }
            waiting = round(reading, waiting);
        }
        readings.add(reading);
        return asked.stream().map(Asked::found).toList();
    }

    /** Reads the rows that are missing, and gives those of which some still are. */
    private List<Asked> round(TileReading reading, List<Asked> waiting) {
        List<byte[]> keys = new ArrayList<>();
        List<Asked> of = new ArrayList<>();
        long[] times =
                new long[waiting.stream().mapToInt(one -> one.missing.length).sum()];
        for (Asked one : waiting) {
            for (long id : one.missing) {
                times[keys.size()] = id;
                keys.add(one.entity);
                of.add(one);
            }
        }
        try {
            store.readAt(
                    new OnlineRowsAt(lookup.group().table(), keys, times),
                    (key, table, time, sequence, value) -> of.get(key).take(reading, time, value));
            return waiting.stream().filter(one -> !one.isAnswered(reading)).toList();
        } catch (IndexOutOfBoundsException broken) {
            throw unreadable(broken);
        }
    }

    private ShearwaterException unreadable(IndexOutOfBoundsException broken) {
        OnlineGroup group = lookup.group();
        int active = store.active(group.table()).orElse(0);
        return active == generation && active >= group.generation()
                ? codec.damaged(broken)
                : OnlineError.SCHEMA_CHANGED.because(
                        "The group '" + group.spec().name()
                                + "' was given more aggregates, and what is kept online of its "
                                + "events is being loaded for them. Ask again; where the process that did it ended before, "
                                + "rebuild the group online.",
                        broken);
    }

    /** An entity as of a time, until it is found. */
    private final class Asked {
        private final byte[] entity;
        private final TiledAggregates.Moment moment;
        private TiledAggregates.Rows rows = new TiledAggregates.Rows();
        private long[] missing = {TiledAggregates.ROOT};
        /** Whether the first row was read as it came. */
        private boolean isRead;

        private @Nullable Found found;

        Asked(byte[] entity, TiledAggregates.Moment moment) {
            this.entity = entity;
            this.moment = moment;
        }

        Found found() {
            return Objects.requireNonNull(found);
        }

        /** Takes a row; of most entities the first one is enough, and is read where it lies. */
        void take(TileReading reading, long id, ByteBuffer value) {
            if (id == TiledAggregates.ROOT && value.hasArray()) {
                rows.root(value.array(), value.arrayOffset() + value.position());
                isRead = true;
                if (read(reading)) {
                    return;
                }
            }
            byte[] row = new byte[value.remaining()];
            value.get(row);
            if (id == TiledAggregates.ROOT) {
                rows.root(row, 0);
            } else {
                rows.put(id, row);
            }
        }

        /** Whether the rows are there; else the missing ones are known. */
        boolean isAnswered(TileReading reading) {
            if (isRead) {
                isRead = false;
                return found != null;
            }
            if (!rows.isLacking(missing)) {
                return read(reading);
            }
            // A row was named that is not there any more.
            beginAgain();
            return false;
        }

        private boolean read(TileReading reading) {
            if (reading.read(rows, moment, lookup.strictly())) {
                found = AggregateLookup.found(reading, moment);
                return true;
            }
            missing = reading.missing();
            if (reading.isTorn()) {
                beginAgain();
            }
            return false;
        }

        private void beginAgain() {
            rows = new TiledAggregates.Rows();
            missing = new long[] {TiledAggregates.ROOT};
        }
    }

    /** Gives a vector what was found; a row that the filter refuses is as if there were none, and no aggregate of it. */
    void give(VectorDraft draft, Found found, Moment now) {
        List<String> columns = lookup.columns();
        @Nullable Object[] row = new @Nullable Object[columns.size()];
        List<String> primaryKey = lookup.group().spec().primaryKey();
        for (int i = 0; i < row.length; i++) {
            String column = columns.get(i);
            Integer result = results.get(column);
            if (result != null) {
                row[i] = found.values().get(result);
            } else if (column.equals(time)) {
                row[i] = Times.instant(now.to());
            } else {
                row[i] = draft.value(lookup.key().get(primaryKey.indexOf(column)));
            }
        }
        if (filter.isPresent() && !filter.get().passes(row)) {
            return;
        }
        if (found.latest() == FeatureVector.NONE) {
            draft.counted(lookup, row);
        } else {
            draft.found(lookup, row, found.latest(), found.sequence());
        }
    }
}
