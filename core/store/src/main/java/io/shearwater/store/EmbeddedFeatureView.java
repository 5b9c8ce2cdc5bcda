package io.shearwater.store;

import io.shearwater.api.FeatureView;
import io.shearwater.api.SkewSample;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.api.TrainingRows;
import io.shearwater.api.VectorLog;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import io.shearwater.model.Provenance;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SkewReport;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import io.shearwater.model.TransformationCall;
import io.shearwater.offline.TableSources;
import io.shearwater.online.AggregateWriter;
import io.shearwater.online.OnlineError;
import io.shearwater.online.OnlineGroup;
import io.shearwater.online.VectorAssembler;
import io.shearwater.online.VectorPlan;
import io.shearwater.online.VectorProgram;
import io.shearwater.online.VectorReader;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.query.LabelRows;
import io.shearwater.query.PlanRequest;
import io.shearwater.query.PlannedInference;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.training.Form;
import io.shearwater.transform.BoundChain;
import io.shearwater.transform.FittedState;
import io.shearwater.transform.FittedStates;
import io.shearwater.transform.Use;
import io.shearwater.transform.ViewChain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A feature view of an embedded store. */
final class EmbeddedFeatureView implements FeatureView {
    private static final FrameRef SPINE = new FrameRef("spine");

    private final StoreParts parts;
    private final FeatureViewSpec spec;
    private final Optional<TrainingDataset> dataset;
    private final Form form;
    private final Predicate filter;
    private final QueryReads queries;
    private final Once<ViewChain> chain;
    private final Once<BoundChain> bound;
    private final Once<VectorAssembler> features;
    private final Once<VectorReader> helpers;
    private final Optional<Once<LoggedVectors>> log;

    EmbeddedFeatureView(StoreParts parts, FeatureViewSpec spec) {
        this(parts, spec, Optional.empty(), Form.TRANSFORMED, Log.OFF);
    }

    /** Whether vectors are logged. */
    private enum Log {
        OFF,
        ON
    }

    private EmbeddedFeatureView(
            StoreParts parts, FeatureViewSpec spec, Optional<TrainingDataset> dataset, Form form, Log log) {
        this.parts = parts;
        this.spec = spec;
        this.dataset = dataset;
        this.form = form;
        this.filter =
                dataset.map(chosen -> spec.inferenceFilter(chosen.filter())).orElse(Predicate.all());
        this.chain = new Once<>(() -> ViewChain.of(spec, parts.functions()));
        this.bound = new Once<>(this::bind);
        this.queries = new QueryReads(parts);
        this.features = parts.whileShared(() -> parts.online().vectors(program()));
        this.log = log == Log.OFF ? Optional.empty() : Optional.of(parts.whileShared(this::openLog));
        this.helpers =
                parts.whileShared(() -> parts.online().vectors(VectorPlan.ofInferenceHelpers(spec, onlineGroups())));
    }

    @Override
    public FeatureViewSpec spec() {
        return spec;
    }

    @Override
    public String explain() {
        parts.requireOpen();
        StringBuilder plan = new StringBuilder(parts.training().explain(spec));
        readableGroups()
                .map(OnlineParts::group)
                .filter(OnlineGroup::isAggregated)
                .forEach(group -> plan.append("\n").append(AggregateWriter.explain(group)));
        return chain.get().chain().isEmpty()
                ? plan.toString()
                : plan + "\n" + chain.get().explain();
    }

    @Override
    public EmbeddedFeatureView withTrainingDataset(int version) {
        parts.requireOpen();
        TrainingDataset chosen = parts.training().find(spec.ref(), version);
        return new EmbeddedFeatureView(parts, spec, Optional.of(chosen), form, log.isPresent() ? Log.ON : Log.OFF);
    }

    @Override
    public FeatureView untransformed() {
        return new EmbeddedFeatureView(parts, spec, dataset, Form.RAW, Log.OFF);
    }

    @Override
    public FeatureView logged() {
        parts.requireWritable("log vectors");
        if (form == Form.RAW) {
            throw StoreError.BAD_CHANGE.because("The vectors of '" + spec.name()
                    + "' without its transformations are not logged by themselves: log the view, whose log has both, the "
                    + "values before the transformations and after.");
        }
        return new EmbeddedFeatureView(parts, spec, dataset, form, Log.ON);
    }

    private LoggedVectors openLog() {
        return new LoggedVectors(parts, spec, features.get(), dataset.map(TrainingDataset::version));
    }

    @Override
    public VectorLog vectorLog() {
        parts.requireOpen();
        return parts.logs()
                .find(spec.ref())
                .<VectorLog>map(writer -> writer)
                .orElseGet(() -> new StoredVectorLog(
                        new EmbeddedFeatureGroup(parts, storedLog().spec().ref())));
    }

    private GroupRecord storedLog() {
        return parts.registry()
                .findGroup(VectorLogLayout.group(spec.ref()))
                .orElseThrow(() -> StoreError.NOTHING_LOGGED.because("No vector of the feature view '" + spec.name()
                        + "' version " + spec.version() + " was ever logged. Ask for vectors through view.logged()."));
    }

    @Override
    public SkewReport verifySkew(SkewSample sample) {
        parts.requireOpen();
        parts.logs().find(spec.ref()).ifPresent(VectorLogWriter::flush);
        return new SkewCheck(parts, spec, this::assembler).run(storedLog(), sample);
    }

    private VectorAssembler assembler(Optional<Integer> version) {
        Optional<TrainingDataset> chosen =
                version.map(number -> parts.training().find(spec.ref(), number));
        return new EmbeddedFeatureView(parts, spec, chosen, Form.TRANSFORMED, Log.OFF).features.get();
    }

    @Override
    public Optional<TrainingDataset> trainingDataset() {
        return dataset;
    }

    @Override
    public Schema featureSchema() {
        parts.requireOpen();
        return isTransformed() ? bound.get().features() : spec.featureSchema();
    }

    @Override
    public Map<TransformationCall, Map<String, Frame>> fittedTransformations() {
        parts.requireOpen();
        bound.get();
        Map<TransformationCall, Map<String, Frame>> learnt = new LinkedHashMap<>();
        chain.get().chain().byCall(states()).forEach((call, state) -> learnt.put(call, frames(state)));
        return learnt;
    }

    private static Map<String, Frame> frames(FittedState state) {
        Map<String, Frame> frames = new LinkedHashMap<>();
        state.values()
                .forEach((name, column) -> frames.put(
                        name,
                        new Frame(Schema.of(List.of(new Field(name, column.type()))), List.of(column), column.size())));
        return frames;
    }

    private boolean isTransformed() {
        return form == Form.TRANSFORMED && !spec.steps().isEmpty();
    }

    private FittedStates states() {
        return dataset.map(chosen -> parts.training().fitted(chosen)).orElse(FittedStates.NONE);
    }

    private BoundChain bind() {
        return chain.get().chain().bind(states(), Use.INFERENCE);
    }

    // ---- inference in batches

    @Override
    public FrameReader batchData(TimeRange range) {
        return inference(PlanRequest.of(new LabelRows.OfRoot(range)), UnaryOperator.identity());
    }

    @Override
    public FrameReader batchData(Frame spine) {
        parts.requireOpen();
        LabelRows rows = new LabelRows.OfSpine(SPINE, spine.schema(), TimeRange.ALL);
        return inference(PlanRequest.of(rows), sources -> sources.with(SPINE, spine.reader()));
    }

    @Override
    public FrameReader latest() {
        return inference(PlanRequest.of(new LabelRows.Latest(parts.clock().instant())), UnaryOperator.identity());
    }

    private FrameReader inference(PlanRequest request, UnaryOperator<TableSources> sources) {
        parts.requireOpen();
        PlanRequest filtered = request.where(filter);
        if (!isTransformed()) {
            return parts.offline()
                    .reader()
                    .run(queries.planner().inference(spec, filtered).plan(), sources);
        }
        BoundChain ready = bound.get();
        PlannedInference plan =
                queries.planner().inference(spec, filtered, chain.get().extras());
        Plan read = new Plan.Project(plan.plan(), TransformedBatch.columns(plan));
        return new TransformedBatch(parts.offline().reader().run(read, sources), plan, ready);
    }

    // ---- training data

    @Override
    public TrainingData trainingData(TrainingOptions options) {
        parts.requireWritable("make a version of training data");
        return parts.training().create(spec, form, options);
    }

    @Override
    public TrainingData trainingData(int version) {
        parts.requireOpen();
        return parts.training().read(spec, form, version);
    }

    @Override
    public TrainingDataset makeTrainingData(TrainingOptions options) {
        parts.requireWritable("make a version of training data");
        return parts.training().make(spec, dataset, options);
    }

    @Override
    public TrainingRows trainingRows(int version, String part) {
        parts.requireOpen();
        return parts.training().rows(spec, form, version, part, dataset);
    }

    @Override
    public TrainingDataset writeTrainingData(TrainingOptions options, TrainingFiles files) {
        parts.requireWritable("make a version of training data");
        return parts.training().write(spec, form, options, files);
    }

    @Override
    public TrainingDataset writeTrainingData(int version, TrainingFiles files) {
        parts.requireOpen();
        return parts.training().write(spec, form, version, files);
    }

    @Override
    public List<TrainingDataset> trainingDatasets() {
        parts.requireOpen();
        return parts.training().all(spec.ref());
    }

    @Override
    public void deleteTrainingDataset(int version) {
        parts.requireWritable("delete a version of training data");
        parts.training().delete(spec.ref(), version);
    }

    // ---- inference online

    @Override
    public List<Field> servingKeys() {
        parts.requireOpen();
        return features.get().program().plan().servingKeys();
    }

    @Override
    public List<Field> requestParameters() {
        parts.requireOpen();
        return features.get().program().requestParameters();
    }

    @Override
    public List<FeatureVector> featureVectors(List<? extends Map<String, ?>> entries) {
        parts.requireOpen();
        return served(() -> log.isPresent()
                ? log.get().get().vectors(entries)
                : features.get().vectors(entries));
    }

    @Override
    public FeatureVector featureVector(Map<String, ?> entry) {
        parts.requireOpen();
        return served(() -> log.isPresent()
                ? log.get().get().vectors(List.of(entry)).getFirst()
                : features.get().vector(entry));
    }

    /** What is kept of events lies otherwise when their group was given more aggregates: readers made before are made anew. */
    private <T> T served(Supplier<T> vectors) {
        try {
            return vectors.get();
        } catch (ShearwaterException failed) {
            if (failed.code() != OnlineError.SCHEMA_CHANGED) {
                throw failed;
            }
            features.forget();
            helpers.forget();
            log.ifPresent(Once::forget);
            return vectors.get();
        }
    }

    @Override
    public FeatureVector inferenceHelpers(Map<String, ?> entry) {
        parts.requireOpen();
        return served(() -> helpers.get().vector(entry));
    }

    @Override
    public Provenance why(Map<String, ?> entry, String feature) {
        parts.requireOpen();
        VectorProgram program = program(Optional.empty());
        Map<String, ?> known = program.withoutParameters(entry);
        // Of what is stored, nothing has to be computed, and the request need not name what that would take.
        boolean isStored = program.plan().schema().contains(feature);
        FeatureVector served = isStored
                ? parts.online().vectors(program.plan()).vector(known)
                : parts.online().vectors(program).vector(entry);
        return new ProvenanceReader(parts, spec, onlineGroups()).why(served, known, feature);
    }

    /** Reads vectors with the inference helpers among what is known, as deployments log them. */
    VectorAssembler withHelpers() {
        return parts.online()
                .vectors(VectorProgram.withHelpers(spec, onlineGroups(), filter, parts.functions(), transformed()));
    }

    private VectorProgram program() {
        return program(transformed());
    }

    private Optional<VectorProgram.Transformed> transformed() {
        return isTransformed()
                ? Optional.of(new VectorProgram.Transformed(chain.get(), bound.get()))
                : Optional.empty();
    }

    private VectorProgram program(Optional<VectorProgram.Transformed> transformed) {
        return VectorProgram.of(spec, onlineGroups(), filter, parts.functions(), transformed);
    }

    /** The groups of the view that are kept online. */
    private List<OnlineGroup> onlineGroups() {
        return readableGroups()
                .map(parts.registry()::whole)
                .map(OnlineParts::group)
                .toList();
    }

    private Stream<GroupRecord> readableGroups() {
        return spec.query().nodes().stream()
                .map(node -> node.group().ref())
                .distinct()
                .map(parts.registry()::readable)
                .filter(group -> group.spec().storage().hasOnline());
    }

    // ---- tags

    private DefinitionKey key() {
        return parts.registry().key(spec.ref());
    }

    @Override
    public Map<String, String> tags() {
        parts.requireOpen();
        return parts.registry().tags(key());
    }

    @Override
    public void tag(String name, String value) {
        parts.requireWritable("set a tag");
        parts.registry().tag(key(), name, value);
    }

    @Override
    public void untag(String name) {
        parts.requireWritable("remove a tag");
        parts.registry().untag(key(), name);
    }

    @Override
    public String toString() {
        return "feature view " + spec.ref();
    }
}
