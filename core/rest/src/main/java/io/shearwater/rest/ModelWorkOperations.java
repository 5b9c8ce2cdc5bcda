package io.shearwater.rest;

import static io.shearwater.rest.ModelOperations.MODEL;
import static io.shearwater.rest.ModelOperations.VERSION;
import static io.shearwater.rest.Operations.PROJECT;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelEvaluation;
import io.shearwater.api.ModelSearch;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.Models;
import io.shearwater.api.TrainingOptions;
import io.shearwater.gate.Action;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.ModelSearchJson;
import io.shearwater.wire.ModelVersionJson;
import io.shearwater.wire.ModelWorkJson;
import io.shearwater.wire.RefJson;
import io.shearwater.wire.ScorecardJson;
import io.shearwater.wire.ValidationJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Models at work on the server: training, searching, evaluating; and finding and describing versions. */
final class ModelWorkOperations {
    private ModelWorkOperations() {}

    static List<Operation> list() {
        return Operations.together(working(), finding(), describing());
    }

    private static List<Operation> working() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                PROJECT + "/model-trainings",
                                Action.TRAIN,
                                "Train, evaluate and register a model with a learner of the server",
                                ModelWorkOperations::train)
                        .takes("ModelTraining")
                        .creates("ModelVersion"),
                Operation.of(
                                Verb.POST,
                                PROJECT + "/model-searches",
                                Action.TRAIN,
                                "Try parameters of a learner and compare what comes out",
                                ModelWorkOperations::search)
                        .takes("ModelSearch")
                        .gives("ModelSearchResult"),
                Operation.of(
                                Verb.POST,
                                PROJECT + "/model-evaluations",
                                Action.TRAIN,
                                "Evaluate a version with data of a view, and keep what was found",
                                ModelWorkOperations::evaluate)
                        .takes("ModelEvaluation")
                        .gives("Validation"));
    }

    private static List<Operation> finding() {
        return List.of(
                Operation.of(
                                Verb.GET,
                                MODEL + "/newest",
                                Action.READ_MODELS,
                                "The newest version of a model",
                                call -> version(models(call).model(call.place("model"))))
                        .gives("ModelVersion"),
                Operation.of(
                                Verb.GET,
                                MODEL + "/aliases/{alias}",
                                Action.READ_MODELS,
                                "The version that an alias names",
                                call -> version(models(call).aliased(call.place("model"), call.place("alias"))))
                        .gives("ModelVersion"),
                Operation.of(
                                Verb.GET,
                                MODEL + "/best",
                                Action.READ_MODELS,
                                "The version with the best value of a metric",
                                ModelWorkOperations::best)
                        .parameter("metric", "string", "Which; required")
                        .parameter("direction", "string", "maximize or minimize; required")
                        .gives("ModelVersion"),
                Operation.of(
                                Verb.GET,
                                VERSION + "/view",
                                Action.READ_MODELS,
                                "The feature view that a version was trained on, with the version of its training data",
                                ModelWorkOperations::view)
                        .gives("ModelView"),
                Operation.of(
                                Verb.POST,
                                VERSION + "/scores",
                                Action.READ_MODEL_FILES,
                                "The scores of rows that have the features of a version, in their order",
                                ModelWorkOperations::scores)
                        .takes("NewRows")
                        .gives("Rows"),
                Page.paged(Operation.of(
                                Verb.GET,
                                GroupOperations.GROUP + "/models",
                                Action.READ_MODELS,
                                "The models that were trained on a feature group, directly or through others",
                                ModelWorkOperations::trainedOn))
                        .givesPage("NameAndVersion"),
                Operation.of(
                                Verb.GET,
                                PROJECT + "/model-check",
                                Action.READ_MODEL_FILES,
                                "Which versions have files that are not as they were registered",
                                ModelWorkOperations::check)
                        .givesPage("ModelFault"));
    }

    private static List<Operation> describing() {
        return List.of(
                Operation.of(
                                Verb.PUT,
                                VERSION + "/scorecard",
                                Action.ADD_MODELS,
                                "Keep what checks found, in the place of what was found before",
                                call -> version(
                                        models(call).judge(ref(call), ScorecardJson.SCORECARDS.read(call.text()))))
                        .takes("Scorecard")
                        .gives("ModelVersion"),
                Operation.of(
                                Verb.PUT,
                                VERSION + "/description",
                                Action.ADD_MODELS,
                                "Describe a version",
                                call -> version(models(call).describe(ref(call), text(call))))
                        .takes("ModelText")
                        .gives("ModelVersion"),
                Operation.of(
                                Verb.PUT,
                                VERSION + "/card/{title}",
                                Action.ADD_MODELS,
                                "Write a section of the model card, in the place of what it said",
                                call -> version(models(call).writeCard(ref(call), call.place("title"), text(call))))
                        .takes("ModelText")
                        .gives("ModelVersion"));
    }

    private static Models models(Call call) {
        return call.store().models();
    }

    private static ModelRef ref(Call call) {
        return new ModelRef(call.place("model"), call.number("version"));
    }

    private static Answer version(ModelVersion version) {
        return Answer.json(ModelVersionJson.VERSIONS.node(version));
    }

    private static String text(Call call) {
        JsonObject body = call.json();
        String text = body.text("text");
        body.requireAllTaken();
        return text;
    }

    /** Views as requests name them, if the caller may read all that they read. */
    private static ModelWorkJson views(Call call) {
        return new ModelWorkJson(
                view -> {
                    throw new IllegalStateException("nothing is written here");
                },
                use -> {
                    FeatureView view = call.store()
                            .featureView(use.view().name(), use.view().version());
                    call.readable().require(view.spec().query());
                    FeatureView fitted = use.trainingDataset().isPresent()
                            ? view.withTrainingDataset(use.trainingDataset().get())
                            : view;
                    return use.isRaw() ? fitted.untransformed() : fitted;
                });
    }

    private static Answer train(Call call) {
        try (Posted posted = Posted.of(call)) {
            ModelTraining training = views(call).trainings().read(posted.text());
            return Answer.created(ModelVersionJson.VERSIONS.node(models(call).train(withSpine(training, posted))));
        }
    }

    private static ModelTraining withSpine(ModelTraining training, Posted posted) {
        if (!(training.data() instanceof ModelTraining.Data.Wanted wanted) || !posted.hasRows()) {
            return training;
        }
        return new ModelTraining(
                training.model(),
                new ModelTraining.Data.Wanted(wanted.view(), withSpine(wanted.options(), posted)),
                training.learner(),
                training.target(),
                training.judgement(),
                training.description());
    }

    private static TrainingOptions withSpine(TrainingOptions options, Posted posted) {
        return options.withSpine(posted.rows(0).readAll());
    }

    private static Answer search(Call call) {
        try (Posted posted = Posted.of(call)) {
            var search = ModelSearchJson.over(views(call)).read(posted.text());
            var whole = new ModelSearch(
                    search.name(),
                    withSpine(search.training(), posted),
                    search.space(),
                    search.strategy(),
                    search.goal(),
                    search.parallel());
            return Answer.json(ModelSearchJson.RESULTS.node(models(call).search(whole)));
        }
    }

    private static Answer evaluate(Call call) {
        try (Posted posted = Posted.of(call)) {
            ModelEvaluation evaluation = views(call).evaluations().read(posted.text());
            if (evaluation.data() instanceof ModelEvaluation.Data.Rows rows && posted.hasRows()) {
                evaluation = evaluation.on(withSpine(rows.options(), posted));
            }
            return Answer.json(ValidationJson.VALIDATIONS.node(models(call).evaluate(evaluation)));
        }
    }

    private static Answer best(Call call) {
        String metric = call.query("metric")
                .orElseThrow(() -> RestError.BAD_PARAMETER.because("Which metric? Name it with 'metric'."));
        Optional<Models.Direction> direction = call.query("direction").flatMap(ModelWorkOperations::direction);
        return version(models(call)
                .best(
                        call.place("model"),
                        metric,
                        direction.orElseThrow(() -> RestError.BAD_PARAMETER.because(
                                "'direction' says which values are better: maximize or minimize."))));
    }

    private static Optional<Models.Direction> direction(String text) {
        return List.of(Models.Direction.values()).stream()
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    private static Answer view(Call call) {
        FeatureView view = models(call).featureView(ref(call));
        ObjectNode node = Json.object();
        node.set("view", RefJson.VIEWS.node(view.spec().ref()));
        view.trainingDataset().ifPresent(dataset -> node.put("training_dataset", dataset.version()));
        return Answer.json(node);
    }

    private static Answer scores(Call call) {
        Predictor model = models(call).load(ref(call));
        try {
            return new Answer.Rows(new ScoreRows(
                    model,
                    RowForm.of(call.bodyType())
                            .read(call.stream(), model.signature().features())));
        } catch (RuntimeException | Error failed) {
            model.close();
            throw failed;
        }
    }

    private static Answer trainedOn(Call call) {
        List<ModelRef> models = models(call).trainedOnGroup(call.place("group"), call.number("version"));
        return Answer.json(Json.page(call, models, RefJson.MODELS::node));
    }

    private static Answer check(Call call) {
        ObjectNode node = Json.object();
        ArrayNode items = node.putArray("items");
        for (Map.Entry<ModelRef, String> fault : models(call).check().entrySet()) {
            items.addObject().put("fault", fault.getValue()).set("model", RefJson.MODELS.node(fault.getKey()));
        }
        return Answer.json(node.put("total", items.size()));
    }
}
