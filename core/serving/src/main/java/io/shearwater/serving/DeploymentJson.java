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
import io.shearwater.learning.LogicCode;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.Variant;
import io.shearwater.learning.Variant.Logic;
import io.shearwater.learning.Variant.Vectors;
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
        node.set("routing", routing(spec.routing()));
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
                        .map(arm -> variant(arm.variant()).put("share", arm.share()))
                        .toList()));
        node.put("by", routing.by().name().toLowerCase(Locale.ROOT));
        node.set(
                "shadows",
                Json.array(
                        routing.shadows().stream().map(DeploymentJson::variant).toList()));
        routing.simpler().ifPresent(simpler -> node.set("simpler", variant(simpler)));
        return node;
    }

    private static ObjectNode variant(Variant variant) {
        return switch (variant) {
            case ModelRef model -> Json.object().put("model", model.name()).put("version", model.version());
            case Vectors vectors -> {
                ObjectNode node = Json.object()
                        .put("view", vectors.view().name())
                        .put("version", vectors.view().version());
                vectors.trainingDataset().ifPresent(version -> node.put("trainingDataset", version));
                yield node;
            }
            case Logic logic -> {
                ObjectNode node = Json.object()
                        .put("logic", logic.code().className())
                        .put("digest", logic.code().digest());
                ObjectNode parts = node.putObject("parts");
                logic.named().forEach((name, part) -> parts.set(name, variant(part)));
                yield node;
            }
        };
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
                routing != null ? readRouting(routing) : Routing.to(readPart(Json.member(node, "vectors"))),
                fallbacks,
                new Limits(timeout, slo),
                Json.member(node, "logging").asBoolean() ? Logging.ON : Logging.OFF);
    }

    private static Routing readRouting(JsonNode node) {
        return new Routing(
                Json.list(
                        node,
                        "arms",
                        arm -> new Arm(
                                readVariant(arm), Json.member(arm, "share").asDouble())),
                By.valueOf(Json.text(node, "by").toUpperCase(Locale.ROOT)),
                Json.list(node, "shadows", DeploymentJson::readVariant),
                Optional.ofNullable(Json.find(node, "simpler")).map(DeploymentJson::readVariant));
    }

    private static Variant readVariant(JsonNode node) {
        if (Json.find(node, "logic") == null) {
            return readPart(node);
        }
        Map<String, Variant.Part> parts = new LinkedHashMap<>();
        Json.member(node, "parts").properties().forEach(part -> parts.put(part.getKey(), readPart(part.getValue())));
        return new Logic(new LogicCode(Json.text(node, "logic"), Json.text(node, "digest")), parts);
    }

    private static Variant.Part readPart(JsonNode node) {
        int version = Json.integer(node, "version");
        if (Json.find(node, "model") != null) {
            return new ModelRef(Json.text(node, "model"), version);
        }
        @Nullable JsonNode dataset = Json.find(node, "trainingDataset");
        return new Vectors(
                new ViewRef(Json.text(node, "view"), version),
                dataset == null ? OptionalInt.empty() : OptionalInt.of(dataset.asInt()));
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
