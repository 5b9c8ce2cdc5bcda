package io.shearwater.store;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import io.shearwater.model.Provenance;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import io.shearwater.online.OnlineGroup;
import io.shearwater.online.VectorPlan;
import io.shearwater.online.VectorReader;
import io.shearwater.plan.FrameRef;
import io.shearwater.query.LabelRows;
import io.shearwater.query.PlanRequest;
import io.shearwater.query.PlannedRows;
import io.shearwater.spi.DefinitionKey;
import java.util.List;
import java.util.Map;

/** A feature view of an embedded store. */
final class EmbeddedFeatureView implements FeatureView {
    private static final FrameRef SPINE = new FrameRef("spine");

    private final StoreParts parts;
    private final FeatureViewSpec spec;
    private final Predicate filter;
    private final QueryReads queries;
    private final Once<VectorReader> features;
    private final Once<VectorReader> helpers;

    EmbeddedFeatureView(StoreParts parts, FeatureViewSpec spec) {
        this(parts, spec, Predicate.all());
    }

    private EmbeddedFeatureView(StoreParts parts, FeatureViewSpec spec, Predicate filter) {
        this.parts = parts;
        this.spec = spec;
        this.filter = filter;
        this.queries = new QueryReads(parts);
        this.features = new Once<>(() -> parts.online().vectors(VectorPlan.ofFeatures(spec, onlineGroups(), filter)));
        this.helpers = new Once<>(() -> parts.online().vectors(VectorPlan.ofInferenceHelpers(spec, onlineGroups())));
    }

    @Override
    public FeatureViewSpec spec() {
        return spec;
    }

    @Override
    public String explain() {
        parts.requireOpen();
        return parts.training().explain(spec);
    }

    @Override
    public FeatureView withTrainingDataset(int version) {
        parts.requireOpen();
        TrainingDataset dataset = parts.training().find(spec.ref(), version);
        return new EmbeddedFeatureView(parts, spec, spec.inferenceFilter(dataset.filter()));
    }

    // ---- inference in batches

    @Override
    public FrameReader batchData(TimeRange range) {
        return inference(PlanRequest.of(new LabelRows.OfRoot(range)));
    }

    @Override
    public FrameReader batchData(Frame spine) {
        parts.requireOpen();
        LabelRows rows = new LabelRows.OfSpine(SPINE, spine.schema(), TimeRange.ALL);
        PlannedRows planned =
                queries.planner().inference(spec, PlanRequest.of(rows).where(filter));
        return parts.offline().reader().run(planned.plan(), sources -> sources.with(SPINE, spine.reader()));
    }

    @Override
    public FrameReader latest() {
        return inference(PlanRequest.of(new LabelRows.Latest(parts.clock().instant())));
    }

    private FrameReader inference(PlanRequest request) {
        parts.requireOpen();
        return parts.offline()
                .reader()
                .run(queries.planner().inference(spec, request.where(filter)).plan());
    }

    // ---- training data

    @Override
    public TrainingData trainingData(TrainingOptions options) {
        parts.requireWritable("make a version of training data");
        return parts.training().create(spec, options);
    }

    @Override
    public TrainingData trainingData(int version) {
        parts.requireOpen();
        return parts.training().read(spec, version);
    }

    @Override
    public TrainingDataset writeTrainingData(TrainingOptions options, TrainingFiles files) {
        parts.requireWritable("make a version of training data");
        return parts.training().write(spec, options, files);
    }

    @Override
    public TrainingDataset writeTrainingData(int version, TrainingFiles files) {
        parts.requireOpen();
        return parts.training().write(spec, version, files);
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
        return features.get().plan().servingKeys();
    }

    @Override
    public List<FeatureVector> featureVectors(List<? extends Map<String, ?>> entries) {
        parts.requireOpen();
        return features.get().vectors(entries);
    }

    @Override
    public FeatureVector featureVector(Map<String, ?> entry) {
        parts.requireOpen();
        return features.get().vector(entry);
    }

    @Override
    public FeatureVector inferenceHelpers(Map<String, ?> entry) {
        parts.requireOpen();
        return helpers.get().vector(entry);
    }

    @Override
    public Provenance why(Map<String, ?> entry, String feature) {
        return new ProvenanceReader(parts, spec, onlineGroups()).why(featureVector(entry), entry, feature);
    }

    /** The groups of the view that are kept online. */
    private List<OnlineGroup> onlineGroups() {
        return spec.query().nodes().stream()
                .map(node -> node.group().ref())
                .distinct()
                .map(parts.registry()::group)
                .filter(group -> group.spec().storage().hasOnline())
                .map(OnlineParts::group)
                .toList();
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
