package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelEvaluation;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.ModelTraining.Judgement;
import io.shearwater.api.ModelTraining.Learner;
import io.shearwater.api.ModelTraining.Ranking;
import io.shearwater.api.ModelTraining.Target;
import io.shearwater.api.TrainingOptions;
import io.shearwater.learning.Task;
import io.shearwater.model.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Models that are to be trained and evaluated, as JSON. Rows cross beside them: those of a spine, of which the options say nothing.
 *
 * @param uses tells how a view is read
 * @param views gives a view to be read so
 */
public record ModelWorkJson(Uses uses, Views views) {
    /** Tells how a view is read. */
    @FunctionalInterface
    public interface Uses {
        ViewUse of(FeatureView view);
    }

    /** Gives a view to be read in a way. */
    @FunctionalInterface
    public interface Views {
        FeatureView view(ViewUse use);
    }

    /**
     * Models that are to be trained.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST for rows in memory and a learner of one's own, which do not cross
     */
    public WireCodec<ModelTraining> trainings() {
        return WireCodec.ofObject(this::node, this::training);
    }

    /** Versions that are to be evaluated. */
    public WireCodec<ModelEvaluation> evaluations() {
        return WireCodec.ofObject(this::node, this::evaluation);
    }

    ObjectNode node(ModelTraining training) {
        ObjectNode node = WireJson.object().put("model", training.model());
        node.set("data", node(training.data()));
        Learner learner = training.learner();
        if (learner.own().isPresent()) {
            throw WireError.BAD_REQUEST.because("The learner '" + learner.name()
                    + "' is an object of this program; only" + " learners of plugins cross the wire.");
        }
        ObjectNode written =
                node.putObject("learner").put("name", learner.name()).put("seed", learner.seed());
        written.set("parameters", ValueParser.write(learner.parameters()));
        node.set("target", node(training.target()));
        node.set("judgement", node(training.judgement()));
        return node.put("description", training.description());
    }

    private ObjectNode node(ModelTraining.Data data) {
        return switch (data) {
            case ModelTraining.Data.Version version -> {
                ObjectNode node = WireJson.object();
                node.set("view", uses.of(version.view()).node());
                yield node.put("training_dataset", version.version());
            }
            case ModelTraining.Data.Wanted wanted -> {
                ObjectNode node = WireJson.object();
                node.set("view", uses.of(wanted.view()).node());
                node.set("options", OptionsJson.node(wanted.options()));
                yield node;
            }
            case ModelTraining.Data.InMemory memory ->
                throw WireError.BAD_REQUEST.because(
                        "Rows in memory do not cross the wire; name the version of the training data.");
        };
    }

    private static ObjectNode node(Target target) {
        ObjectNode node = WireJson.object();
        target.label().ifPresent(label -> node.put("label", label));
        target.task().ifPresent(task -> node.put("task", task.text()));
        target.positive().ifPresent(positive -> node.put("positive", positive));
        node.set("quantiles", ValueParser.write(target.quantiles()));
        node.set("without", WireJson.texts(target.without()));
        target.ranking().ifPresent(ranking -> node.set("ranking", node(ranking)));
        return node;
    }

    private static ObjectNode node(Ranking ranking) {
        return WireJson.object().put("column", ranking.column()).put("places", ranking.places());
    }

    private static ObjectNode node(Judgement judgement) {
        ObjectNode node = WireJson.object();
        node.set("slices", WireJson.texts(judgement.slices()));
        node.set("checks", ScorecardJson.CHECKS.nodes(judgement.checks()));
        return node;
    }

    ModelTraining training(JsonObject training) {
        return new ModelTraining(
                training.text("model"),
                training.member("data").object(this::data),
                training.member("learner").object(ModelWorkJson::learner),
                training.find("target")
                        .map(target -> target.object(ModelWorkJson::target))
                        .orElseGet(ModelWorkJson::noTarget),
                training.find("judgement")
                        .map(judgement -> judgement.object(ModelWorkJson::judgement))
                        .orElseGet(() -> new Judgement(List.of(), List.of())),
                training.findText("description"));
    }

    private static Target noTarget() {
        return new Target(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    private ModelTraining.Data data(JsonObject data) {
        FeatureView view = views.view(data.member("view").object(ViewUse::read));
        return data.has("training_dataset")
                ? new ModelTraining.Data.Version(
                        view, data.member("training_dataset").integer())
                : new ModelTraining.Data.Wanted(view, options(view, data.member("options")));
    }

    private static TrainingOptions options(FeatureView view, JsonValue value) {
        Schema columns = view.spec().query().schema();
        String of = "feature view '" + view.spec().name() + "' version "
                + view.spec().version();
        return OptionsJson.training(columns, of).read(value);
    }

    private static Learner learner(JsonObject learner) {
        Map<String, String> parameters = new LinkedHashMap<>();
        learner.find("parameters").ifPresent(all -> parameters.putAll(all.map(JsonValue::text)));
        return new Learner(
                learner.text("name"),
                Optional.empty(),
                parameters,
                learner.find("seed").map(JsonValue::whole).orElse(0L));
    }

    private static Target target(JsonObject target) {
        return new Target(
                target.find("label").map(JsonValue::text),
                target.find("task").map(task -> task.choice(Task.class)),
                target.find("positive").map(JsonValue::text),
                target.findList("quantiles", JsonValue::number),
                target.findList("without", JsonValue::text),
                target.find("ranking").map(ranking -> ranking.object(ModelWorkJson::ranking)));
    }

    private static Ranking ranking(JsonObject ranking) {
        return new Ranking(ranking.text("column"), ranking.member("places").integer());
    }

    private static Judgement judgement(JsonObject judgement) {
        return new Judgement(
                judgement.findList("slices", JsonValue::text),
                judgement.findList("checks", check -> check.object(ScorecardJson::check)));
    }

    ObjectNode node(ModelEvaluation evaluation) {
        ObjectNode node = WireJson.object();
        node.set("model", RefJson.node(evaluation.model()));
        node.put("name", evaluation.name());
        evaluation.view().ifPresent(view -> node.set("view", uses.of(view).node()));
        switch (evaluation.data()) {
            case ModelEvaluation.Data.Part part ->
                node.put("training_dataset", part.trainingDataset()).put("part", part.part());
            case ModelEvaluation.Data.Rows rows -> node.set("options", OptionsJson.node(rows.options()));
        }
        node.set("judgement", node(evaluation.judgement()));
        evaluation.ranking().ifPresent(ranking -> node.set("ranking", node(ranking)));
        return node;
    }

    /** @throws io.shearwater.model.ShearwaterException BAD_REQUEST where rows are asked for and no view is named */
    ModelEvaluation evaluation(JsonObject evaluation) {
        Optional<FeatureView> view = evaluation.find("view").map(use -> views.view(use.object(ViewUse::read)));
        Optional<JsonValue> options = evaluation.find("options");
        ModelEvaluation.Data data = options.isPresent()
                ? new ModelEvaluation.Data.Rows(options(
                        view.orElseThrow(
                                () -> evaluation.refused("has 'options' of rows, and no 'view' to make them of.")),
                        options.get()))
                : new ModelEvaluation.Data.Part(
                        evaluation
                                .find("training_dataset")
                                .map(JsonValue::integer)
                                .orElse(0),
                        evaluation.find("part").map(JsonValue::text).orElse("test"));
        return new ModelEvaluation(
                RefJson.model(evaluation.member("model")),
                evaluation.find("name").map(JsonValue::text).orElse("validation"),
                view,
                data,
                evaluation
                        .find("judgement")
                        .map(judgement -> judgement.object(ModelWorkJson::judgement))
                        .orElseGet(() -> new Judgement(List.of(), List.of())),
                evaluation.find("ranking").map(ranking -> ranking.object(ModelWorkJson::ranking)));
    }
}
