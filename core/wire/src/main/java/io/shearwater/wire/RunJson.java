package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.learning.Experiment;
import io.shearwater.learning.Lifecycle;
import io.shearwater.learning.Run;
import io.shearwater.learning.Run.DatasetInput;
import io.shearwater.learning.Run.MetricPoint;
import io.shearwater.learning.RunStatus;
import java.util.SortedMap;
import java.util.TreeMap;

/** Experiments, runs and what they measured, as JSON. */
public final class RunJson {
    public static final WireCodec<Run> RUNS = WireCodec.ofObject(RunJson::node, RunJson::read);
    public static final WireCodec<Experiment> EXPERIMENTS = WireCodec.ofObject(RunJson::node, RunJson::experiment);
    public static final WireCodec<MetricPoint> POINTS = WireCodec.ofObject(RunJson::node, RunJson::point);
    public static final WireCodec<DatasetInput> INPUTS = WireCodec.ofObject(RunJson::node, RunJson::input);

    private RunJson() {}

    static ObjectNode node(Run run) {
        Run.RunInfo info = run.info();
        ObjectNode node = WireJson.object()
                .put("run_id", info.runId())
                .put("run_name", info.runName())
                .put("experiment_id", info.experimentId())
                .put("status", JsonValue.written(info.status()))
                .put("start", info.startTime().toString());
        info.endTime().ifPresent(end -> node.put("end", end.toString()));
        node.put("artifacts", info.artifactUri()).put("lifecycle", JsonValue.written(info.lifecycleStage()));
        ArrayNode metrics = node.putArray("metrics");
        run.data().metrics().values().forEach(point -> metrics.add(node(point)));
        node.set("params", ValueParser.write(run.data().params()));
        node.set("tags", ValueParser.write(run.data().tags()));
        node.set("inputs", INPUTS.nodes(run.inputs()));
        return node;
    }

    static ObjectNode node(MetricPoint point) {
        ObjectNode node = WireJson.object().put("key", point.key());
        node.set("value", ValueParser.write(point.value()));
        return node.put("at", point.timestamp().toString()).put("step", point.step());
    }

    static ObjectNode node(DatasetInput input) {
        return WireJson.object()
                .put("name", input.name())
                .put("digest", input.digest())
                .put("source_type", input.sourceType())
                .put("source", input.source())
                .put("context", input.context());
    }

    static ObjectNode node(Experiment experiment) {
        ObjectNode node = WireJson.object()
                .put("experiment_id", experiment.experimentId())
                .put("name", experiment.name())
                .put("artifacts", experiment.artifactLocation())
                .put("lifecycle", JsonValue.written(experiment.lifecycleStage()));
        node.set("tags", ValueParser.write(new TreeMap<>(experiment.tags())));
        return node.put("created", experiment.creationTime().toString())
                .put("updated", experiment.lastUpdateTime().toString());
    }

    static Run read(JsonObject run) {
        SortedMap<String, MetricPoint> metrics = new TreeMap<>();
        run.list("metrics", point -> point.object(RunJson::point)).forEach(point -> metrics.put(point.key(), point));
        return new Run(
                new Run.RunInfo(
                        run.text("run_id"),
                        run.text("run_name"),
                        run.text("experiment_id"),
                        run.member("status").choice(RunStatus.class),
                        new Run.Period(
                                run.member("start").instant(), run.find("end").map(JsonValue::instant)),
                        run.text("artifacts"),
                        run.member("lifecycle").choice(Lifecycle.class)),
                new Run.RunData(
                        metrics, ValidationJson.texts(run.member("params")), ValidationJson.texts(run.member("tags"))),
                run.list("inputs", input -> input.object(RunJson::input)));
    }

    static MetricPoint point(JsonObject point) {
        return new MetricPoint(
                point.text("key"),
                point.member("value").number(),
                point.member("at").instant(),
                point.member("step").whole());
    }

    static DatasetInput input(JsonObject input) {
        return new DatasetInput(
                input.text("name"),
                input.text("digest"),
                input.text("source_type"),
                input.text("source"),
                input.text("context"));
    }

    static Experiment experiment(JsonObject experiment) {
        return new Experiment(
                experiment.text("experiment_id"),
                experiment.text("name"),
                experiment.text("artifacts"),
                experiment.member("lifecycle").choice(Lifecycle.class),
                experiment.member("tags").map(JsonValue::text),
                experiment.member("created").instant(),
                experiment.member("updated").instant());
    }
}
