package io.shearwater.training;

import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.api.TrainingRows;
import io.shearwater.model.ClassWeights;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.Times;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import io.shearwater.model.ViewRef;
import io.shearwater.query.LabelRows;
import io.shearwater.query.PlanRequest;
import io.shearwater.query.PlannedTraining;
import io.shearwater.query.QueryPlanner;
import io.shearwater.registry.Registry;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.Lease;
import io.shearwater.spi.SpiError;
import io.shearwater.transform.FittedStates;
import io.shearwater.transform.Functions;
import io.shearwater.transform.StatisticsAccumulator;
import io.shearwater.transform.ViewChain;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A project's versions of training data. A version keeps which state of each group it was read from, the filter, the range,
 * the split with its seed, and the caller's spine, and for each part the number of rows and a digest of all values: read
 * again it gives the same values in the same order, or fails. Thread-safe.
 */
public final class TrainingDatasets {
    private final DatasetLedger ledger;
    private final DatasetReader reader;
    private final QueryPlanner planner;
    private final GroupHistory history;
    private final DatasetFiles files;
    private final Functions functions;
    private final FittedVersion fitted;
    private final ComputeEngine engine;
    private final InstantSource clock;

    public TrainingDatasets(
            Registry registry,
            GroupHistory history,
            DatasetFiles files,
            ComputeEngine engine,
            Functions functions,
            InstantSource clock) {
        this.ledger = new DatasetLedger(registry);
        this.planner = new QueryPlanner(registry::home, functions);
        this.reader = new DatasetReader(planner, history, files, engine, functions);
        this.fitted = new FittedVersion(files);
        this.functions = functions;
        this.history = history;
        this.files = files;
        this.engine = engine;
        this.clock = clock;
    }

    /** The tag by which tables hold what a version was made of. */
    public static String tag(ViewRef view, int version) {
        return DatasetLedger.tag(view, version);
    }

    /**
     * Makes a new version and reads it into memory.
     *
     * @throws io.shearwater.model.ShearwaterException FRAME_TOO_LARGE when it does not fit: write it to files then; NO_TIME
     *     for a split by time of rows without time; the errors of {@link QueryPlanner}
     */
    public TrainingData create(FeatureViewSpec view, Form form, TrainingOptions options) {
        return make(
                view, options, dataset -> reader.read(view, dataset, form, options.progress()), TrainingData::dataset);
    }

    /**
     * Makes a new version and keeps none of its rows in memory.
     *
     * @param model the version whose model the rows are to evaluate, from which the transformations have learnt
     */
    public TrainingDataset make(FeatureViewSpec view, Optional<TrainingDataset> model, TrainingOptions options) {
        DatasetReader.Lessons lessons =
                model.isPresent() ? DatasetReader.Lessons.SKIPPED : DatasetReader.Lessons.LEARNT;
        return make(
                view, options, dataset -> reader.scan(view, dataset, lessons, options.progress()), dataset -> dataset);
    }

    /**
     * The rows of a part of a version as a stream.
     *
     * @param model the version whose model they are to evaluate, if it is for that
     */
    public TrainingRows rows(
            FeatureViewSpec view, Form form, int version, String part, Optional<TrainingDataset> model) {
        return reader.stream(view, find(view.ref(), version), form, part, model);
    }

    /** Makes a new version and writes each part into files of its own. */
    public TrainingDataset write(FeatureViewSpec view, Form form, TrainingOptions options, TrainingFiles files) {
        return make(
                view,
                options,
                dataset -> reader.write(view, dataset, form, files, options.progress()),
                dataset -> dataset);
    }

    /**
     * Reads a version again.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND naming the versions there are; CHANGED when the values are
     *     not those that it was made with
     */
    public TrainingData read(FeatureViewSpec view, Form form, int version) {
        return reader.read(view, find(view.ref(), version), form, rows -> {});
    }

    /** Writes a version again; a file whose values are not those that it was made with is not written. */
    public TrainingDataset write(FeatureViewSpec view, Form form, int version, TrainingFiles files) {
        return reader.write(view, find(view.ref(), version), form, files, rows -> {});
    }

    /**
     * What a version was made of.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND naming the versions there are
     */
    public TrainingDataset find(ViewRef view, int version) {
        return ledger.find(view, version).filter(TrainingDataset::isComplete).orElseThrow(() -> missing(view, version));
    }

    /**
     * Statistics of features of the rows that a version's model learns from, as they are before the view's transformations. Reads
     * every row, with bounded memory.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND; NO_TRAINING_PART when the split has several parts and none of
     *     them is for training
     */
    public Statistics statistics(FeatureViewSpec view, int version, List<String> features) {
        TrainingDataset dataset = find(view.ref(), version);
        StatisticsAccumulator all =
                new StatisticsAccumulator(view.featureSchema().select(features), StatisticsSpec.STANDARD);
        reader.learning(view, dataset, rows -> all.add(rows.select(features)));
        return new Statistics(
                "the training data of " + view.ref() + " version " + version,
                0,
                all.rows(),
                0,
                all.columns(),
                all.correlations());
    }

    /** What a view's transformations learnt from a version, of folds from all of them; nothing where there was nothing to learn. */
    public FittedStates fitted(TrainingDataset dataset) {
        return fitted.load(dataset, 0);
    }

    /** The versions of a view, oldest first. */
    public List<TrainingDataset> all(ViewRef view) {
        return ledger.all(view).stream().filter(TrainingDataset::isComplete).toList();
    }

    /**
     * Forgets a version and lets go of the states that it holds.
     *
     * @throws io.shearwater.model.ShearwaterException STILL_NEEDED naming what depends on it; NOT_FOUND; LEASE_BUSY while it
     *     is being made
     */
    public void delete(ViewRef view, int version) {
        TrainingDataset dataset = ledger.find(view, version).orElseThrow(() -> missing(view, version));
        ledger.requireFree(dataset);
        Lease lease = ledger.claim(view, version);
        try {
            clear(dataset);
        } finally {
            ledger.giveBack(lease);
        }
    }

    /** Clears away what versions that never became complete left behind when a process ended. Returns how many there were. */
    public int recover(ViewRef view) {
        int recovered = 0;
        for (TrainingDataset dataset : ledger.all(view)) {
            if (!dataset.isComplete() && clearIfForsaken(dataset)) {
                recovered++;
            }
        }
        return recovered;
    }

    /** The plan of a view's training data and the statement that the engine would run, for people. */
    public String explain(FeatureViewSpec view) {
        PlannedTraining plan = planner.training(view, PlanRequest.of(LabelRows.ofRoot()), List.of());
        return plan.explain() + "\n" + engine.explain(plan.plan(), history.sources(plan.plan()));
    }

    private <T> T make(
            FeatureViewSpec view,
            TrainingOptions options,
            Function<TrainingDataset, T> read,
            Function<T, TrainingDataset> made) {
        requirePossible(view, options);
        recover(view.ref());
        int version = ledger.nextVersion(view.ref());
        Lease lease = ledger.claim(view.ref(), version);
        TrainingDataset draft = draft(view, version, options);
        try {
            ledger.put(draft, "begin");
            TrainingDataset pinned = draft.withPins(hold(view, draft));
            options.spine().ifPresent(spine -> files.saveSpine(DatasetLedger.tag(view.ref(), version), spine.reader()));
            T result = read.apply(pinned);
            ledger.put(made.apply(result), "create");
            return result;
        } catch (RuntimeException | Error failure) {
            clearAfter(failure, draft);
            throw failure;
        } finally {
            ledger.giveBack(lease);
        }
    }

    /** What cannot be cleared away now is by the next recovery; the failure that led here is what the caller has to know. */
    private void clearAfter(Throwable failure, TrainingDataset draft) {
        try {
            clear(draft);
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    /** Finds what is wrong with the options before a version is begun. */
    private void requirePossible(FeatureViewSpec view, TrainingOptions options) {
        LabelRows rows = options.spine().isPresent()
                ? new LabelRows.OfSpine(
                        SpineSources.SPINE, options.spine().orElseThrow().schema(), options.range())
                : new LabelRows.OfRoot(options.range());
        ViewChain chain = ViewChain.of(view, functions);
        if (chain.chain().needsFitting()) {
            Slice.training(options.split());
        }
        PlannedTraining plan = planner.training(
                view,
                PlanRequest.of(rows).where(options.filter()),
                DatasetReader.carried(options.split(), chain.extras()));
        PartRule.of(options.split(), plan, Cuts.NONE);
        options.weightLabel().ifPresent(label -> new ClassWeigher(ClassWeights.of(label), plan));
    }

    private TrainingDataset draft(FeatureViewSpec view, int version, TrainingOptions options) {
        List<TrainingDataset.Pin> groups = view.query().nodes().stream()
                .map(node -> new TrainingDataset.Pin(node.group().stored().ref(), 0))
                .toList();
        return new TrainingDataset(
                view.ref(),
                version,
                Times.truncated(clock.instant()),
                options.split(),
                options.filter(),
                options.range(),
                groups,
                options.spine().isPresent(),
                TrainingDataset.Outcome.NONE.withClassWeights(
                        options.weightLabel().map(ClassWeights::of)));
    }

    private List<TrainingDataset.Pin> hold(FeatureViewSpec view, TrainingDataset draft) {
        List<FeatureGroupSpec> groups =
                view.query().nodes().stream().map(Query::group).toList();
        List<Long> commits = history.hold(groups, DatasetLedger.tag(draft.view(), draft.version()));
        return IntStream.range(0, groups.size())
                .mapToObj(node -> new TrainingDataset.Pin(draft.pins().get(node).group(), commits.get(node)))
                .toList();
    }

    private boolean clearIfForsaken(TrainingDataset dataset) {
        Lease lease;
        try {
            lease = ledger.claim(dataset.view(), dataset.version());
        } catch (ShearwaterException busy) {
            if (busy.code() == SpiError.LEASE_BUSY) {
                return false;
            }
            throw busy;
        }
        try {
            Optional<TrainingDataset> now = ledger.find(dataset.view(), dataset.version());
            now.filter(found -> !found.isComplete()).ifPresent(this::clear);
            return now.isPresent();
        } finally {
            ledger.giveBack(lease);
        }
    }

    /** Marks the version as incomplete, so that a crash in the middle is taken up by the next recovery, then clears it away. */
    private void clear(TrainingDataset dataset) {
        if (dataset.isComplete()) {
            ledger.put(dataset.withOutcome(dataset.outcome().withParts(Map.of(), 0)), "begin to delete");
        }
        String tag = DatasetLedger.tag(dataset.view(), dataset.version());
        dataset.pins().stream()
                .map(TrainingDataset.Pin::group)
                .distinct()
                .forEach(group -> history.release(group, tag));
        files.delete(tag);
        if (ledger.find(dataset.view(), dataset.version()).isPresent()) {
            ledger.remove(dataset);
        }
    }

    private ShearwaterException missing(ViewRef view, int version) {
        List<Integer> known = all(view).stream().map(TrainingDataset::version).toList();
        return TrainingError.NOT_FOUND.because(
                "There is no version " + version + " of the training data of feature view " + view + "; "
                        + (known.isEmpty()
                                ? "none was made yet. Make one with trainingData()."
                                : "there are the versions " + known + "."));
    }
}
