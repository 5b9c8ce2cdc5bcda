package io.shearwater.training;

import io.shearwater.api.TrainingData;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.HeapGuard;
import io.shearwater.model.Schema;
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
import java.util.function.LongConsumer;
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
        FittedStates states = states(dataset, chain, plan, visitor -> {
            String train = names.get(trainPart(dataset.split()));
            forEach(Objects.requireNonNull(raw.get(train)).reader(), visitor);
        });
        Map<String, TrainingData.Part> frames = new LinkedHashMap<>();
        raw.forEach((name, rows) -> frames.put(
                name,
                roles(plan, chain, states, form, use(name, dataset.split())).part(rows)));
        return new TrainingData(fitted.save(dataset.withParts(infos, dropped), states), frames);
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
        FittedStates states = states(dataset, chain, whole, visitor -> {
            Parts parts = new Parts(whole, dataset.split(), cuts, Optional.empty());
            int train = trainPart(dataset.split());
            pass(whole.plan(), dataset, rows -> visitor.accept(parts.pick(rows, train)));
        });
        for (int part = 0; part < names.size(); part++) {
            String name = names.get(part);
            PlannedTraining plan = plan(view, dataset, range(dataset, part), chain.extras());
            Roles roles = roles(plan, chain, states, form, use(name, dataset.split()));
            Parts parts = new Parts(plan, dataset.split(), cuts, weigher(dataset, plan));
            try (PartReader reader = new PartReader(
                    rows(plan.plan(), dataset),
                    roles,
                    parts,
                    part,
                    count -> progress.accept(done[0] += count),
                    info -> {
                        requireSame(dataset, name, info);
                        infos.put(name, info);
                    })) {
                files.write(name, reader, roles.fileRoles(parts.schema()));
            }
            dropped += parts.dropped(part);
        }
        return fitted.save(dataset.withParts(infos, dropped), states);
    }

    /** What the transformations of a version learnt; of one that is being made, what they learn now. */
    private FittedStates states(
            TrainingDataset dataset, ViewChain chain, PlannedTraining plan, Consumer<Consumer<Frame>> train) {
        if (dataset.isComplete()) {
            return fitted.load(dataset);
        }
        PartTransformer.Inputs inputs = new PartTransformer.Inputs(plan, chain);
        return chain.chain().fit(consumer -> train.accept(rows -> consumer.accept(inputs.of(rows))));
    }

    private static Roles roles(PlannedTraining plan, ViewChain chain, FittedStates states, Form form, Use use) {
        boolean transformed = form == Form.TRANSFORMED && !chain.chain().isEmpty();
        return new Roles(
                plan, transformed ? Optional.of(new PartTransformer(plan, chain, states, use)) : Optional.empty());
    }

    /** The part that is learnt from is for training; the others judge a model by what it will be given. */
    private static Use use(String part, SplitSpec split) {
        return part.equals(TRAIN) || !split.names().contains(TRAIN) ? Use.TRAINING : Use.EVALUATION;
    }

    /** The part from which transformations learn. */
    static int trainPart(SplitSpec split) {
        int train = split.names().indexOf(TRAIN);
        if (train < 0) {
            throw TrainingError.NO_TRAINING_PART.because("The view's transformations learn from the part '" + TRAIN
                    + "' of a split, and the parts of this one are " + split.names() + ". Name one of them '" + TRAIN
                    + "'"
                    + (split.names().getFirst().startsWith("fold")
                            ? "; folds have a training part each, so read "
                                    + "them untransformed() and learn from each anew."
                            : "."));
        }
        return train;
    }

    /** The plan of a version's rows in a range. */
    private PlannedTraining plan(FeatureViewSpec view, TrainingDataset dataset, TimeRange range, List<String> extras) {
        LabelRows rows = dataset.hasSpine()
                ? new LabelRows.OfSpine(SpineSources.SPINE, spineSchema(dataset), range)
                : new LabelRows.OfRoot(range);
        String tag = DatasetLedger.tag(dataset.view(), dataset.version());
        List<Version> versions = dataset.pins().stream()
                .map(pin -> pin.commit() == 0 ? new Version.AtCommit(0) : new Version.AtTag(tag))
                .map(Version.class::cast)
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
                weigher.count(parts.pick(rows, train));
            }
        });
        return dataset.withClassWeights(Optional.of(weigher.counted()));
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

    /** What of the version's range can hold rows of a part. */
    private static TimeRange range(TrainingDataset dataset, int part) {
        TimeRange whole = dataset.range();
        if (!(dataset.split() instanceof SplitSpec.ByTime byTime)) {
            return whole;
        }
        TimeRange own = byTime.parts().get(part).range();
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
