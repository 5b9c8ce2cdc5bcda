package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.LogicCode;
import io.shearwater.learning.LogicSchema;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.Call;
import io.shearwater.learning.Prediction.Explanation;
import io.shearwater.learning.Prediction.FeatureValue;
import io.shearwater.learning.Prediction.Interval;
import io.shearwater.learning.Prediction.Origin;
import io.shearwater.learning.Prediction.Outcome;
import io.shearwater.learning.Prediction.Served;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers of a deployment as JSON, for those who serve and those who ask. Immutable and thread-safe. */
public final class PredictionParser {
    private static final Set<String> MEMBERS = Set.of("deployment", "predictions");

    private final DeploymentSchema schema;

    public PredictionParser(DeploymentSchema schema) {
        this.schema = schema;
    }

    /** Answers as JSON, in the order of the entries. */
    public String write(List<Prediction> predictions) {
        ObjectNode node = WireJson.object().put("deployment", schema.deployment());
        ArrayNode all = node.putArray("predictions");
        predictions.forEach(prediction -> all.add(write(prediction)));
        return node.toString();
    }

    private static ObjectNode write(Prediction prediction) {
        ObjectNode node = WireJson.object().put("request_id", prediction.requestId());
        Served served = prediction.served();
        served.model().ifPresent(model -> node.put("model", model.name()).put("model_version", model.version()));
        served.view().ifPresent(view -> node.put("feature_view", view));
        served.logic().ifPresent(logic -> node.put("logic", logic.className()).put("logic_digest", logic.digest()));
        node.put("training_dataset", served.trainingDataset()).put("stand_in", served.isFallback());
        Outcome outcome = prediction.outcome();
        node.set("prediction", ValueParser.write(outcome.value()));
        node.set("scores", ValueParser.write(outcome.scores()));
        if (!outcome.probabilities().isEmpty()) {
            node.set("probabilities", ValueParser.write(outcome.probabilities()));
        }
        outcome.interval()
                .ifPresent(interval -> node.putObject("interval")
                        .put("low", interval.low())
                        .put("high", interval.high())
                        .put("coverage", interval.coverage()));
        if (!outcome.outputs().isEmpty()) {
            node.set("outputs", ValueParser.write(outcome.outputs()));
        }
        ArrayNode features = node.putArray("features");
        prediction.features().forEach(feature -> {
            ObjectNode written = features.addObject().put("name", feature.name());
            written.set("value", ValueParser.write(feature.value()));
            written.put("status", feature.status().name())
                    .put("origin", feature.origin().name());
            feature.eventTime().ifPresent(time -> written.put("event_time", time.toString()));
        });
        prediction.explanation().ifPresent(explanation -> {
            ObjectNode written = node.putObject("explanation")
                    .put("margin", explanation.margin())
                    .put("bias", explanation.bias());
            written.set("contributions", ValueParser.write(explanation.contributions()));
        });
        ObjectNode timings = node.putObject("timings_micros");
        prediction.timings().forEach((step, time) -> timings.put(step, time.toNanos() / 1_000.0));
        if (!prediction.calls().isEmpty()) {
            ArrayNode calls = node.putArray("calls");
            prediction
                    .calls()
                    .forEach(call -> calls.add(write(call.prediction()).put("part", call.part())));
        }
        return node;
    }

    /**
     * Reads answers. Values of features, and all that calls of logic say, have the types that JSON gives them, unless the features
     * are the answer.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST saying where
     */
    public List<Prediction> read(String json) {
        JsonNode node = WireJson.read(json, MEMBERS);
        List<Prediction> predictions = new ArrayList<>();
        WireJson.list(node, "predictions", "the answer").forEach(one -> predictions.add(prediction(one)));
        return predictions;
    }

    private Prediction prediction(JsonNode node) {
        String what = "the prediction";
        Optional<ModelRef> model = node.hasNonNull("model")
                ? Optional.of(new ModelRef(
                        WireJson.text(node, "model", what),
                        WireJson.member(node, "model_version", what).intValue()))
                : Optional.empty();
        Served served = new Served(
                schema.deployment(),
                model,
                Optional.ofNullable(node.get("feature_view")).map(JsonNode::asText),
                node.path("training_dataset").asInt(),
                node.path("stand_in").asBoolean(),
                node.hasNonNull("logic")
                        ? Optional.of(new LogicCode(
                                WireJson.text(node, "logic", what),
                                node.path("logic_digest").asText()))
                        : Optional.empty());
        List<FeatureValue> features = new ArrayList<>();
        WireJson.list(node, "features", what).forEach(feature -> features.add(feature(feature)));
        Map<String, Duration> timings = new LinkedHashMap<>();
        node.path("timings_micros")
                .properties()
                .forEach(step -> timings.put(
                        step.getKey(),
                        Duration.ofNanos(Math.round(step.getValue().asDouble() * 1_000))));
        List<Call> calls = new ArrayList<>();
        if (node.has("calls")) {
            PredictionParser untyped = new PredictionParser(
                    new DeploymentSchema(schema.deployment(), List.of(), List.of(), List.of(), List.of(), List.of()));
            WireJson.list(node, "calls", what)
                    .forEach(call ->
                            calls.add(new Call(WireJson.text(call, "part", "the call"), untyped.prediction(call))));
        }
        return new Prediction(
                WireJson.text(node, "request_id", what),
                served,
                outcome(node),
                features,
                explanation(node),
                timings,
                calls);
    }

    private Outcome outcome(JsonNode node) {
        Optional<Field> type = schema.response().stream()
                .filter(field -> field.name().equals("prediction"))
                .findFirst();
        @Nullable
        Object value = type.map(field -> ValueParser.read(field, node.get("prediction")))
                .orElseGet(() -> plain(node.get(LogicSchema.PREDICTION)));
        List<Double> scores = new ArrayList<>();
        WireJson.list(node, "scores", "the prediction").forEach(score -> scores.add(score.asDouble()));
        Map<String, Double> probabilities = numbers(node.path("probabilities"));
        JsonNode interval = node.path("interval");
        return new Outcome(
                value,
                scores,
                probabilities,
                interval.isMissingNode()
                        ? Optional.empty()
                        : Optional.of(new Interval(
                                interval.path("low").asDouble(),
                                interval.path("high").asDouble(),
                                interval.path("coverage").asDouble())),
                outputs(node.path("outputs")));
    }

    private Map<String, @Nullable Object> outputs(JsonNode node) {
        Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
        for (Field field : schema.response()) {
            if (node.has(field.name())) {
                outputs.put(field.name(), ValueParser.read(field, node.get(field.name())));
            }
        }
        return outputs;
    }

    private static Map<String, Double> numbers(JsonNode node) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asDouble()));
        return numbers;
    }

    private FeatureValue feature(JsonNode node) {
        String name = WireJson.text(node, "name", "a feature");
        Optional<Field> type = schema.response().stream()
                .filter(field -> field.name().equals(name) && !name.equals("prediction"))
                .findFirst();
        JsonNode value = node.get("value");
        return new FeatureValue(
                name,
                type.map(field -> ValueParser.read(field, value)).orElseGet(() -> plain(value)),
                FeatureStatus.valueOf(WireJson.text(node, "status", "the feature '" + name + "'")),
                Origin.valueOf(WireJson.text(node, "origin", "the feature '" + name + "'")),
                Optional.ofNullable(node.get("event_time")).map(time -> Instant.parse(time.asText())));
    }

    private static @Nullable Object plain(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isIntegralNumber()) {
            return value.longValue();
        }
        return value.isNumber()
                ? (Object) value.doubleValue()
                : value.isTextual() ? value.textValue() : value.toString();
    }

    private static Optional<Explanation> explanation(JsonNode node) {
        JsonNode explanation = node.path("explanation");
        return explanation.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Explanation(
                        explanation.path("margin").asDouble(),
                        explanation.path("bias").asDouble(),
                        numbers(explanation.path("contributions"))));
    }
}
