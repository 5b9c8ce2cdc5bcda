package io.shearwater.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.DeploymentSpec.Arm;
import io.shearwater.learning.DeploymentSpec.By;
import io.shearwater.learning.DeploymentSpec.Fallback;
import io.shearwater.learning.DeploymentSpec.Limits;
import io.shearwater.learning.DeploymentSpec.Logging;
import io.shearwater.learning.DeploymentSpec.Routing;
import io.shearwater.learning.DeploymentSpec.Slo;
import io.shearwater.learning.DeploymentSpec.Vectors;
import io.shearwater.learning.ModelRef;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.ViewRef;
import io.shearwater.registry.Json;
import io.shearwater.registry.RegistryError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Deployments as JSON (docs/format/registry.md). */
final class DeploymentJson {
    private DeploymentJson() {}

    // ---- writing

    static String write(DeploymentRecord deployment) {
        ObjectNode node = Json.object();
        node.set("spec", spec(deployment.spec()));
        deployment.previous().ifPresent(previous -> node.set("previous", spec(previous)));
        node.set("schema", schema(deployment.schema()));
        ObjectNode learnt = Json.object();
        deployment.learnt().forEach((view, values) -> {
            ObjectNode texts = Json.object();
            values.forEach(texts::put);
            learnt.set(view, texts);
        });
        node.set("learnt", learnt);
        return node.toString();
    }

    private static ObjectNode spec(DeploymentSpec spec) {
        ObjectNode node = Json.object().put("name", spec.name());
        switch (spec.source()) {
            case Routing routing -> node.set("routing", routing(routing));
            case Vectors vectors -> {
                ObjectNode view = Json.object()
                        .put("view", vectors.view().name())
                        .put("version", vectors.view().version());
                vectors.trainingDataset().ifPresent(version -> view.put("trainingDataset", version));
                node.set("vectors", view);
            }
        }
        ObjectNode fallbacks = Json.object();
        spec.fallbacks()
                .forEach((feature, chain) -> fallbacks.set(
                        feature,
                        Json.array(chain.stream().map(DeploymentJson::fallback).toList())));
        node.set("fallbacks", fallbacks);
        spec.limits().timeout().ifPresent(timeout -> node.put("timeout", timeout.toString()));
        spec.limits()
                .slo()
                .ifPresent(slo -> node.set(
                        "slo", Json.object().put("p99", slo.p99().toString()).put("availability", slo.availability())));
        return node.put("logging", spec.logging() == Logging.ON);
    }

    private static ObjectNode routing(Routing routing) {
        ObjectNode node = Json.object();
        node.set(
                "arms",
                Json.array(routing.arms().stream()
                        .map(arm -> model(arm.model()).put("share", arm.share()))
                        .toList()));
        node.put("by", routing.by().name().toLowerCase(Locale.ROOT));
        node.set(
                "shadows",
                Json.array(routing.shadows().stream().map(DeploymentJson::model).toList()));
        routing.simpler().ifPresent(simpler -> node.set("simpler", model(simpler)));
        return node;
    }

    private static ObjectNode model(ModelRef model) {
        return Json.object().put("model", model.name()).put("version", model.version());
    }

    private static ObjectNode fallback(Fallback fallback) {
        ObjectNode node = Json.object().put("take", Substitution.name(fallback));
        return fallback instanceof Fallback.Constant constant ? node.put("value", constant.text()) : node;
    }

    private static ObjectNode schema(DeploymentSchema schema) {
        ObjectNode node = Json.object();
        node.set("servingKeys", fields(schema.servingKeys()));
        node.set("passedFeatures", fields(schema.passedFeatures()));
        node.set("requestParameters", fields(schema.requestParameters()));
        node.set("needed", Json.texts(schema.needed()));
        node.set("response", fields(schema.response()));
        return node;
    }

    private static JsonNode fields(List<Field> fields) {
        return Json.array(fields.stream()
                .map(field -> Json.object()
                        .put("name", field.name())
                        .put("type", field.type().toString()))
                .toList());
    }

    // ---- reading

    static DeploymentRecord read(String json, long revision) {
        JsonNode node = Json.parse(json);
        DeploymentSpec spec = readSpec(Json.member(node, "spec"));
        Map<String, Map<String, String>> learnt = new LinkedHashMap<>();
        Json.member(node, "learnt").properties().forEach(view -> {
            Map<String, String> values = new LinkedHashMap<>();
            view.getValue()
                    .properties()
                    .forEach(
                            value -> values.put(value.getKey(), value.getValue().asText()));
            learnt.put(view.getKey(), values);
        });
        return new DeploymentRecord(
                spec,
                Optional.ofNullable(Json.find(node, "previous")).map(DeploymentJson::readSpec),
                readSchema(spec.name(), Json.member(node, "schema")),
                learnt,
                revision);
    }

    private static DeploymentSpec readSpec(JsonNode node) {
        @Nullable JsonNode routing = Json.find(node, "routing");
        DeploymentSpec.Source source =
                routing != null ? readRouting(routing) : readVectors(Json.member(node, "vectors"));
        Map<String, List<Fallback>> fallbacks = new LinkedHashMap<>();
        JsonNode chains = Json.member(node, "fallbacks");
        chains.fieldNames()
                .forEachRemaining(
                        feature -> fallbacks.put(feature, Json.list(chains, feature, DeploymentJson::readFallback)));
        Optional<Duration> timeout =
                Optional.ofNullable(Json.find(node, "timeout")).map(text -> Duration.parse(text.asText()));
        Optional<Slo> slo = Optional.ofNullable(Json.find(node, "slo"))
                .map(promise -> new Slo(
                        Duration.parse(Json.text(promise, "p99")),
                        Json.member(promise, "availability").asDouble()));
        return new DeploymentSpec(
                Json.text(node, "name"),
                source,
                fallbacks,
                new Limits(timeout, slo),
                Json.member(node, "logging").asBoolean() ? Logging.ON : Logging.OFF);
    }

    private static Routing readRouting(JsonNode node) {
        return new Routing(
                Json.list(
                        node,
                        "arms",
                        arm -> new Arm(readModel(arm), Json.member(arm, "share").asDouble())),
                By.valueOf(Json.text(node, "by").toUpperCase(Locale.ROOT)),
                Json.list(node, "shadows", DeploymentJson::readModel),
                Optional.ofNullable(Json.find(node, "simpler")).map(DeploymentJson::readModel));
    }

    private static ModelRef readModel(JsonNode node) {
        return new ModelRef(Json.text(node, "model"), Json.integer(node, "version"));
    }

    private static Vectors readVectors(JsonNode node) {
        @Nullable JsonNode version = Json.find(node, "trainingDataset");
        return new Vectors(
                new ViewRef(Json.text(node, "view"), Json.integer(node, "version")),
                version == null ? OptionalInt.empty() : OptionalInt.of(version.asInt()));
    }

    private static Fallback readFallback(JsonNode node) {
        String take = Json.text(node, "take");
        return switch (take) {
            case "mean" -> new Fallback.Mean();
            case "median" -> new Fallback.Median();
            case "mode" -> new Fallback.Mode();
            case "constant" -> new Fallback.Constant(Json.text(node, "value"));
            case "last_known" -> new Fallback.LastKnown();
            default ->
                throw RegistryError.DAMAGED.because("A stored deployment has the unknown fallback '" + take + "'.");
        };
    }

    private static DeploymentSchema readSchema(String name, JsonNode node) {
        return new DeploymentSchema(
                name,
                readFields(node, "servingKeys"),
                readFields(node, "passedFeatures"),
                readFields(node, "requestParameters"),
                Json.texts(node, "needed"),
                readFields(node, "response"));
    }

    private static List<Field> readFields(JsonNode node, String name) {
        return Json.list(
                node, name, field -> new Field(Json.text(field, "name"), DataType.parse(Json.text(field, "type"))));
    }
}
