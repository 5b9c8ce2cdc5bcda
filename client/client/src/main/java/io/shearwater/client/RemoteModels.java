package io.shearwater.client;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelEvaluation;
import io.shearwater.api.ModelLineage;
import io.shearwater.api.ModelSearch;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.Models;
import io.shearwater.evaluation.Scorecard;
import io.shearwater.learning.ModelCard;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.RegisteredModel;
import io.shearwater.learning.Validation;
import io.shearwater.wire.ModelJson;
import io.shearwater.wire.ModelSearchJson;
import io.shearwater.wire.ModelVersionJson;
import io.shearwater.wire.RefJson;
import io.shearwater.wire.ScorecardJson;
import io.shearwater.wire.ValidationJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The models of a project on a server. Learners and runtimes are those of the server. Thread-safe. */
final class RemoteModels implements Models {
    static final String MODELS = "models";
    private static final String VERSIONS = "versions";

    private final Http http;
    private final FeatureStore store;
    private final ModelWork work;

    RemoteModels(Http http, FeatureStore store) {
        this.http = http;
        this.store = store;
        this.work = new ModelWork(store);
    }

    private static Object[] path(ModelRef model, Object... more) {
        return Ask.with(List.of(MODELS, model.name(), VERSIONS, model.version()), more)
                .toArray();
    }

    private ModelVersion version(Ask ask) {
        return http.read(ask, ModelVersionJson.VERSIONS::read);
    }

    @Override
    public ModelVersion train(ModelTraining training) {
        try (Attachments along = new Attachments()) {
            return version(Ask.post("model-trainings")
                    .work()
                    .named("training of model '" + training.model() + "'")
                    .with(along.body(work.document(training, along))));
        }
    }

    @Override
    public ModelSearch.Result search(ModelSearch search) {
        try (Attachments along = new Attachments()) {
            return http.read(
                    Ask.post("model-searches")
                            .work()
                            .named("search '" + search.name() + "'")
                            .with(along.body(work.document(search, along))),
                    ModelSearchJson.RESULTS::read);
        }
    }

    @Override
    public Validation evaluate(ModelEvaluation evaluation) {
        try (Attachments along = new Attachments()) {
            return http.read(
                    Ask.post("model-evaluations")
                            .work()
                            .named("evaluation of " + evaluation.model())
                            .with(along.body(work.document(withView(evaluation), along))),
                    ValidationJson.VALIDATIONS::read);
        }
    }

    /** Rows are chosen by columns of a view, which the server has to know. */
    private ModelEvaluation withView(ModelEvaluation evaluation) {
        boolean needsView = evaluation.data() instanceof ModelEvaluation.Data.Rows;
        return needsView && evaluation.view().isEmpty()
                ? evaluation.of(untied(featureView(evaluation.model())))
                : evaluation;
    }

    /** The view alone: the server chooses the version by the model. */
    private FeatureView untied(FeatureView view) {
        return store.featureView(view.spec().name(), view.spec().version());
    }

    @Override
    public ModelVersion register(ModelDraft draft, Path directory) {
        return version(Ask.post(MODELS, draft.name(), VERSIONS)
                .work()
                .named("register model '" + draft.name() + "'")
                .with(ModelUpload.of(draft, directory)));
    }

    @Override
    public List<RegisteredModel> list() {
        return http.pages(Ask.get(MODELS), value -> ModelJson.MODELS.read(value.node(), value.path()));
    }

    @Override
    public RegisteredModel registered(String name) {
        return http.read(Ask.get(MODELS, name), ModelJson.MODELS::read);
    }

    @Override
    public List<ModelVersion> versions(String name) {
        return http.pages(
                Ask.get(MODELS, name, VERSIONS), value -> ModelVersionJson.VERSIONS.read(value.node(), value.path()));
    }

    @Override
    public ModelVersion model(String name, int version) {
        return version(Ask.get(MODELS, name, VERSIONS, version));
    }

    @Override
    public ModelVersion model(String name) {
        return version(Ask.get(MODELS, name, "newest"));
    }

    @Override
    public ModelVersion aliased(String name, String alias) {
        return version(Ask.get(MODELS, name, "aliases", alias));
    }

    @Override
    public Optional<ModelVersion> find(String name, int version) {
        return RemoteFeatureStore.found(() -> model(name, version));
    }

    @Override
    public ModelVersion best(String name, String metric, Direction direction) {
        return version(Ask.get(MODELS, name, "best")
                .query("metric", metric)
                .query("direction", direction.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public RegisteredModel alias(ModelRef model, String alias) {
        return http.read(
                Ask.of("PUT", MODELS, model.name(), "aliases", alias)
                        .repeatable()
                        .json(Documents.of(Map.of("version", model.version()))),
                ModelJson.MODELS::read);
    }

    @Override
    public RegisteredModel unalias(String name, String alias) {
        return http.read(Ask.of("DELETE", MODELS, name, "aliases", alias), ModelJson.MODELS::read);
    }

    @Override
    public ModelVersion moveTo(ModelRef model, ModelStage stage, String comment) {
        return version(Ask.of("PUT", path(model, "stage"))
                .json(Documents.of(Map.of("stage", stage.name().toLowerCase(Locale.ROOT), "comment", comment))));
    }

    @Override
    public ModelVersion judge(ModelRef model, Scorecard scorecard) {
        return version(
                Ask.of("PUT", path(model, "scorecard")).repeatable().json(ScorecardJson.SCORECARDS.write(scorecard)));
    }

    private ModelVersion written(String text, Object... path) {
        return version(Ask.of("PUT", path).repeatable().json(Documents.of(Map.of("text", text))));
    }

    @Override
    public ModelVersion describe(ModelRef model, String description) {
        return written(description, path(model, "description"));
    }

    @Override
    public ModelVersion writeCard(ModelRef model, String title, String text) {
        return written(text, path(model, "card", title));
    }

    @Override
    public ModelCard card(ModelRef model) {
        return http.read(Ask.get(path(model, "card")), ModelJson.CARDS::read);
    }

    @Override
    public ModelLineage lineage(ModelRef model) {
        return http.read(Ask.get(path(model, "lineage")), ModelJson.LINEAGES::read);
    }

    @Override
    public List<ModelRef> trainedOnGroup(String group, int version) {
        return http.pages(
                Ask.get(RemoteGroup.GROUPS, group, version, MODELS),
                value -> RefJson.MODELS.read(value.node(), value.path()));
    }

    @Override
    public FeatureView featureView(ModelRef model) {
        ModelVersion version = model(model.name(), model.version());
        OptionalInt dataset = version.origin().trainingDataset();
        if (version.origin().view().isEmpty() || dataset.isEmpty()) {
            // The server says in its own words what is not known of the model.
            http.done(Ask.get(path(model, "view")));
        }
        var view = version.origin().view().orElseThrow();
        return store.featureView(view.name(), view.version()).withTrainingDataset(dataset.orElseThrow());
    }

    @Override
    public Predictor load(ModelRef model) {
        return new RemotePredictor(http, model(model.name(), model.version()));
    }

    @Override
    public Path download(ModelRef model, Path directory) {
        ModelVersion version = model(model.name(), model.version());
        Ask ask = Ask.get(path(model, "files")).accepting(Attachments.MEDIA_TYPE);
        return ModelUpload.received(version, http.stream(ask.work()), directory);
    }

    @Override
    public Map<ModelRef, String> check() {
        Map<ModelRef, String> faults = new LinkedHashMap<>();
        http.list(
                        Ask.get("model-check").work(),
                        value -> value.object(item -> Map.entry(
                                RefJson.MODELS.read(item.member("model").node(), "$.model"), item.text("fault"))))
                .forEach(fault -> faults.put(fault.getKey(), fault.getValue()));
        return faults;
    }

    @Override
    public void delete(ModelRef model) {
        http.done(Ask.of("DELETE", path(model)).work());
    }
}
