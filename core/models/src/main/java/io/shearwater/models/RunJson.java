package io.shearwater.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.learning.Experiment;
import io.shearwater.learning.Lifecycle;
import io.shearwater.learning.Run;
import io.shearwater.learning.Run.DatasetInput;
import io.shearwater.learning.Run.MetricPoint;
import io.shearwater.learning.Run.Period;
import io.shearwater.learning.Run.RunData;
import io.shearwater.learning.Run.RunInfo;
import io.shearwater.learning.RunStatus;
import io.shearwater.model.Times;
import io.shearwater.registry.Json;
import java.util.Optional;
import java.util.SortedMap;

/** Experiments and runs as JSON (docs/format/registry.md); metrics lie apart. */
final class RunJson {
    private RunJson() {}

    static String write(Experiment experiment) {
        ObjectNode node = Json.object()
                .put("name", experiment.name())
                .put("artifactLocation", experiment.artifactLocation())
                .put("lifecycle", experiment.lifecycleStage().name())
                .put("created", Long.toString(Times.micros(experiment.creationTime())))
                .put("updated", Long.toString(Times.micros(experiment.lastUpdateTime())));
        node.set("tags", ModelJson.texts(experiment.tags()));
        return node.toString();
    }

    static Experiment readExperiment(String id, String json) {
        JsonNode node = Json.parse(json);
        return new Experiment(
                id,
                Json.text(node, "name"),
                Json.text(node, "artifactLocation"),
                Lifecycle.valueOf(Json.text(node, "lifecycle")),
                ModelJson.readTexts(node, "tags"),
                ModelJson.readTime(node, "created"),
                ModelJson.readTime(node, "updated"));
    }

    static String write(Run run) {
        RunInfo info = run.info();
        ObjectNode node = Json.object()
                .put("name", info.runName())
                .put("experiment", info.experimentId())
                .put("status", info.status().name())
                .put("started", Long.toString(Times.micros(info.startTime())))
                .put("artifacts", info.artifactUri())
                .put("lifecycle", info.lifecycleStage().name());
        info.endTime().ifPresent(end -> node.put("ended", Long.toString(Times.micros(end))));
        node.set("params", ModelJson.texts(run.data().params()));
        node.set("tags", ModelJson.texts(run.data().tags()));
        node.set("inputs", Json.array(run.inputs().stream().map(RunJson::input).toList()));
        return node.toString();
    }

    private static ObjectNode input(DatasetInput input) {
        return Json.object()
                .put("name", input.name())
                .put("digest", input.digest())
                .put("sourceType", input.sourceType())
                .put("source", input.source())
                .put("context", input.context());
    }

    static Run readRun(String id, String json, SortedMap<String, MetricPoint> metrics) {
        JsonNode node = Json.parse(json);
        Optional<String> ended = Optional.ofNullable(Json.find(node, "ended")).map(JsonNode::asText);
        RunInfo info = new RunInfo(
                id,
                Json.text(node, "name"),
                Json.text(node, "experiment"),
                RunStatus.valueOf(Json.text(node, "status")),
                new Period(
                        ModelJson.readTime(node, "started"),
                        ended.map(micros -> Times.instant(Long.parseLong(micros)))),
                Json.text(node, "artifacts"),
                Lifecycle.valueOf(Json.text(node, "lifecycle")));
        return new Run(
                info,
                new RunData(metrics, ModelJson.readTexts(node, "params"), ModelJson.readTexts(node, "tags")),
                Json.list(
                        node,
                        "inputs",
                        input -> new DatasetInput(
                                Json.text(input, "name"),
                                Json.text(input, "digest"),
                                Json.text(input, "sourceType"),
                                Json.text(input, "source"),
                                Json.text(input, "context"))));
    }
}
