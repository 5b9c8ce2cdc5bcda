package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import io.shearwater.api.Experiments;
import io.shearwater.api.RunLog;
import io.shearwater.api.RunSearch;
import io.shearwater.gate.Action;
import io.shearwater.learning.Experiment;
import io.shearwater.learning.Lifecycle;
import io.shearwater.learning.Run;
import io.shearwater.learning.RunStatus;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.JsonValue;
import io.shearwater.wire.RunJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was tried in training: experiments, their runs, and what these log. */
final class ExperimentOperations {
    private static final String EXPERIMENTS = PROJECT + "/experiments";
    private static final String EXPERIMENT = EXPERIMENTS + "/{experiment}";
    private static final String RUNS = PROJECT + "/runs";
    private static final String RUN = RUNS + "/{run}";
    private static final int MOST = 10_000;

    private ExperimentOperations() {}

    static List<Operation> list() {
        return Operations.together(experiments(), runs(), logging());
    }

    private static List<Operation> experiments() {
        return List.of(
                Page.paged(Operation.of(
                                Verb.GET,
                                EXPERIMENTS,
                                Action.READ_EXPERIMENTS,
                                "The experiments, deleted ones too",
                                call -> Answer.json(Json.page(call, all(call).list(), RunJson.EXPERIMENTS::node))))
                        .givesPage("Experiment"),
                Operation.of(
                                Verb.POST,
                                EXPERIMENTS,
                                Action.EDIT_EXPERIMENTS,
                                "Make an experiment",
                                ExperimentOperations::create)
                        .parameter("if_absent", "boolean", "true: the one that is there, if there is one")
                        .takes("NewExperiment")
                        .creates("Experiment"),
                Operation.of(
                                Verb.GET,
                                EXPERIMENT,
                                Action.READ_EXPERIMENTS,
                                "An experiment by its id",
                                call -> answer(all(call).experiment(call.place("experiment"))))
                        .gives("Experiment"),
                Operation.of(
                                Verb.PATCH,
                                EXPERIMENT,
                                Action.EDIT_EXPERIMENTS,
                                "Rename an experiment, tag it, delete or restore it",
                                ExperimentOperations::change)
                        .takes("ExperimentChange")
                        .gives("Experiment"));
    }

    private static List<Operation> runs() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                RUNS,
                                Action.EDIT_EXPERIMENTS,
                                "Begin a run; its experiment is made if it is not there",
                                ExperimentOperations::start)
                        .takes("NewRun")
                        .creates("Run"),
                Operation.of(
                                Verb.POST,
                                RUNS + "/search",
                                Action.READ_EXPERIMENTS,
                                "Runs that meet conditions",
                                ExperimentOperations::search)
                        .takes("RunSearch")
                        .givesPage("Run"),
                Operation.of(
                                Verb.GET,
                                RUN,
                                Action.READ_EXPERIMENTS,
                                "A run as it is now",
                                call -> answer(all(call).run(call.place("run"))))
                        .gives("Run"),
                Operation.of(
                                Verb.GET,
                                RUN + "/metrics/{metric}",
                                Action.READ_EXPERIMENTS,
                                "The points of a metric by step, then time",
                                ExperimentOperations::history)
                        .parameter("from", "integer", "How many to leave out before the first; 0 by itself")
                        .parameter("limit", "integer", "How many at most; " + MOST + " by itself")
                        .givesPage("MetricPoint"),
                Operation.of(
                                Verb.PATCH,
                                RUN,
                                Action.EDIT_EXPERIMENTS,
                                "Resume, end, fail, delete or restore a run",
                                ExperimentOperations::changeRun)
                        .takes("RunChange")
                        .gives("Run"));
    }

    private static List<Operation> logging() {
        return List.of(Operation.of(
                        Verb.POST,
                        RUN + "/log",
                        Action.EDIT_EXPERIMENTS,
                        "Log parameters, metrics by step, tags and data that was read",
                        ExperimentOperations::log)
                .takes("RunLog"));
    }

    private static Experiments all(Call call) {
        return call.store().experiments();
    }

    private static Answer answer(Experiment experiment) {
        return Answer.json(RunJson.EXPERIMENTS.node(experiment));
    }

    private static Answer answer(Run run) {
        return Answer.json(RunJson.RUNS.node(run));
    }

    private static Answer create(Call call) {
        JsonObject body = call.json();
        String name = body.text("name");
        Map<String, String> tags =
                body.find("tags").map(all -> all.map(JsonValue::text)).orElse(Map.of());
        body.requireAllTaken();
        return Answer.created(RunJson.EXPERIMENTS.node(
                call.flag("if_absent") ? all(call).getOrCreate(name) : all(call).create(name, tags)));
    }

    private static Answer change(Call call) {
        JsonObject body = call.json();
        String id = call.place("experiment");
        var name = body.find("name").map(JsonValue::text);
        var tags = body.find("tags").map(all -> all.map(JsonValue::text)).orElse(Map.of());
        var lifecycle = body.find("lifecycle").map(value -> value.choice(Lifecycle.class));
        body.requireAllTaken();
        Experiments experiments = all(call);
        name.ifPresent(next -> experiments.rename(id, next));
        tags.forEach((tag, value) -> experiments.tag(id, tag, value));
        lifecycle.ifPresent(wanted -> {
            if (wanted == Lifecycle.DELETED) {
                experiments.delete(id);
            } else {
                experiments.restore(id);
            }
        });
        return answer(experiments.experiment(id));
    }

    /** A log is left open: who asked goes on with it, in other requests. */
    private static Answer start(Call call) {
        JsonObject body = call.json();
        String experiment = body.text("experiment");
        String name = body.findText("name");
        body.requireAllTaken();
        return Answer.created(
                RunJson.RUNS.node(all(call).start(experiment, name).run()));
    }

    private static Answer search(Call call) {
        JsonObject body = call.json();
        RunSearch search = new RunSearch(
                body.findList("experiments", JsonValue::text),
                body.findText("filter"),
                body.findList("order_by", JsonValue::text),
                body.find("lifecycle")
                        .map(value -> value.choice(Lifecycle.class))
                        .orElse(Lifecycle.ACTIVE),
                body.find("most").map(JsonValue::integer).orElse(1_000));
        body.requireAllTaken();
        List<Run> runs = all(call).search(search);
        var node = Json.object().put("total", runs.size());
        node.set("items", RunJson.RUNS.nodes(runs));
        return Answer.json(node);
    }

    private static Answer history(Call call) {
        var points = all(call)
                .history(
                        call.place("run"),
                        call.place("metric"),
                        call.queryNumber("from", 0, Long.MAX_VALUE).orElse(0L),
                        call.queryNumber("limit", 0, MOST).orElse((long) MOST).intValue());
        var node = Json.object().put("total", points.size());
        node.set("items", RunJson.POINTS.nodes(points));
        return Answer.json(node);
    }

    private static Answer changeRun(Call call) {
        JsonObject body = call.json();
        String id = call.place("run");
        var status = body.find("status").map(value -> value.choice(RunStatus.class));
        var error = body.find("error").map(JsonValue::text);
        var lifecycle = body.find("lifecycle").map(value -> value.choice(Lifecycle.class));
        body.requireAllTaken();
        Experiments experiments = all(call);
        if (lifecycle.isPresent()) {
            return answer(
                    lifecycle.get() == Lifecycle.DELETED ? experiments.deleteRun(id) : experiments.restoreRun(id));
        }
        if (status.isPresent() || error.isPresent()) {
            RunLog log = experiments.resume(id);
            error.ifPresentOrElse(log::fail, () -> log.end(status.orElse(RunStatus.FINISHED)));
        } else {
            experiments.resume(id);
        }
        return answer(experiments.run(id));
    }

    private static Answer log(Call call) {
        JsonObject body = call.json();
        RunLog log = all(call).resume(call.place("run"));
        Map<String, Object> params = new HashMap<>();
        body.find("params").ifPresent(all -> params.putAll(all.map(JsonValue::text)));
        Map<Long, Map<String, Double>> steps = new HashMap<>();
        for (var point : body.findList("metrics", value -> value.object(ExperimentOperations::point))) {
            steps.computeIfAbsent(point.step, step -> new HashMap<>()).put(point.key, point.value);
        }
        Map<String, String> tags =
                body.find("tags").map(all -> all.map(JsonValue::text)).orElse(Map.of());
        var inputs = body.findList("inputs", value -> RunJson.INPUTS.read(value.node(), value.path()));
        body.requireAllTaken();
        if (!params.isEmpty()) {
            log.params(params);
        }
        measure(log, steps);
        tags.forEach(log::tag);
        inputs.forEach(log::input);
        return Answer.done();
    }

    /** Several steps at once cost one write to the disk, as far as they are numbered as rounds are. */
    private static void measure(RunLog log, Map<Long, Map<String, Double>> steps) {
        if (steps.size() > 1 && steps.keySet().stream().allMatch(step -> step == step.intValue())) {
            Map<Integer, Map<String, Double>> rounds = new HashMap<>();
            steps.forEach((step, values) -> rounds.put(step.intValue(), values));
            log.rounds(rounds);
        } else {
            steps.forEach((step, values) -> log.metrics(values, step));
        }
    }

    /** A point as it comes. */
    private record Point(String key, double value, long step) {}

    private static Point point(JsonObject point) {
        return new Point(
                point.text("key"),
                point.member("value").number(),
                point.find("step").map(JsonValue::whole).orElse(0L));
    }
}
