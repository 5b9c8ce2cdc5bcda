package io.shearwater.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.RunLog;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Run;
import io.shearwater.learning.Run.DatasetInput;
import io.shearwater.learning.RunStatus;
import io.shearwater.model.FilePath;
import io.shearwater.model.StoredFile;
import io.shearwater.wire.RunJson;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Logs a run into a project on a server. Thread-safe. */
final class RemoteRunLog implements RunLog {
    private final Http http;
    private final String id;
    private final String artifacts;
    private final AtomicBoolean ended = new AtomicBoolean();

    RemoteRunLog(Http http, Run run) {
        this.http = http;
        this.id = run.runId();
        this.artifacts = run.info().artifactUri();
    }

    static Ask change(String runId, Map<String, ?> change) {
        return Ask.of("PATCH", RemoteExperiments.RUNS, runId)
                .repeatable()
                .named("change of run " + runId)
                .json(Documents.of(change));
    }

    @Override
    public String runId() {
        return id;
    }

    @Override
    public Run run() {
        return http.read(Ask.get(RemoteExperiments.RUNS, id), RunJson.RUNS::read);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void log(ObjectNode what, boolean repeatable) {
        if (ended.get()) {
            throw LearningError.BAD_DEFINITION.because("The run " + id + " has ended. Resume it to log more.");
        }
        Ask ask = Ask.post(RemoteExperiments.RUNS, id, "log")
                .named("log of run " + id)
                .json(what.toString());
        http.done(repeatable ? ask.repeatable() : ask);
    }

    @Override
    public void params(Map<String, ?> params) {
        ObjectNode node = object();
        ObjectNode all = node.putObject("params");
        params.forEach((name, value) -> all.put(name, value.toString()));
        log(node, true);
    }

    @Override
    public void metrics(Map<String, Double> values, long step) {
        ObjectNode node = object();
        add(node.putArray("metrics"), values, step);
        log(node, false);
    }

    private static void add(ArrayNode points, Map<String, Double> values, long step) {
        values.forEach((name, value) -> {
            ObjectNode point = points.addObject().put("key", name).put("step", step);
            if (Double.isFinite(value)) {
                point.put("value", value);
            } else {
                point.put("value", value.toString());
            }
        });
    }

    @Override
    public void rounds(Map<Integer, ? extends Map<String, Double>> values) {
        ObjectNode node = object();
        ArrayNode points = node.putArray("metrics");
        values.forEach((round, metrics) -> add(points, metrics, round));
        log(node, false);
    }

    @Override
    public void tag(String name, String value) {
        ObjectNode node = object();
        node.putObject("tags").put(name, value);
        log(node, true);
    }

    @Override
    public void input(DatasetInput data) {
        ObjectNode node = object();
        node.putArray("inputs").add(RunJson.INPUTS.node(data));
        log(node, false);
    }

    @Override
    public StoredFile artifact(Path file, String path) {
        return new RemoteFiles(http).replace(file, artifacts + "/" + path);
    }

    @Override
    public List<StoredFile> artifacts() {
        FilePath directory = FilePath.of(artifacts);
        return new RemoteFiles(http)
                .list(directory.names().getFirst()).stream()
                        .filter(file -> file.path().isIn(directory))
                        .toList();
    }

    @Override
    public void end(RunStatus status) {
        if (!status.isEnded()) {
            throw LearningError.BAD_DEFINITION.because("A run ends FINISHED, FAILED or KILLED, not " + status + ".");
        }
        end(Map.of("status", status.name().toLowerCase(Locale.ROOT)));
    }

    private void end(Map<String, String> how) {
        if (ended.getAndSet(true)) {
            throw LearningError.BAD_DEFINITION.because("The run " + id + " has ended. Resume it to log more.");
        }
        http.done(change(id, new HashMap<>(how)));
    }

    @Override
    public void fail(String reason) {
        end(Map.of("error", reason));
    }

    @Override
    public void close() {
        if (!ended.get()) {
            end(RunStatus.FAILED);
        }
    }
}
