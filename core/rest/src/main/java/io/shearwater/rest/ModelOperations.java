package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import com.fasterxml.jackson.databind.JsonNode;
import io.shearwater.api.Models;
import io.shearwater.gate.Action;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelStage;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.ModelJson;
import io.shearwater.wire.ModelVersionJson;
import java.util.List;

/** Registered models and their versions. */
final class ModelOperations {
    static final String MODELS = PROJECT + "/models";
    static final String MODEL = MODELS + "/{model}";
    static final String VERSION = MODEL + "/versions/{version}";

    private ModelOperations() {}

    static List<Operation> list() {
        return Operations.together(reading(), changing());
    }

    private static List<Operation> reading() {
        return List.of(
                Page.paged(Operation.of(
                                Verb.GET,
                                MODELS,
                                Action.READ_MODELS,
                                "The registered models",
                                call -> Answer.json(Json.page(call, models(call).list(), ModelJson.MODELS::node))))
                        .givesPage("Model"),
                Operation.of(
                                Verb.GET,
                                MODEL,
                                Action.READ_MODELS,
                                "A registered model and its aliases",
                                call -> Answer.json(
                                        ModelJson.MODELS.node(models(call).registered(call.place("model")))))
                        .gives("Model"),
                Page.paged(Operation.of(
                                Verb.GET,
                                MODEL + "/versions",
                                Action.READ_MODELS,
                                "The versions of a model",
                                call -> Answer.json(Json.page(
                                        call,
                                        models(call).versions(call.place("model")),
                                        ModelVersionJson.VERSIONS::node))))
                        .givesPage("ModelVersion"),
                Operation.of(
                                Verb.GET,
                                VERSION,
                                Action.READ_MODELS,
                                "A version: what it was trained on, its metrics, signature and stage",
                                call -> version(call))
                        .gives("ModelVersion"),
                Operation.of(
                        Verb.DELETE,
                        VERSION,
                        Action.REMOVE_MODELS,
                        "Delete a version that no deployment serves",
                        call -> {
                            models(call).delete(ref(call));
                            return Answer.done();
                        }),
                Operation.of(
                                Verb.GET,
                                VERSION + "/card",
                                Action.READ_MODELS,
                                "The model card",
                                call -> Answer.json(
                                        ModelJson.CARDS.node(models(call).card(ref(call)))))
                        .gives("ModelCard"),
                Operation.of(
                                Verb.GET,
                                VERSION + "/lineage",
                                Action.READ_MODELS,
                                "Where a version comes from, and what serves it",
                                call -> Answer.json(
                                        ModelJson.LINEAGES.node(models(call).lineage(ref(call)))))
                        .gives("ModelLineage"));
    }

    private static List<Operation> changing() {
        return List.of(
                Operation.of(
                                Verb.PUT,
                                VERSION + "/stage",
                                Action.PROMOTE_MODELS,
                                "Move a version to another stage; who asks approves it",
                                ModelOperations::move)
                        .takes("StageChange")
                        .gives("ModelVersion"),
                Operation.of(
                                Verb.PUT,
                                MODEL + "/aliases/{alias}",
                                Action.PROMOTE_MODELS,
                                "Let an alias name a version",
                                ModelOperations::alias)
                        .takes("Alias")
                        .gives("Model"),
                Operation.of(
                                Verb.DELETE,
                                MODEL + "/aliases/{alias}",
                                Action.PROMOTE_MODELS,
                                "Remove an alias",
                                call -> Answer.json(ModelJson.MODELS.node(
                                        models(call).unalias(call.place("model"), call.place("alias")))))
                        .gives("Model"));
    }

    private static Models models(Call call) {
        return call.store().models();
    }

    private static ModelRef ref(Call call) {
        return new ModelRef(call.place("model"), call.number("version"));
    }

    private static Answer version(Call call) {
        return Answer.json(json(call, ref(call)));
    }

    private static JsonNode json(Call call, ModelRef ref) {
        return ModelVersionJson.VERSIONS.node(models(call).model(ref.name(), ref.version()));
    }

    private static Answer move(Call call) {
        JsonObject body = call.json();
        ModelStage stage = body.member("stage").choice(ModelStage.class);
        String comment = body.findText("comment");
        body.requireAllTaken();
        return Answer.json(ModelVersionJson.VERSIONS.node(models(call).moveTo(ref(call), stage, comment)));
    }

    private static Answer alias(Call call) {
        JsonObject body = call.json();
        int version = body.member("version").integer();
        body.requireAllTaken();
        ModelRef ref = new ModelRef(call.place("model"), version);
        return Answer.json(ModelJson.MODELS.node(models(call).alias(ref, call.place("alias"))));
    }
}
