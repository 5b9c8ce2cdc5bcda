package io.shearwater.online;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Times;
import io.shearwater.model.Validity;
import io.shearwater.spi.OnlineStore;
import io.shearwater.transform.BoundChain;
import io.shearwater.transform.ColumnBatch;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes vectors as a model reads them: reads, computes on demand, transforms. The transformations of a request run over all its
 * entries at once. Thread-safe.
 */
public final class VectorAssembler {
    /** Stands where no transformation reads a column. */
    private static final Column UNREAD = new Column.Booleans(new boolean[0], 0, Validity.ALL);

    private final VectorProgram program;
    private final VectorReader reader;
    private final InstantSource clock;
    private final int read;
    private final boolean[] reads;
    private final @Nullable Result @Nullable [] results;
    private final Schema schema;

    /** Where a transformed feature is: among the slots, if it is passed through, and of which slots it is made. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Result(int passedThrough, int[] origins) {}

    public VectorAssembler(OnlineStore store, VectorProgram program, InstantSource clock) {
        this.program = program;
        this.reader = new VectorReader(store, program.plan(), clock, program.requestOnly());
        this.clock = clock;
        this.read = program.plan().schema().size();
        this.schema = program.schema();
        this.reads = program.transformations().map(BoundChain::reads).orElseGet(() -> new boolean[0]);
        this.results = program.transformations().map(this::results).orElse(null);
    }

    private Result[] results(BoundChain chain) {
        int[] given = program.given();
        List<int[]> origins = chain.origins();
        int[] passed = chain.passedThrough();
        Result[] made = new Result[origins.size()];
        for (int i = 0; i < made.length; i++) {
            int[] slots = Arrays.stream(origins.get(i))
                    .filter(input -> input < given.length)
                    .map(input -> given[input])
                    .filter(slot -> slot >= 0)
                    .toArray();
            made[i] = new Result(passed[i] < 0 ? VectorPlan.NONE : given[passed[i]], slots);
        }
        return made;
    }

    public VectorProgram program() {
        return program;
    }

    /** The vector of one entity. */
    public FeatureVector vector(Map<String, ?> entry) {
        return vectors(List.of(entry)).getFirst();
    }

    /**
     * Vectors of many entities: one for each entry, in order.
     *
     * @param entries serving keys, features that the caller knows better than the store, and parameters of the request
     * @throws ShearwaterException MISSING_KEY, MISSING_PARAMETER, UNKNOWN_NAME or WRONG_TYPE, and what a transformation throws
     */
    public List<FeatureVector> vectors(List<? extends Map<String, ?>> entries) {
        return program.isPlain() ? reader.vectors(entries) : serve(entries).vectors();
    }

    /**
     * What a request was given, and from what.
     *
     * @param time of the request, in microseconds since the epoch
     * @param vectors one for each entry
     * @param values for each entry what was known before the view's transformations, as {@link VectorProgram#slots} lists it
     * @param refused for each entry whether the filter of the training data refused it: its vector has no values then
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Served(
            long time,
            List<FeatureVector> vectors,
            @Nullable Object[][] values,
            boolean[] refused) {}

    /** As {@link #vectors}, with what the vectors were made of. */
    public Served serve(List<? extends Map<String, ?>> entries) {
        long now = Times.micros(clock.instant());
        VectorDraft[] drafts = reader.read(known(entries), now, entry -> moment(entries.get(entry), now));
        return finished(entries, drafts, row -> now);
    }

    /** As of when an entry is: the root's event time where it names that, as for a label of that time. */
    private AggregateLookup.Moment moment(Map<String, ?> entry, long now) {
        Optional<EventTime> time = program.view().query().group().eventTime();
        if (time.isEmpty() || !entry.containsKey(time.get().column())) {
            return new AggregateLookup.Moment(now, now);
        }
        Field field = program.time();
        Object named = program.value(field.name(), field.type(), entry.get(field.name()));
        return switch (named) {
            case Instant instant -> new AggregateLookup.Moment(Times.micros(instant), Times.micros(instant));
            case LocalDate day ->
                new AggregateLookup.Moment(
                        Times.startOfDay(day.toEpochDay(), time.get().zone()),
                        Times.endOfDay(day.toEpochDay(), time.get().zone()));
            // Without a time nothing has happened.
            case null, default -> new AggregateLookup.Moment(AggregateLookup.BEGINNING, AggregateLookup.BEGINNING);
        };
    }

    /**
     * The vectors of requests of the past from values that were read elsewhere.
     *
     * @param times the time of each request, in microseconds
     * @param stored for each request the values that {@link VectorPlan#reads} lists
     */
    public List<FeatureVector> recompute(
            List<? extends Map<String, ?>> entries, long[] times, @Nullable Object[][] stored) {
        return assemble(entries, times, stored).vectors();
    }

    /** As {@link #recompute}, with what the vectors were made of. Nothing is read. */
    public Served assemble(List<? extends Map<String, ?>> entries, long[] times, @Nullable Object[][] stored) {
        VectorDraft[] drafts = reader.drafts(known(entries), times[0]);
        for (int i = 0; i < drafts.length; i++) {
            drafts[i].take(stored[i]);
        }
        return finished(entries, drafts, row -> times[row]);
    }

    private Served finished(List<? extends Map<String, ?>> entries, VectorDraft[] drafts, IntToLongFunction times) {
        @Nullable Object[][] values = new @Nullable Object[drafts.length][];
        for (int i = 0; i < drafts.length; i++) {
            drafts[i].settle();
            values[i] = Arrays.copyOf(drafts[i].values(), program.slots().size());
        }
        Request request = new Request(entries, drafts, values, times);
        int at = read;
        for (ServedOnDemand served : program.onDemand()) {
            compute(served, request, at);
            at += served.outputs().size();
        }
        List<Column> transformed = transformed(request);
        List<FeatureVector> vectors = new ArrayList<>(drafts.length);
        for (int i = 0; i < drafts.length; i++) {
            vectors.add(vector(i, drafts[i], values[i], transformed));
        }
        boolean[] refused = new boolean[drafts.length];
        for (int i = 0; i < drafts.length; i++) {
            refused[i] = drafts[i].isRefused();
        }
        return new Served(times.applyAsLong(0), vectors, values, refused);
    }

    /**
     * A request on its way.
     *
     * @param values of each entry by slot
     * @param times of each entry, in microseconds since the epoch
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Request(
            List<? extends Map<String, ?>> entries,
            VectorDraft[] drafts,
            @Nullable Object[][] values,
            IntToLongFunction times) {
        int size() {
            return drafts.length;
        }
    }

    /** The entries without what only transformations read. */
    private List<? extends Map<String, ?>> known(List<? extends Map<String, ?>> entries) {
        if (program.requestOnly().isEmpty()) {
            return entries;
        }
        List<Map<String, ?>> known = new ArrayList<>(entries.size());
        entries.forEach(entry -> known.add(program.withoutParameters(entry)));
        return known;
    }

    // ---- on demand

    private void compute(ServedOnDemand served, Request request, int at) {
        List<Column> inputs = new ArrayList<>(served.sources().size());
        for (ServedOnDemand.Source source : served.sources()) {
            ColumnBuilder column = ColumnBuilder.of(source.name(), source.type(), request.size());
            for (int i = 0; i < request.size(); i++) {
                column.append(value(source, served, request, i));
            }
            inputs.add(column.build());
        }
        List<Column> outputs =
                served.chain().apply(new ColumnBatch(inputs, request.size())).features();
        for (int output = 0; output < outputs.size(); output++) {
            String name = served.outputs().get(output);
            Column column = outputs.get(output);
            for (int i = 0; i < request.size(); i++) {
                Map<String, ?> entry = request.entries().get(i);
                boolean passed = !name.isEmpty() && entry.containsKey(name);
                request.values()[i][at + output] =
                        passed ? program.value(name, column.type(), entry.get(name)) : column.value(i);
            }
        }
    }

    private @Nullable Object value(ServedOnDemand.Source source, ServedOnDemand served, Request request, int row) {
        Map<String, ?> entry = request.entries().get(row);
        VectorDraft draft = request.drafts()[row];
        if (entry.containsKey(source.name())) {
            return program.value(source.name(), source.type(), entry.get(source.name()));
        }
        if (source.isNow()) {
            return moment(source.type(), request.times().applyAsLong(row));
        }
        if (source.read() != VectorPlan.NONE && (source.stored() || draft.isPassed(source.read()))) {
            return request.values()[row][source.read()];
        }
        List<String> wanted = Arrays.stream(source.feeds())
                .mapToObj(served.outputs()::get)
                .filter(name -> !name.isEmpty() && !entry.containsKey(name))
                .toList();
        if (wanted.isEmpty()) {
            return null;
        }
        throw OnlineError.MISSING_PARAMETER.because("The request for a vector of '"
                + program.view().name() + "' has no '" + source.name() + "' (" + source.type() + "), from which "
                + wanted
                + " is computed on demand. Name it beside the keys; the request names " + new TreeSet<>(entry.keySet())
                + "." + Names.didYouMean(source.name(), entry.keySet()));
    }

    private static Object moment(DataType type, long now) {
        return type instanceof DataType.DateType
                ? (Object) LocalDate.ofInstant(Times.instant(now), ZoneOffset.UTC)
                : Times.instant(now);
    }

    // ---- transformations

    private List<Column> transformed(Request request) {
        if (program.transformations().isEmpty()) {
            return List.of();
        }
        int[] given = program.given();
        List<Column> inputs = new ArrayList<>(given.length);
        for (int input = 0; input < given.length; input++) {
            inputs.add(reads[input] ? column(given[input], request) : UNREAD);
        }
        return program.transformations()
                .get()
                .apply(new ColumnBatch(inputs, request.size()))
                .features();
    }

    private Column column(int slot, Request request) {
        if (slot == VectorProgram.NOW) {
            return moments(request);
        }
        Field field = program.slots().get(slot);
        @Nullable Object[][] values = request.values();
        Column single = values.length == 1 ? SingleCell.of(field.type(), values[0][slot]) : null;
        if (single != null) {
            return single;
        }
        ColumnBuilder column = ColumnBuilder.of(field.name(), field.type(), values.length);
        for (@Nullable Object[] row : values) {
            column.append(row[slot]);
        }
        return column.build();
    }

    /** The time of each entry: the one that it names, else that of the request. */
    private Column moments(Request request) {
        Field time = program.time();
        ColumnBuilder column = ColumnBuilder.of(time.name(), time.type(), request.size());
        for (int row = 0; row < request.size(); row++) {
            Map<String, ?> entry = request.entries().get(row);
            column.append(
                    entry.containsKey(time.name())
                            ? program.value(time.name(), time.type(), entry.get(time.name()))
                            : moment(time.type(), request.times().applyAsLong(row)));
        }
        return column.build();
    }

    private FeatureVector vector(int row, VectorDraft draft, @Nullable Object[] values, List<Column> transformed) {
        int size = schema.size();
        @Nullable Object[] all = new @Nullable Object[size];
        FeatureStatus[] statuses = new FeatureStatus[size];
        long[] times = new long[size];
        long[] sequences = new long[size];
        for (int i = 0; i < size; i++) {
            int slot = results == null ? program.features()[i] : results[i].passedThrough();
            if (draft.isRefused()) {
                statuses[i] = FeatureStatus.NOT_FOUND;
                times[i] = FeatureVector.NONE;
                sequences[i] = FeatureVector.NONE;
            } else if (slot != VectorPlan.NONE) {
                all[i] = values[slot];
                statuses[i] = status(slot, draft, values);
                times[i] = slot < read ? draft.eventTime(slot) : FeatureVector.NONE;
                sequences[i] = slot < read ? draft.sequence(slot) : FeatureVector.NONE;
            } else {
                all[i] = transformed.get(i).value(row);
                int[] origins = results == null ? new int[0] : results[i].origins();
                statuses[i] = status(origins, draft, values, all[i]);
                times[i] = newest(origins, draft::eventTime);
                sequences[i] = newest(origins, draft::sequence);
            }
        }
        return new FeatureVector(schema, all, statuses, times, sequences, draft.request());
    }

    private FeatureStatus status(int slot, VectorDraft draft, @Nullable Object[] values) {
        return slot < read ? draft.status(slot) : values[slot] == null ? FeatureStatus.NULL : FeatureStatus.PRESENT;
    }

    /** Of a value made of others: the first status among them that is not PRESENT, unless a value took its place. */
    private FeatureStatus status(int[] origins, VectorDraft draft, @Nullable Object[] values, @Nullable Object made) {
        for (int slot : origins) {
            FeatureStatus status = status(slot, draft, values);
            if (status != FeatureStatus.PRESENT) {
                return made == null ? status : FeatureStatus.FALLBACK;
            }
        }
        return made == null ? FeatureStatus.NULL : FeatureStatus.PRESENT;
    }

    private long newest(int[] origins, IntToLongFunction of) {
        long newest = FeatureVector.NONE;
        for (int slot : origins) {
            if (slot < read) {
                newest = Math.max(newest, of.applyAsLong(slot));
            }
        }
        return newest;
    }
}
