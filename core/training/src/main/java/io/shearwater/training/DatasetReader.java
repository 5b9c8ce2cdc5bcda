package io.shearwater.training;

import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingRows;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.HeapGuard;
import io.shearwater.model.ModelError;
import io.shearwater.model.Names;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingDataset.PartInfo;
import io.shearwater.model.TrainingFiles;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.plan.Version;
import io.shearwater.query.LabelRows;
import io.shearwater.query.PlanRequest;
import io.shearwater.query.PlannedTraining;
import io.shearwater.query.QueryPlanner;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.ReadAhead;
import io.shearwater.spi.Sources;
import io.shearwater.transform.FittedStates;
import io.shearwater.transform.Functions;
import io.shearwater.transform.Use;
import io.shearwater.transform.ViewChain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads a version's rows from the states that it pins. A version without parts is read for the first time: what comes out is
 * what it holds from then on. A version with parts must give them again, else it is an error. Thread-safe.
 */
final class DatasetReader {
    private static final String TRAIN = "train";

    private final QueryPlanner planner;
    private final GroupHistory history;
    private final DatasetFiles files;
    private final FittedVersion fitted;
    private final Functions functions;
    private final ComputeEngine engine;

    DatasetReader(
            QueryPlanner planner, GroupHistory history, DatasetFiles files, ComputeEngine engine, Functions functions) {
        this.planner = planner;
        this.history = history;
        this.files = files;
        this.fitted = new FittedVersion(files);
        this.functions = functions;
        this.engine = engine;
    }

    /** All parts in memory, in one pass over the rows. */
    TrainingData read(FeatureViewSpec view, TrainingDataset begun, Form form, LongConsumer progress) {
        ViewChain chain = ViewChain.of(view, functions);
        PlannedTraining plan = plan(view, begun, begun.range(), chain.extras());
        Cuts cuts = cuts(plan, begun);
        TrainingDataset dataset = weighted(begun, plan, cuts);
        Parts parts = new Parts(plan, dataset.split(), cuts, weigher(dataset, plan));
        List<String> names = dataset.split().names();
        List<Collector> collectors =
                names.stream().map(name -> new Collector(plan)).toList();
        Schema read = parts.schema();
        HeapGuard guard = new HeapGuard(read);
        long done = 0;
        try (FrameReader rows = rows(plan.plan(), dataset)) {
            for (var next = rows.next(); next.isPresent(); next = rows.next()) {
                List<Frame> divided = parts.divide(next.get());
                for (int part = 0; part < divided.size(); part++) {
                    guard.add(divided.get(part));
                    collectors.get(part).add(divided.get(part));
                    done += divided.get(part).rows();
                }
                progress.accept(done);
            }
        }
        Map<String, PartInfo> infos = new LinkedHashMap<>();
        Map<String, Frame> raw = new LinkedHashMap<>();
        long dropped = 0;
        for (int part = 0; part < names.size(); part++) {
            PartInfo info = collectors.get(part).digest.end();
            requireSame(dataset, names.get(part), info);
            infos.put(names.get(part), info);
            raw.put(names.get(part), collectors.get(part).rows(read));
            dropped += parts.dropped(part);
        }
        TrainingDataset learnt = learnt(dataset, chain, plan, slice -> {
            Frame train =
                    slice.part().isPresent() ? raw.get(names.get(slice.part().getAsInt())) : null;
            return train == null ? rows(slice, plan, dataset, cuts) : visitor -> forEach(train.reader(), visitor);
        });
        TrainingDataset complete = learnt.withOutcome(learnt.outcome().withParts(infos, dropped));
        return data(complete, new ShapedParts(plan, chain, form), raw);
    }

    /** Takes the rows of each part away as they are transformed, so that a part is not in memory twice for long. */
    private TrainingData data(TrainingDataset dataset, ShapedParts shaped, Map<String, Frame> raw) {
        if (shaped.isFoldwise(dataset.split())) {
            List<FittedStates> states = new ArrayList<>();
            for (int fold = 0; fold <= dataset.split().folds(); fold++) {
                states.add(fitted.load(dataset, fold));
            }
            return new FoldedData(shaped, List.copyOf(raw.values()), states).data(dataset);
        }
        FittedStates states = fitted.load(dataset, 0);
        Map<String, TrainingData.Part> frames = new LinkedHashMap<>();
        for (Slice slice : Slice.parts(dataset.split())) {
            frames.put(
                    slice.name(),
                    shaped.roles(states, slice.use()).part(Objects.requireNonNull(raw.remove(slice.name()))));
        }
        return new TrainingData(dataset, frames);
    }

    /**
     * Each part into files of its own, named after it. Every part is one pass over the rows (of a split by time over its own
     * stretch), so that no more than a few frames are in memory, whatever the size of the parts.
     */
    TrainingDataset write(
            FeatureViewSpec view, TrainingDataset begun, Form form, TrainingFiles target, LongConsumer progress) {
        PartFiles files = new PartFiles(target, this::export);
        ViewChain chain = ViewChain.of(view, functions);
        PlannedTraining whole = plan(view, begun, begun.range(), chain.extras());
        Cuts cuts = cuts(whole, begun);
        TrainingDataset dataset = weighted(begun, whole, cuts);
        List<String> names = dataset.split().names();
        Map<String, PartInfo> infos = new LinkedHashMap<>();
        long[] done = {0};
        long dropped = 0;
        TrainingDataset learnt = learnt(dataset, chain, whole, slice -> rows(slice, whole, dataset, cuts));
        ShapedParts shaped = new ShapedParts(whole, chain, form);
        for (Slice slice : shaped.slices(dataset.split())) {
            String name = slice.name();
            PlannedTraining plan = plan(view, dataset, range(dataset, slice), chain.extras());
            Roles roles = new ShapedParts(plan, chain, form).roles(fitted.load(learnt, slice.fold()), slice.use());
            Parts parts = new Parts(plan, dataset.split(), cuts, weigher(dataset, plan));
            try (PartStream rows = new PartStream(
                    rows(plan.plan(), dataset),
                    roles,
                    parts,
                    slice.parts(),
                    count -> progress.accept(done[0] += count),
                    info -> slice.part().ifPresent(part -> {
                        requireSame(dataset, names.get(part), info);
                        infos.put(names.get(part), info);
                    }))) {
                files.write(name, rows.asFile(), roles.fileRoles(parts.schema()));
            }
            dropped += slice.part().isPresent() ? parts.dropped(slice.part().getAsInt()) : 0;
        }
        shaped.otherSlices(dataset.split()).forEach(slice -> files.remove(slice.name()));
        return learnt.withOutcome(learnt.outcome().withParts(infos, dropped));
    }

    /** What a version that is being made holds, from a pass over its rows that keeps none; its transformations learn if they are to. */
    TrainingDataset scan(FeatureViewSpec view, TrainingDataset begun, Lessons lessons, LongConsumer progress) {
        ViewChain chain = ViewChain.of(view, functions);
        PlannedTraining plan = plan(view, begun, begun.range(), chain.extras());
        Cuts cuts = cuts(plan, begun);
        TrainingDataset dataset = weighted(begun, plan, cuts);
        Parts parts = new Parts(plan, dataset.split(), cuts, weigher(dataset, plan));
        List<String> names = dataset.split().names();
        List<RowDigest> digests =
                names.stream().map(name -> new RowDigest(plan)).toList();
        long[] done = {0};
        pass(plan.plan(), dataset, rows -> {
            List<Frame> divided = parts.divide(rows);
            for (int part = 0; part < divided.size(); part++) {
                digests.get(part).add(divided.get(part));
                done[0] += divided.get(part).rows();
            }
            progress.accept(done[0]);
        });
        Map<String, PartInfo> infos = new LinkedHashMap<>();
        long dropped = 0;
        for (int part = 0; part < names.size(); part++) {
            infos.put(names.get(part), digests.get(part).end());
            dropped += parts.dropped(part);
        }
        TrainingDataset learnt = lessons == Lessons.SKIPPED
                ? dataset
                : learnt(dataset, chain, plan, slice -> rows(slice, plan, dataset, cuts));
        return learnt.withOutcome(learnt.outcome().withParts(infos, dropped));
    }

    /** Whether a version that is being made is learnt from. */
    enum Lessons {
        LEARNT,
        /** It is to evaluate what was learnt from another one. */
        SKIPPED
    }

    /**
     * The rows of a part as a stream.
     *
     * @param model the version from which the transformations learnt; of another one than the version itself, the rows are what its model is
     *     given
     */
    TrainingRows stream(
            FeatureViewSpec view,
            TrainingDataset dataset,
            Form form,
            String partName,
            Optional<TrainingDataset> model) {
        List<String> names = dataset.split().names();
        int part = names.indexOf(partName);
        if (part < 0) {
            throw ModelError.UNKNOWN_COLUMN.because(
                    "Version " + dataset.version() + " of the training data of " + dataset.view() + " has no part '"
                            + partName + "'; it has " + names + "." + Names.didYouMean(partName, names));
        }
        ViewChain chain = ViewChain.of(view, functions);
        Cuts cuts = cuts(plan(view, dataset, dataset.range(), chain.extras()), dataset);
        Slice own = Slice.parts(dataset.split()).get(part);
        PlannedTraining plan = plan(view, dataset, range(dataset, own), chain.extras());
        ShapedParts shaped = new ShapedParts(plan, chain, form);
        Slice slice = shaped.isFoldwise(dataset.split()) ? Slice.test(part + 1) : own;
        Roles roles = model.isPresent()
                ? shaped.roles(fitted.load(model.get(), 0), Use.EVALUATION)
                : shaped.roles(fitted.load(dataset, slice.fold()), slice.use());
        return new PartStream(
                rows(plan.plan(), dataset),
                roles,
                new Parts(plan, dataset.split(), cuts, weigher(dataset, plan)),
                slice.parts(),
                count -> {},
                info -> requireSame(dataset, partName, info));
    }

    /** Rows to learn from; they can be read several times. */
    private interface Lesson {
        void forEach(Consumer<Frame> visitor);
    }

    /** The features of the rows that the final model learns from, before the view's transformations. */
    void learning(FeatureViewSpec view, TrainingDataset dataset, Consumer<Frame> visitor) {
        PlannedTraining plan = plan(view, dataset, dataset.range(), List.of());
        Cuts cuts = cuts(plan, dataset);
        // A split of one part is that part, whatever it is called.
        Slice slice = dataset.split().names().size() == 1
                ? Slice.parts(dataset.split()).getFirst()
                : Slice.training(dataset.split());
        Roles roles = new Roles(plan, Optional.empty());
        rows(slice, plan, dataset, cuts)
                .forEach(rows -> visitor.accept(roles.part(rows).features()));
    }

    /** The rows of a slice, read anew each time. */
    private Lesson rows(Slice slice, PlannedTraining plan, TrainingDataset dataset, Cuts cuts) {
        return visitor -> {
            Parts parts = new Parts(plan, dataset.split(), cuts, Optional.empty());
            pass(plan.plan(), dataset, rows -> visitor.accept(parts.pick(rows, slice.parts())));
        };
    }

    /** A version with what its transformations learnt; if it is being made, they learn now, one fold after the other. */
    private TrainingDataset learnt(
            TrainingDataset dataset, ViewChain chain, PlannedTraining plan, Function<Slice, Lesson> lessons) {
        if (dataset.isComplete() || !chain.chain().needsFitting()) {
            return dataset;
        }
        List<String> folds = new ArrayList<>();
        for (int fold = 1; fold <= dataset.split().folds(); fold++) {
            try {
                folds.add(fitted.save(dataset, fold, fit(chain, plan, lessons.apply(Slice.train(fold)))));
            } catch (ShearwaterException failed) {
                throw new ShearwaterException(
                        failed.code(),
                        "From the rows for training of '" + SplitSpec.foldName(fold) + "': " + failed.getMessage(),
                        failed);
            }
        }
        FittedStates all = fit(chain, plan, lessons.apply(Slice.training(dataset.split())));
        return dataset.withOutcome(dataset.outcome().withFitted(fitted.save(dataset, 0, all), folds));
    }

    private static FittedStates fit(ViewChain chain, PlannedTraining plan, Lesson lesson) {
        PartTransformer.Inputs inputs = new PartTransformer.Inputs(plan, chain);
        return chain.chain().fit(consumer -> lesson.forEach(rows -> consumer.accept(inputs.of(rows))));
    }

    /** The plan of a version's rows in a range. */
    private PlannedTraining plan(FeatureViewSpec view, TrainingDataset dataset, TimeRange range, List<String> extras) {
        LabelRows rows = dataset.hasSpine()
                ? new LabelRows.OfSpine(SpineSources.SPINE, spineSchema(dataset), range)
                : new LabelRows.OfRoot(range);
        String tag = DatasetLedger.tag(dataset.view(), dataset.version());
        List<Query> nodes = view.query().nodes();
        List<Version> versions = IntStream.range(0, nodes.size())
                .<Version>mapToObj(node -> dataset.pins().get(node).commit() == 0
                        ? new Version.AtCommit(0)
                        : new Version.AtTag(history.tagOf(nodes.get(node).group(), tag)))
                .toList();
        return planner.training(
                view, new PlanRequest(rows, dataset.filter(), versions), carried(dataset.split(), extras));
    }

    /** What a plan carries beside the view's columns: what the split needs, then what transformations read. */
    static List<String> carried(SplitSpec split, List<String> extras) {
        return Stream.concat(split.columns().stream(), extras.stream()).toList();
    }

    /** Where a split of exact sizes cuts, from the few columns that decide it. */
    private Cuts cuts(PlannedTraining plan, TrainingDataset dataset) {
        if (!(dataset.split() instanceof SplitSpec.Random random) || random.sizes() != SplitSpec.Sizes.EXACT) {
            return Cuts.NONE;
        }
        CutFinder finder = new CutFinder(random, plan);
        Plan deciding = new Plan.Project(
                plan.plan(),
                finder.columns().stream()
                        .map(column -> new Plan.Rename(column, column))
                        .toList());
        pass(deciding, dataset, finder::count);
        finder.settle();
        pass(deciding, dataset, finder::collect);
        return finder.cuts();
    }

    private static Optional<ClassWeigher> weigher(TrainingDataset dataset, PlannedTraining plan) {
        return dataset.classWeights().map(weights -> new ClassWeigher(weights, plan));
    }

    /** A version that is being made, with the weights that it is to have, from a pass over the rows. */
    private TrainingDataset weighted(TrainingDataset dataset, PlannedTraining plan, Cuts cuts) {
        if (dataset.isComplete() || dataset.classWeights().isEmpty()) {
            return dataset;
        }
        ClassWeigher weigher = new ClassWeigher(dataset.classWeights().get(), plan);
        int train = dataset.split().names().indexOf(TRAIN);
        Parts parts = new Parts(plan, dataset.split(), cuts, Optional.empty());
        pass(plan.plan(), dataset, rows -> {
            if (train < 0) {
                parts.divide(rows).forEach(weigher::count);
            } else {
                weigher.count(parts.pick(rows, part -> part == train));
            }
        });
        return dataset.withOutcome(dataset.outcome().withClassWeights(Optional.of(weigher.counted())));
    }

    private void pass(Plan plan, TrainingDataset dataset, Consumer<Frame> visitor) {
        forEach(rows(plan, dataset), visitor);
    }

    private static void forEach(FrameReader reader, Consumer<Frame> visitor) {
        try (reader) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                visitor.accept(next.get());
            }
        }
    }

    private void export(FrameReader reader, Path file) {
        FrameRef ref = new FrameRef("part");
        Sources only = new SpineSources(history.sources(new Plan.Rows(ref, reader.schema())), ref, () -> reader);
        engine.export(new Plan.Rows(ref, reader.schema()), only, file, QueryContext.plain());
    }

    /** The rows of a plan, computed while those before them are divided, digested and written. */
    private FrameReader rows(Plan plan, TrainingDataset dataset) {
        return new ReadAhead(engine.read(plan, sources(plan, dataset), QueryContext.plain()));
    }

    private Sources sources(Plan plan, TrainingDataset dataset) {
        Sources tables = history.sources(plan);
        String name = DatasetLedger.tag(dataset.view(), dataset.version());
        return dataset.hasSpine() ? new SpineSources(tables, SpineSources.SPINE, () -> files.loadSpine(name)) : tables;
    }

    private Schema spineSchema(TrainingDataset dataset) {
        try (FrameReader spine = files.loadSpine(DatasetLedger.tag(dataset.view(), dataset.version()))) {
            return spine.schema();
        }
    }

    /** What of the version's range can hold rows of a slice. */
    private static TimeRange range(TrainingDataset dataset, Slice slice) {
        TimeRange whole = dataset.range();
        if (!(dataset.split() instanceof SplitSpec.ByTime byTime)
                || slice.part().isEmpty()) {
            return whole;
        }
        TimeRange own = byTime.parts().get(slice.part().getAsInt()).range();
        return whole.overlaps(own)
                ? new TimeRange(
                        later(whole.startExclusive(), own.startExclusive()),
                        earlier(whole.endInclusive(), own.endInclusive()))
                : whole;
    }

    private static OptionalLong later(OptionalLong left, OptionalLong right) {
        return left.isPresent() && right.isPresent()
                ? OptionalLong.of(Math.max(left.getAsLong(), right.getAsLong()))
                : left.isPresent() ? left : right;
    }

    private static OptionalLong earlier(OptionalLong left, OptionalLong right) {
        return left.isPresent() && right.isPresent()
                ? OptionalLong.of(Math.min(left.getAsLong(), right.getAsLong()))
                : left.isPresent() ? left : right;
    }

    private static void requireSame(TrainingDataset dataset, String part, PartInfo now) {
        PartInfo then = dataset.parts().get(part);
        if (then != null && !then.equals(now)) {
            throw TrainingError.CHANGED.because("Version " + dataset.version() + " of the training data of "
                    + dataset.view() + " cannot be read again as it was made: its part '" + part + "' had "
                    + then.rows()
                    + " rows with the digest " + then.digest() + ", now there are " + now.rows() + " with "
                    + now.digest() + ". The pinned states of its groups " + dataset.pins()
                    + " were changed from outside. Make a new version.");
        }
    }

    /** The rows of one part on their way into memory. */
    private static final class Collector {
        private final List<Frame> frames = new ArrayList<>();
        private final RowDigest digest;

        Collector(PlannedTraining plan) {
            this.digest = new RowDigest(plan);
        }

        void add(Frame frame) {
            if (frame.rows() > 0) {
                frames.add(frame);
                digest.add(frame);
            }
        }

        Frame rows(Schema schema) {
            Frame all = Frame.concat(schema, frames);
            frames.clear();
            return all;
        }
    }
}
