package io.shearwater.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.learning.ModelFiles;
import io.shearwater.learning.ModelFiles.ModelFile;
import io.shearwater.learning.ModelOrigin;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.ModelVersion.Assessment;
import io.shearwater.learning.ModelVersion.Dossier;
import io.shearwater.learning.ModelVersion.StageChange;
import io.shearwater.learning.Task;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import io.shearwater.model.ViewRef;
import io.shearwater.registry.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Model versions as JSON (docs/format/registry.md). Longs and doubles are texts, so that no reader rounds them. */
final class ModelJson {
    private ModelJson() {}

    static String write(ModelVersion model) {
        ObjectNode node = Json.object().put("created", time(model.created()));
        node.set("signature", signature(model.signature()));
        node.put("format", model.files().format());
        node.set(
                "files",
                Json.array(model.files().files().stream().map(ModelJson::file).toList()));
        node.set("origin", origin(model.origin()));
        node.set("metrics", numbers(model.metrics()));
        model.assessment().scorecard().ifPresent(found -> node.set("scorecard", ScorecardJson.write(found)));
        if (!model.validations().isEmpty()) {
            node.set(
                    "validations",
                    Json.array(model.validations().stream()
                            .map(ValidationJson::write)
                            .toList()));
        }
        node.put("stage", model.stage().text());
        node.put("description", model.dossier().description());
        node.set("card", texts(model.dossier().card()));
        node.set(
                "changes",
                Json.array(model.dossier().changes().stream()
                        .map(ModelJson::change)
                        .toList()));
        return node.toString();
    }

    private static ObjectNode signature(ModelSignature signature) {
        ObjectNode node = Json.object();
        node.set(
                "features",
                Json.array(signature.features().fields().stream()
                        .map(field -> Json.object()
                                .put("name", field.name())
                                .put("type", field.type().toString()))
                        .toList()));
        node.put("task", signature.task().text()).put("label", signature.label());
        node.set("classes", Json.texts(signature.classes()));
        node.set(
                "quantiles",
                Json.texts(signature.quantiles().stream().map(String::valueOf).toList()));
        return node;
    }

    private static ObjectNode file(ModelFile file) {
        return Json.object()
                .put("path", file.path())
                .put("bytes", Long.toString(file.bytes()))
                .put("sha256", file.sha256());
    }

    private static ObjectNode origin(ModelOrigin origin) {
        ObjectNode node = Json.object();
        origin.run().ifPresent(run -> node.put("run", run));
        origin.view()
                .ifPresent(view ->
                        node.set("view", Json.object().put("name", view.name()).put("version", view.version())));
        origin.trainingDataset().ifPresent(version -> node.put("trainingDataset", version));
        node.set("parameters", texts(origin.parameters()));
        node.set("libraries", texts(origin.libraries()));
        return node;
    }

    private static ObjectNode change(StageChange change) {
        return Json.object()
                .put("from", change.from().text())
                .put("to", change.to().text())
                .put("at", time(change.at()))
                .put("by", change.by())
                .put("comment", change.comment());
    }

    static ObjectNode texts(Map<String, String> texts) {
        ObjectNode node = Json.object();
        texts.forEach(node::put);
        return node;
    }

    /** Doubles as texts: JSON has no NaN. */
    static ObjectNode numbers(Map<String, Double> numbers) {
        ObjectNode node = Json.object();
        numbers.forEach((name, value) -> node.put(name, Double.toString(value)));
        return node;
    }

    static SortedMap<String, Double> readNumbers(JsonNode object, String name) {
        SortedMap<String, Double> numbers = new TreeMap<>();
        readTexts(object, name).forEach((key, value) -> numbers.put(key, Double.valueOf(value)));
        return numbers;
    }

    static String time(Instant instant) {
        return Long.toString(Times.micros(instant));
    }

    static ModelVersion read(ModelRef ref, String json) {
        JsonNode node = Json.parse(json);
        return new ModelVersion(
                ref,
                readTime(node, "created"),
                readSignature(Json.member(node, "signature")),
                new ModelFiles(
                        Json.text(node, "format"),
                        Json.list(
                                node,
                                "files",
                                file -> new ModelFile(
                                        Json.text(file, "path"),
                                        Long.parseLong(Json.text(file, "bytes")),
                                        Json.text(file, "sha256")))),
                readOrigin(Json.member(node, "origin")),
                new Assessment(
                        readNumbers(node, "metrics"),
                        Optional.ofNullable(Json.find(node, "scorecard")).map(ScorecardJson::read),
                        Json.find(node, "validations") == null
                                ? List.of()
                                : Json.list(node, "validations", ValidationJson::read)),
                new Dossier(
                        ModelStage.parse(Json.text(node, "stage")),
                        Json.text(node, "description"),
                        readTexts(node, "card"),
                        Json.list(
                                node,
                                "changes",
                                change -> new StageChange(
                                        ModelStage.parse(Json.text(change, "from")),
                                        ModelStage.parse(Json.text(change, "to")),
                                        readTime(change, "at"),
                                        Json.text(change, "by"),
                                        Json.text(change, "comment")))));
    }

    private static ModelSignature readSignature(JsonNode node) {
        Schema features = Schema.of(Json.list(
                node,
                "features",
                field -> new Field(Json.text(field, "name"), DataType.parse(Json.text(field, "type")))));
        return new ModelSignature(
                features,
                Task.parse(Json.text(node, "task")),
                Json.text(node, "label"),
                Json.texts(node, "classes"),
                Json.texts(node, "quantiles").stream().map(Double::valueOf).toList());
    }

    private static ModelOrigin readOrigin(JsonNode node) {
        return new ModelOrigin(
                Optional.ofNullable(Json.find(node, "run")).map(JsonNode::asText),
                Optional.ofNullable(Json.find(node, "view"))
                        .map(view -> new ViewRef(Json.text(view, "name"), Json.integer(view, "version"))),
                Json.find(node, "trainingDataset") == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(Json.integer(node, "trainingDataset")),
                readTexts(node, "parameters"),
                readTexts(node, "libraries"));
    }

    static SortedMap<String, String> readTexts(JsonNode object, String name) {
        SortedMap<String, String> texts = new TreeMap<>();
        JsonNode node = Json.member(object, name);
        node.fieldNames().forEachRemaining(key -> texts.put(key, Json.text(node, key)));
        return texts;
    }

    static Instant readTime(JsonNode object, String name) {
        return Times.instant(Long.parseLong(Json.text(object, name)));
    }
}
