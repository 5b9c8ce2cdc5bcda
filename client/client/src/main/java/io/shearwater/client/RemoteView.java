package io.shearwater.client;

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
import io.shearwater.model.Provenance;
import io.shearwater.model.Schema;
import io.shearwater.model.SkewReport;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import io.shearwater.model.TransformationCall;
import io.shearwater.wire.FeatureViewJson;
import io.shearwater.wire.FittedJson;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.ProvenanceJson;
import io.shearwater.wire.SchemaJson;
import io.shearwater.wire.SkewReportJson;
import io.shearwater.wire.ViewUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A feature view on a server. Thread-safe. */
final class RemoteView implements FeatureView {
    static final String VIEWS = "feature-views";

    private final ViewPlace place;
    private final RemoteTraining training;
    private final Optional<TrainingDataset> dataset;

    private RemoteView(ViewPlace place, Optional<TrainingDataset> dataset) {
        this.place = place;
        this.dataset = dataset;
        this.training = new RemoteTraining(place);
    }

    /** A view as a server describes it. */
    static RemoteView of(Http http, JsonObject answer) {
        for (String beside : List.of("serving_keys", "request_parameters", "feature_schema")) {
            answer.find(beside);
        }
        FeatureViewSpec spec = RemoteTags.without(answer, FeatureViewJson.SPECS);
        return new RemoteView(ViewPlace.of(http, spec), Optional.empty());
    }

    /** As what it is read. */
    ViewUse use() {
        return new ViewUse(place.spec().ref(), place.version(), place.isRaw());
    }

    private Http http() {
        return place.http();
    }

    @Override
    public FeatureViewSpec spec() {
        return place.spec();
    }

    @Override
    public Schema featureSchema() {
        return schema("features");
    }

    private Schema schema(String of) {
        return http().json(
                        place.chosen(place.get("schema")).query("of", of),
                        answer -> SchemaJson.read(answer.member("fields").node().toString()));
    }

    @Override
    public FeatureView untransformed() {
        return new RemoteView(place.untransformed(), dataset);
    }

    @Override
    public Optional<TrainingDataset> trainingDataset() {
        return dataset;
    }

    @Override
    public Map<TransformationCall, Map<String, Frame>> fittedTransformations() {
        return http().read(place.chosen(place.get("fitted")), FittedJson::read);
    }

    @Override
    public List<Field> servingKeys() {
        return schema("serving_keys").fields();
    }

    @Override
    public List<Field> requestParameters() {
        return schema("request_parameters").fields();
    }

    @Override
    public String explain() {
        return http().text(place.get("explain").accepting("text/plain"));
    }

    @Override
    public TrainingData trainingData(TrainingOptions options) {
        return training.read(training.make(options, Optional.empty()));
    }

    @Override
    public TrainingData trainingData(int version) {
        return training.read(training.dataset(version));
    }

    @Override
    public TrainingDataset makeTrainingData(TrainingOptions options) {
        return training.make(options, dataset);
    }

    @Override
    public TrainingRows trainingRows(int version, String part) {
        return training.rows(version, part);
    }

    @Override
    public TrainingDataset writeTrainingData(TrainingOptions options, TrainingFiles files) {
        TrainingDataset made = training.make(options, Optional.empty());
        try {
            training.write(made, files);
            return made;
        } catch (RuntimeException | Error failed) {
            // As nobody knows its number.
            deleteTrainingDataset(made.version());
            throw failed;
        }
    }

    @Override
    public TrainingDataset writeTrainingData(int version, TrainingFiles files) {
        TrainingDataset there = training.dataset(version);
        training.write(there, files);
        return there;
    }

    @Override
    public List<TrainingDataset> trainingDatasets() {
        return training.datasets();
    }

    @Override
    public void deleteTrainingDataset(int version) {
        http().done(Ask.of("DELETE", place.path(ViewPlace.DATASETS, version))
                .work()
                .named(place.what("training dataset " + version + " of")));
    }

    @Override
    public FeatureView withTrainingDataset(int version) {
        TrainingDataset chosen = training.dataset(version);
        return new RemoteView(place.with(version), Optional.of(chosen));
    }

    @Override
    public FrameReader batchData(TimeRange range) {
        return http().rows(Ranges.in(place.chosen(place.get("batch")), range));
    }

    @Override
    public FrameReader batchData(Frame spine) {
        return http().rows(place.chosen(place.post("batch")).repeatable().with(Outgoing.of(spine)));
    }

    @Override
    public FrameReader latest() {
        return http().rows(place.chosen(place.get("latest")));
    }

    @Override
    public List<FeatureVector> featureVectors(List<? extends Map<String, ?>> entries) {
        Ask ask = place.chosen(place.post("vectors")).entries(entries);
        // A vector that is logged twice would be there twice.
        return http().vectors(place.isLogged() ? ask.query("logged", true) : ask.repeatable());
    }

    @Override
    public FeatureVector inferenceHelpers(Map<String, ?> entry) {
        Ask ask = place.post("inference-helpers").repeatable().entries(List.of(entry));
        return http().vectors(ask).getFirst();
    }

    @Override
    public Provenance why(Map<String, ?> entry, String feature) {
        Ask ask = place.chosen(place.post("why").repeatable())
                .query("feature", feature)
                .entries(List.of(entry));
        return http().read(ask, ProvenanceJson.PROVENANCES::read);
    }

    @Override
    public FeatureView logged() {
        if (place.isRaw()) {
            // The server says in its own words that it does not log these.
            http().done(place.chosen(place.post("vectors"))
                    .query("logged", true)
                    .entries(List.of()));
        }
        return new RemoteView(place.logged(), dataset);
    }

    @Override
    public VectorLog vectorLog() {
        return RemoteVectorLog.of(place);
    }

    @Override
    public SkewReport verifySkew(SkewSample sample) {
        Ask ask = Ranges.in(place.get("skew"), sample.range())
                .query("most", sample.most())
                .query("share", sample.share());
        return http().read(ask.work(), SkewReportJson.REPORTS::read);
    }

    @Override
    public Map<String, String> tags() {
        return RemoteTags.of(http().json(place.get()));
    }

    @Override
    public void tag(String name, String value) {
        http().done(RemoteTags.put(value, place.path("tags", name)));
    }

    @Override
    public void untag(String name) {
        http().done(RemoteTags.remove(place.path("tags", name)));
    }

    @Override
    public String toString() {
        return place.what("remote");
    }
}
