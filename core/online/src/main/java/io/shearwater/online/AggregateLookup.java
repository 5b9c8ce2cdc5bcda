package io.shearwater.online;

import io.shearwater.aggregate.AggregateProgram;
import io.shearwater.aggregate.EntityAggregates;
import io.shearwater.model.Aggregate;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import io.shearwater.online.VectorPlan.Lookup;
import io.shearwater.spi.OnlineHistory;
import io.shearwater.spi.OnlineRead;
import io.shearwater.spi.OnlineStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Computes the row of one lookup of aggregates, as of the time that is asked for. Thread-safe. */
final class AggregateLookup {
    private final Lookup lookup;
    private final OnlineStore store;
    private final EventCodec codec;
    private final EventCodec.Reader reader;
    private final List<Aggregate> wanted;
    private final EntityAggregates aggregates;
    private final Map<String, Integer> results = new HashMap<>();
    private final String time;
    private final long knownAfter;
    private final Optional<RowFilter> filter;

    AggregateLookup(Lookup lookup, OnlineStore store) {
        FeatureGroupSpec group = lookup.group().spec();
        this.lookup = lookup;
        this.store = store;
        this.codec = new EventCodec(group);
        this.wanted = group.aggregation().orElseThrow().aggregates().stream()
                .filter(aggregate -> lookup.columns().contains(aggregate.name()))
                .map(aggregate -> lookup.strictly() ? aggregate.excludeCurrent() : aggregate)
                .toList();
        AggregateProgram program = new AggregateProgram(wanted, group.stored().schema());
        this.reader = codec.reader(program);
        this.aggregates = new EntityAggregates(program);
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
        return new Found(
                aggregates.at(reader.frame(List.of()), now.from(), now.to()), FeatureVector.NONE, FeatureVector.NONE);
    }

    /** Reads an entity as of a time. */
    Found read(byte[] entity, Moment now) {
        long upTo = Visibility.minus(now.to(), knownAfter);
        long from = Math.max(EventLadder.ROOT, aggregates.earliest(now.to()));
        List<EventLeaf> leaves = leaves(entity, from, upTo);
        List<StoredEvent> seen = new ArrayList<>();
        for (EventLeaf leaf : leaves) {
            for (StoredEvent event : leaf.events()) {
                if (event.time() <= upTo && event.time() >= from) {
                    seen.add(event);
                }
            }
        }
        StoredEvent latest = latest(entity, leaves, upTo, now.from());
        long sequence = leaves.isEmpty() ? FeatureVector.NONE : leaves.getLast().sequence();
        return new Found(
                aggregates.at(reader.frame(seen), now.from(), now.to()),
                latest == null ? FeatureVector.NONE : latest.time(),
                sequence);
    }

    /** The leaves that cover a stretch of time, of one moment. */
    private List<EventLeaf> leaves(byte[] entity, long from, long upTo) {
        while (true) {
            EventLeaf first = newest(entity, from);
            if (first == null) {
                // There is always a leaf where time begins.
                return List.of();
            }
            if (first.covers(upTo)) {
                return List.of(first);
            }
            List<EventLeaf> leaves = new ArrayList<>();
            TimeRange range =
                    new TimeRange(OptionalLong.of(first.start() - 1), OptionalLong.of(Math.max(first.start(), upTo)));
            store.history(
                    new OnlineHistory(lookup.group().table(), entity, range, Integer.MAX_VALUE),
                    (key, start, sequence, value) -> leaves.add(codec.leaf(start, sequence, value)));
            Collections.reverse(leaves);
            // A deletion may have put stretches together meanwhile.
            if (!leaves.isEmpty() && leaves.getFirst().start() == first.start()) {
                return leaves;
            }
        }
    }

    private @Nullable EventLeaf newest(byte[] entity, long upTo) {
        AtomicReference<@Nullable EventLeaf> found = new AtomicReference<>();
        store.read(
                new OnlineRead(
                        List.of(entity), List.of(lookup.group().table()), new long[] {Math.max(EventLadder.ROOT, upTo)
                        }),
                (key, table, start, sequence, value) -> found.set(codec.leaf(start, sequence, value)));
        return found.get();
    }

    /** The latest event that is seen, in a window or not. */
    private @Nullable StoredEvent latest(byte[] entity, List<EventLeaf> leaves, long upTo, long now) {
        for (EventLeaf leaf : leaves.reversed()) {
            StoredEvent latest = latest(leaf, upTo, now);
            if (latest != null) {
                return latest;
            }
        }
        EventLeaf before = leaves.isEmpty() ? null : leaves.getFirst();
        while (before != null && before.start() > EventLadder.ROOT) {
            before = newest(entity, before.start() - 1);
            StoredEvent latest = before == null ? null : latest(before, upTo, now);
            if (latest != null) {
                return latest;
            }
        }
        return null;
    }

    private @Nullable StoredEvent latest(EventLeaf leaf, long upTo, long now) {
        for (StoredEvent event : leaf.events().reversed()) {
            if (event.time() <= upTo && (!lookup.strictly() || event.end() < now)) {
                return event;
            }
        }
        return null;
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
