package io.shearwater.online;

import io.shearwater.model.FeatureVector;
import io.shearwater.model.RequestId;
import io.shearwater.model.RequestIds;
import io.shearwater.model.Times;
import io.shearwater.online.VectorPlan.Batch;
import io.shearwater.online.VectorPlan.Lookup;
import io.shearwater.spi.OnlineRead;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads vectors as of now. The lookups of a level run over all entries of a request at once, equal keys once. Thread-safe.
 */
public final class VectorReader {
    private final VectorPlan plan;
    private final OnlineStore store;
    private final InstantSource clock;
    private final PassedValues passed;
    private final RequestIds ids = new RequestIds();
    private final Layouts layouts;
    private final Map<Integer, RowLookup> lookups = new HashMap<>();
    private final Map<Integer, AggregateLookup> aggregated = new HashMap<>();
    private final List<List<Step>> levels;
    private final List<List<Step>> plainLevels;
    /** For each level the lookups that have a parent; parents before children. */
    private final List<List<Lookup>> children;

    /** A request to the store, compiled: what does not change from one to the next. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Step(
            VectorPlan.Part[] key,
            KeyCodec codec,
            List<OnlineTable> tables,
            RowLookup[][] lookups,
            Optional<AggregateLookup> aggregates) {}

    public VectorReader(OnlineStore store, VectorPlan plan, InstantSource clock) {
        this(store, plan, clock, Set.of());
    }

    /**
     * A reader.
     *
     * @param parameters what requests may name besides, which others take out of the entries
     */
    VectorReader(OnlineStore store, VectorPlan plan, InstantSource clock, Set<String> parameters) {
        this.plan = plan;
        this.store = store;
        this.clock = clock;
        this.passed = new PassedValues(plan, parameters);
        this.layouts = new Layouts(store);
        this.levels = steps(plan.levels());
        this.plainLevels = steps(plan.plainLevels());
        this.children = plan.levels().stream().map(VectorReader::children).toList();
    }

    private static List<Lookup> children(List<Batch> level) {
        return level.stream()
                .flatMap(batch -> batch.tables().stream())
                .flatMap(List::stream)
                .filter(lookup -> lookup.parent() != VectorPlan.NONE)
                .sorted(Comparator.comparingInt(Lookup::index))
                .toList();
    }

    private List<List<Step>> steps(List<List<Batch>> compiled) {
        return compiled.stream()
                .map(level -> level.stream().map(this::step).toList())
                .toList();
    }

    private RowLookup rows(Lookup lookup) {
        return lookups.computeIfAbsent(lookup.index(), index -> new RowLookup(lookup, layouts));
    }

    private AggregateLookup aggregates(Lookup lookup) {
        return aggregated.computeIfAbsent(lookup.index(), index -> new AggregateLookup(lookup, store));
    }

    private Step step(Batch batch) {
        Lookup any = batch.tables().getFirst().getFirst();
        boolean isAggregated = any.group().isAggregated();
        RowLookup[][] byTable = isAggregated
                ? new RowLookup[0][]
                : batch.tables().stream()
                        .map(table -> table.stream().map(this::rows).toArray(RowLookup[]::new))
                        .toArray(RowLookup[][]::new);
        List<OnlineTable> tables = batch.tables().stream()
                .map(table -> table.getFirst().group().table())
                .toList();
        return new Step(
                batch.key().toArray(VectorPlan.Part[]::new),
                KeyCodec.of(any.group().spec()),
                tables,
                byTable,
                isAggregated ? Optional.of(aggregates(any)) : Optional.empty());
    }

    public VectorPlan plan() {
        return plan;
    }

    /**
     * The vector of one entity.
     *
     * @param entry serving keys, and features that the caller knows better: these win over stored values
     * @throws io.shearwater.model.ShearwaterException MISSING_KEY, UNKNOWN_NAME or WRONG_TYPE
     */
    public FeatureVector vector(Map<String, ?> entry) {
        return vectors(List.of(entry)).getFirst();
    }

    /** Vectors of many entities: one for each entry, in order. */
    public List<FeatureVector> vectors(List<? extends Map<String, ?>> entries) {
        VectorDraft[] drafts = read(entries, Times.micros(clock.instant()));
        List<FeatureVector> vectors = new ArrayList<>(drafts.length);
        for (VectorDraft draft : drafts) {
            draft.settle();
            vectors.add(draft.vector());
        }
        return vectors;
    }

    /** What is stored and passed for each entry. */
    VectorDraft[] read(List<? extends Map<String, ?>> entries, long now) {
        return read(entries, now, entry -> new AggregateLookup.Moment(now, now));
    }

    /** As above; aggregates as of a time of each entry's own. Rows are those of now: one that is later is a substitute. */
    VectorDraft[] read(
            List<? extends Map<String, ?>> entries, long now, IntFunction<AggregateLookup.Moment> aggregatedAt) {
        VectorDraft[] drafts = drafts(entries, now);
        for (int entry = 0; entry < drafts.length; entry++) {
            drafts[entry].asOf(aggregatedAt.apply(entry).to());
        }
        List<List<Step>> steps = isPlain(drafts) ? plainLevels : levels;
        for (int level = 0; level < steps.size(); level++) {
            for (Step step : steps.get(level)) {
                run(step, drafts, now, aggregatedAt);
            }
            children.get(level).forEach(child -> settle(child, drafts, aggregatedAt));
        }
        return drafts;
    }

    /** What is passed for each entry; nothing is read. */
    VectorDraft[] drafts(List<? extends Map<String, ?>> entries, long now) {
        VectorDraft[] drafts = new VectorDraft[entries.size()];
        long firstId = ids.reserve(now, drafts.length);
        Set<RequestId> stated = Set.of();
        for (int i = 0; i < drafts.length; i++) {
            Map<String, ?> entry = entries.get(i);
            RequestId own = passed.requestId(entry);
            if (own != null) {
                stated = stated.isEmpty() ? new HashSet<>() : stated;
                requireNew(own, stated);
            }
            drafts[i] = new VectorDraft(plan, own == null ? ids.id(firstId + i) : own, passed.of(entry));
        }
        return drafts;
    }

    private void requireNew(RequestId id, Set<RequestId> stated) {
        if (!stated.add(id)) {
            throw OnlineError.BAD_REQUEST.because("Two entries of a request for vectors of '" + plan.view()
                    + "' state the " + RequestId.NAME + " '" + id.text()
                    + "', which is to tell one vector from all others. Put a number behind it.");
        }
    }

    private boolean isPlain(VectorDraft[] drafts) {
        for (int slot : plan.keyOverrides()) {
            for (VectorDraft draft : drafts) {
                if (draft.passes(slot)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void run(Step step, VectorDraft[] drafts, long now, IntFunction<AggregateLookup.Moment> aggregatedAt) {
        List<byte[]> keys = new ArrayList<>(drafts.length);
        // Entries of one key are chained: the first of each key, and for each entry the next one.
        int[] first = new int[drafts.length];
        int[] next = new int[drafts.length];
        Map<ByteBuffer, Integer> known = drafts.length > 1 ? new HashMap<>() : Map.of();
        ByteSink sink = new ByteSink();
        for (int entry = 0; entry < drafts.length; entry++) {
            if (!drafts[entry].putKey(step.key(), step.codec(), sink.clear())) {
                if (step.aggregates().isPresent()) {
                    AggregateLookup aggregates = step.aggregates().get();
                    AggregateLookup.Moment moment = aggregatedAt.apply(entry);
                    aggregates.give(drafts[entry], aggregates.none(moment), moment);
                }
                continue;
            }
            byte[] key = sink.toBytes();
            int number = keys.size();
            Integer seen = drafts.length > 1 ? known.putIfAbsent(ByteBuffer.wrap(key), number) : null;
            if (seen == null) {
                keys.add(key);
                next[entry] = VectorPlan.NONE;
                first[number] = entry;
            } else {
                next[entry] = first[seen];
                first[seen] = entry;
            }
        }
        if (keys.isEmpty()) {
            return;
        }
        if (step.aggregates().isPresent()) {
            aggregate(step.aggregates().get(), keys, new Chains(first, next), drafts, aggregatedAt);
            return;
        }
        long[] upTo = new long[step.tables().size()];
        for (int table = 0; table < upTo.length; table++) {
            upTo[table] = step.lookups()[table][0].upTo(now);
        }
        // A draft has one key of a step, so that several threads never fill the same one.
        OnlineRead read = new OnlineRead(keys, step.tables(), upTo, true);
        Unknown unknown = new Unknown();
        do {
            unknown.reset();
            store.read(read, (key, table, eventTime, sequence, value) -> {
                for (RowLookup lookup : step.lookups()[table]) {
                    for (int entry = first[key]; entry != VectorPlan.NONE; entry = next[entry]) {
                        unknown.note(lookup, lookup.found(drafts[entry], now, eventTime, sequence, value));
                    }
                }
            });
        } while (unknown.learnt());
    }

    /** The first entry of each key, and for each entry the next one of its key. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chains(int[] first, int[] next) {}

    private static void aggregate(
            AggregateLookup aggregates,
            List<byte[]> keys,
            Chains chains,
            VectorDraft[] drafts,
            IntFunction<AggregateLookup.Moment> aggregatedAt) {
        List<byte[]> entities = new ArrayList<>(keys.size());
        List<AggregateLookup.Moment> moments = new ArrayList<>(keys.size());
        int[] place = new int[drafts.length];
        for (int key = 0; key < keys.size(); key++) {
            int begin = entities.size();
            for (int entry = chains.first()[key]; entry != VectorPlan.NONE; entry = chains.next()[entry]) {
                AggregateLookup.Moment moment = aggregatedAt.apply(entry);
                int known = moments.subList(begin, moments.size()).indexOf(moment);
                place[entry] = known < 0 ? moments.size() : begin + known;
                if (known < 0) {
                    entities.add(keys.get(key));
                    moments.add(moment);
                }
            }
        }
        List<AggregateLookup.Found> found = aggregates.read(entities, moments);
        for (int key = 0; key < keys.size(); key++) {
            for (int entry = chains.first()[key]; entry != VectorPlan.NONE; entry = chains.next()[entry]) {
                aggregates.give(drafts[entry], found.get(place[entry]), moments.get(place[entry]));
            }
        }
    }

    /**
     * A row of a schema version that was not met before: how to read it is in the store, which is busy giving rows. Thread-safe.
     */
    private static final class Unknown {
        private @Nullable RowLookup lookup;
        private int version;

        void reset() {
            lookup = null;
        }

        void note(RowLookup at, int unread) {
            if (unread != RowReader.READ) {
                keep(at, unread);
            }
        }

        private synchronized void keep(RowLookup at, int unread) {
            lookup = at;
            version = unread;
        }

        /** Whether there was one, which is known now: the rows have to be read again. */
        boolean learnt() {
            if (lookup != null) {
                lookup.learn(version);
            }
            return lookup != null;
        }
    }

    /** Gives a child what became of its parent; aggregates of a key that a row was to say, and is not there, are those of no event. */
    private void settle(Lookup child, VectorDraft[] drafts, IntFunction<AggregateLookup.Moment> aggregatedAt) {
        for (int entry = 0; entry < drafts.length; entry++) {
            VectorDraft draft = drafts[entry];
            if (!draft.lacksParent(child)) {
                continue;
            }
            AggregateLookup aggregates = aggregated.get(child.index());
            if (aggregates != null) {
                AggregateLookup.Moment moment = aggregatedAt.apply(entry);
                aggregates.give(draft, aggregates.none(moment), moment);
            }
            draft.inherit(child);
        }
    }
}
