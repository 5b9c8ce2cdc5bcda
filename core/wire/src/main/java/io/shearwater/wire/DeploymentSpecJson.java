package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import java.util.Map;

/**
 * Specifications of deployments as JSON. A variant has one member that says which: {@code {"model": …}}, {@code {"view": …}} or
 * {@code {"logic": …}}.
 */
public final class DeploymentSpecJson {
    public static final WireCodec<DeploymentSpec> SPECS =
            WireCodec.ofObject(DeploymentSpecJson::node, DeploymentSpecJson::read);

    private DeploymentSpecJson() {}

    static ObjectNode node(DeploymentSpec spec) {
        ObjectNode node = WireJson.object().put("name", spec.name());
        Routing routing = spec.routing();
        ObjectNode routed = node.putObject("routing");
        ArrayNode arms = routed.putArray("arms");
        routing.arms().forEach(arm -> arms.addObject().put("share", arm.share()).set("variant", node(arm.variant())));
        routed.put("by", JsonValue.written(routing.by()));
        ArrayNode shadows = routed.putArray("shadows");
        routing.shadows().forEach(shadow -> shadows.add(node(shadow)));
        routing.simpler().ifPresent(variant -> routed.set("simpler", node(variant)));
        ObjectNode fallbacks = node.putObject("fallbacks");
        spec.fallbacks().forEach((feature, chain) -> {
            ArrayNode all = fallbacks.putArray(feature);
            chain.forEach(fallback -> all.add(node(fallback)));
        });
        spec.limits().timeout().ifPresent(time -> node.put("timeout", time.toString()));
        spec.limits().slo().ifPresent(slo -> node.set("slo", node(slo)));
        return node.put("logging", JsonValue.written(spec.logging()));
    }

    static ObjectNode node(Slo slo) {
        return WireJson.object().put("p99", slo.p99().toString()).put("availability", slo.availability());
    }

    private static ObjectNode node(Fallback fallback) {
        ObjectNode node = WireJson.object();
        return switch (fallback) {
            case Fallback.Mean mean -> node.put("take", "mean");
            case Fallback.Median median -> node.put("take", "median");
            case Fallback.Mode mode -> node.put("take", "mode");
            case Fallback.LastKnown last -> node.put("take", "last_known");
            case Fallback.Constant constant -> node.put("take", "constant").put("value", constant.text());
        };
    }

    private static ObjectNode node(Variant variant) {
        ObjectNode node = WireJson.object();
        switch (variant) {
            case ModelRef model -> node.set("model", RefJson.node(model));
            case Variant.Vectors vectors -> {
                ObjectNode view = RefJson.node(vectors.view());
                vectors.trainingDataset().ifPresent(version -> view.put("training_dataset", version));
                node.set("view", view);
            }
            case Variant.Logic logic -> {
                ObjectNode code = node.putObject("logic")
                        .put("class", logic.code().className())
                        .put("digest", logic.code().digest());
                ObjectNode parts = code.putObject("parts");
                logic.named().forEach((name, part) -> parts.set(name, node(part)));
            }
        }
        return node;
    }

    static DeploymentSpec read(JsonObject spec) {
        Map<String, List<Fallback>> fallbacks = spec.find("fallbacks")
                .map(all -> all.map(chain -> chain.list(one -> one.object(DeploymentSpecJson::fallback))))
                .orElse(Map.of());
        return new DeploymentSpec(
                spec.text("name"),
                spec.member("routing").object(DeploymentSpecJson::routing),
                fallbacks,
                new Limits(
                        spec.find("timeout").map(JsonValue::duration),
                        spec.find("slo").map(slo -> slo.object(DeploymentSpecJson::slo))),
                spec.find("logging").map(value -> value.choice(Logging.class)).orElse(Logging.ON));
    }

    static Slo slo(JsonObject slo) {
        return new Slo(slo.member("p99").duration(), slo.member("availability").number());
    }

    private static Routing routing(JsonObject routing) {
        return new Routing(
                routing.list(
                        "arms",
                        arm -> arm.object(one -> new Arm(
                                variant(one.member("variant")),
                                one.member("share").number()))),
                routing.find("by").map(by -> by.choice(By.class)).orElse(By.REQUEST),
                routing.findList("shadows", DeploymentSpecJson::variant),
                routing.find("simpler").map(DeploymentSpecJson::variant));
    }

    private static Fallback fallback(JsonObject fallback) {
        JsonValue take = fallback.member("take");
        return switch (take.text()) {
            case "mean" -> new Fallback.Mean();
            case "median" -> new Fallback.Median();
            case "mode" -> new Fallback.Mode();
            case "last_known" -> new Fallback.LastKnown();
            case "constant" -> new Fallback.Constant(fallback.text("value"));
            default -> throw take.refused("which is none of mean, median, mode, last_known and constant.");
        };
    }

    private static Variant variant(JsonValue value) {
        return value.object(one ->
                one.onlyName().equals("logic") ? one.member("logic").object(DeploymentSpecJson::logic) : part(one));
    }

    private static Variant.Part part(JsonObject part) {
        String kind = part.onlyName();
        JsonValue what = part.member(kind);
        return switch (kind) {
            case "model" -> RefJson.model(what);
            case "view" ->
                what.object(view ->
                        new Variant.Vectors(RefJson.view(view), ModelVersionJson.whole(view, "training_dataset")));
            default ->
                throw part.refused(
                        "has '" + WireJson.shown(kind) + "'; there are model, view and, outside of" + " logic, logic.");
        };
    }

    private static Variant logic(JsonObject logic) {
        return new Variant.Logic(
                new LogicCode(logic.text("class"), logic.findText("digest")),
                logic.find("parts")
                        .map(parts -> parts.map(part -> part.object(DeploymentSpecJson::part)))
                        .orElse(Map.of()));
    }
}
