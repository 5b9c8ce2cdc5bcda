package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.transform.TransformationChain.Place;
import io.shearwater.transform.TransformationChain.Role;
import io.shearwater.transform.TransformationChain.Source;
import io.shearwater.transform.TransformationChain.Step;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chain with everything that its steps learnt. Every column has a number: first those that are given, then the outputs of
 * the steps. Immutable and thread-safe.
 */
public final class BoundChain {
    private static final long BATCH_BYTES = 64 << 20;

    /** A step that runs: where its inputs are, and where its outputs begin. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Run(Step step, Transformation.Bound bound, int[] inputs, int first, int count) {}

    /** A column of the result. */
    private record Result(Field field, int at) {}

    private final TransformationChain chain;
    private final Use use;
    private final int columns;
    private final int given;
    private final List<Run> runs = new ArrayList<>();
    /** For each step where its outputs begin; -1 of one that does not run. */
    private final int[] firsts;

    private final List<Result> features;
    private final List<Result> labels;
    private final boolean removes;

    /**
     * Binds the steps that can run.
     *
     * @param passes how many passes over the training data are done: unless all are, only what the next one learns from runs
     */
    BoundChain(TransformationChain chain, FittedStates states, Use use, int passes) {
        this.chain = chain;
        this.use = use;
        this.given = chain.given().size();
        this.firsts = new int[chain.steps().size()];
        int next = given;
        boolean anyRemoves = false;
        boolean whole = passes >= chain.steps().size();
        Set<Integer> wanted = whole ? Set.of() : chain.neededToFit(passes);
        for (Step step : chain.steps()) {
            firsts[step.number()] = -1;
            if ((whole || wanted.contains(step.number())) && runs(step.role(), use)) {
                Run run = run(step, states, next);
                runs.add(run);
                firsts[step.number()] = next;
                next += run.count();
                anyRemoves |= step.role() == Role.ROWS;
            }
        }
        this.columns = next;
        this.removes = anyRemoves;
        this.features = whole ? results(chain.features()) : List.of();
        this.labels = whole && use != Use.INFERENCE ? results(chain.labels()) : List.of();
        requireDistinct(features);
    }

    private static boolean runs(Role role, Use use) {
        return switch (role) {
            case FEATURES -> true;
            case LABELS -> use != Use.INFERENCE;
            case ROWS -> use == Use.TRAINING;
        };
    }

    private Run run(Step step, FittedStates states, int first) {
        Optional<FittedState> state = Optional.ofNullable(states.find(step.number()));
        if (step.function().isFitted() && state.isEmpty()) {
            throw TransformError.NOT_FITTED.because("In " + chain.owner() + ", " + step.call()
                    + " needs what it learns from training data. Choose a version of the training data, with "
                    + "withTrainingDataset(version), or read the values as they are, with untransformed().");
        }
        List<Integer> lasting = step.lasting();
        List<Input> inputs = lasting.stream().map(step.inputs()::get).toList();
        Transformation.Bound bound = step.function().bind(inputs, state, use);
        int[] from = lasting.stream()
                .mapToInt(input -> number(step.sources().get(input)))
                .toArray();
        int count = step.role() == Role.ROWS
                ? 0
                : step.function().expands()
                        ? bound.endings().size()
                        : step.outputs().size();
        return new Run(step, bound, from, first, count);
    }

    private int number(Source source) {
        return source.isGiven() ? source.output() : firsts[source.step()] + source.output();
    }

    private List<Result> results(List<Place> places) {
        List<Result> results = new ArrayList<>();
        for (Place place : places) {
            Source source = place.source();
            Step step = source.isGiven() ? null : chain.steps().get(source.step());
            if (step == null) {
                Input input = chain.given().get(source.output());
                results.add(new Result(new Field(place.name(), input.type()), source.output()));
            } else if (step.function().expands()) {
                expand(place, step, results);
            } else {
                Output output = step.outputs().get(source.output());
                results.add(new Result(new Field(place.name(), output.type()), number(source)));
            }
        }
        return List.copyOf(results);
    }

    private void expand(Place place, Step step, List<Result> results) {
        Run run = runs.stream()
                .filter(known -> known.step().number() == step.number())
                .findFirst()
                .orElseThrow();
        List<String> endings = run.bound().endings();
        for (int i = 0; i < endings.size(); i++) {
            Field field = new Field(
                    place.name() + "_" + endings.get(i),
                    step.outputs().getFirst().type());
            results.add(new Result(field, run.first() + i));
        }
    }

    private void requireDistinct(List<Result> results) {
        Set<String> names = new HashSet<>();
        for (Result result : results) {
            if (!names.add(result.field().name())) {
                throw TransformError.BAD_CALL.because("The features of " + chain.owner() + " have '"
                        + result.field().name()
                        + "' twice after its transformations. Give the outputs of one of them another name.");
            }
        }
    }

    // ---- what comes out

    /** The features, in order: the same in training and at inference. */
    public Schema features() {
        return schema(features);
    }

    /** The labels, in order; none at inference. */
    public Schema labels() {
        return schema(labels);
    }

    private static Schema schema(List<Result> results) {
        return Schema.of(results.stream().map(Result::field).toList());
    }

    /** How many rows to transform at a time, so that what comes out takes no more than 64 MiB, however many columns it has. */
    public int batchRows() {
        long width = 1;
        for (List<Result> results : List.of(features, labels)) {
            width += results.stream()
                    .mapToLong(result -> width(result.field().type()))
                    .sum();
        }
        return Math.clamp(BATCH_BYTES / width, 1, FrameReader.MAX_ROWS);
    }

    /** About how many bytes a value takes. */
    private static long width(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> 1;
            case DataType.IntType t -> 4;
            case DataType.FloatType t -> 4;
            case DataType.DateType t -> 4;
            case DataType.EmbeddingType t -> 4L * t.dimension();
            case DataType.LongType t -> 8;
            case DataType.DoubleType t -> 8;
            case DataType.TimestampType t -> 8;
            default -> 16;
        };
    }

    /** For each feature the given columns that it is made of, by their numbers in {@link TransformationChain#given}. */
    public List<int[]> origins() {
        List<BitSet> origins = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            BitSet own = new BitSet();
            if (i < given) {
                own.set(i);
            }
            origins.add(own);
        }
        for (Run run : runs) {
            for (int output = 0; output < run.count(); output++) {
                for (int input : run.inputs()) {
                    origins.get(run.first() + output).or(origins.get(input));
                }
            }
        }
        return features.stream()
                .map(result -> origins.get(result.at()).stream().toArray())
                .toList();
    }

    /** For each given column whether a step reads it. */
    public boolean[] reads() {
        boolean[] reads = new boolean[given];
        for (Run run : runs) {
            for (int input : run.inputs()) {
                if (input < given) {
                    reads[input] = true;
                }
            }
        }
        return reads;
    }

    /** For each feature the number of the given column that it is, or -1 of one that a step makes. */
    public int[] passedThrough() {
        return features.stream()
                .mapToInt(result -> result.at() < given ? result.at() : -1)
                .toArray();
    }

    /**
     * Transformed rows.
     *
     * @param kept the rows of the batch that are left, where rows were removed; null where all are
     */
    public record Transformed(
            List<Column> features,
            List<Column> labels,
            int rows,
            @Nullable BitSet kept) {}

    /**
     * Transforms rows.
     *
     * @param batch the given columns in order; at inference without those at the end that are not
     *     {@link TransformationChain#neededAtInference}, and with anything for others that are not
     */
    public Transformed apply(ColumnBatch batch) {
        @Nullable Column[] all = new @Nullable Column[columns];
        BitSet kept = run(batch, all, null);
        List<Column> chosen = pick(features, all);
        List<Column> targets = pick(labels, all);
        if (kept == null || kept.cardinality() == batch.rows()) {
            return new Transformed(chosen, targets, batch.rows(), null);
        }
        return new Transformed(only(chosen, kept), only(targets, kept), kept.cardinality(), kept);
    }

    private static List<Column> only(List<Column> all, BitSet kept) {
        return all.stream().map(column -> Rows.only(column, kept)).toList();
    }

    /** Lets the steps that are being fitted see a batch, each as the steps before it leave it. */
    void feed(ColumnBatch batch, Map<Integer, Fitting> fittings) {
        @Nullable Column[] all = new @Nullable Column[columns];
        run(batch, all, fittings);
    }

    /** Runs all steps; returns the rows that are left, or null if none can be removed. */
    private @Nullable BitSet run(ColumnBatch batch, @Nullable Column[] all, @Nullable Map<Integer, Fitting> fittings) {
        for (int i = 0; i < Math.min(given, batch.columns().size()); i++) {
            all[i] = batch.columns().get(i);
        }
        BitSet kept = null;
        if (removes) {
            kept = new BitSet();
            kept.set(0, batch.rows());
        }
        int next = 0;
        for (Step step : chain.steps()) {
            Fitting fitting = fittings == null ? null : fittings.get(step.number());
            if (fitting != null) {
                int[] from = step.sources().stream().mapToInt(this::number).toArray();
                ColumnBatch seen = columns(batch, all, from);
                fitting.add(kept == null ? seen : seen.only(kept));
            }
            if (next < runs.size() && runs.get(next).step().number() == step.number()) {
                Run run = runs.get(next++);
                BitSet rows = run(run, batch, all);
                if (kept != null && rows != null) {
                    kept.and(rows);
                }
            }
        }
        return kept;
    }

    private @Nullable BitSet run(Run run, ColumnBatch batch, @Nullable Column[] all) {
        ColumnBatch inputs = columns(batch, all, run.inputs());
        try {
            if (run.step().role() == Role.ROWS) {
                return run.bound().kept(inputs);
            }
            List<Column> outputs = run.bound().apply(inputs);
            for (int i = 0; i < run.count(); i++) {
                all[run.first() + i] = outputs.get(i);
            }
            return null;
        } catch (ShearwaterException failed) {
            throw new ShearwaterException(
                    failed.code(),
                    "In " + chain.owner() + ", " + run.step().call() + ": " + failed.getMessage(),
                    failed);
        }
    }

    private static ColumnBatch columns(ColumnBatch batch, @Nullable Column[] all, int[] from) {
        List<Column> chosen = new ArrayList<>(from.length);
        for (int at : from) {
            chosen.add(present(all[at]));
        }
        return new ColumnBatch(chosen, batch.rows(), batch.rowHashes());
    }

    private static List<Column> pick(List<Result> results, @Nullable Column[] all) {
        List<Column> chosen = new ArrayList<>(results.size());
        for (Result result : results) {
            chosen.add(present(all[result.at()]));
        }
        return chosen;
    }

    private static Column present(@Nullable Column column) {
        if (column == null) {
            throw new IllegalStateException("a column is read before it is made");
        }
        return column;
    }
}
