package io.shearwater.client;

import io.shearwater.api.Experiments;
import io.shearwater.api.RunLog;
import io.shearwater.api.RunSearch;
import io.shearwater.learning.Experiment;
import io.shearwater.learning.Run;
import io.shearwater.learning.Run.MetricPoint;
import io.shearwater.wire.RunJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was tried in training in a project on a server. Thread-safe. */
record RemoteExperiments(Http http) implements Experiments {
    private static final String EXPERIMENTS = "experiments";
    static final String RUNS = "runs";

    private Experiment made(Ask ask) {
        return http.read(ask, RunJson.EXPERIMENTS::read);
    }

    private Run runOf(Ask ask) {
        return http.read(ask, RunJson.RUNS::read);
    }

    @Override
    public Experiment getOrCreate(String name) {
        return made(
                Ask.post(EXPERIMENTS).query("if_absent", true).repeatable().json(Documents.of(Map.of("name", name))));
    }

    @Override
    public Experiment create(String name, Map<String, String> tags) {
        return made(Ask.post(EXPERIMENTS).json(Documents.of(Map.of("name", name, "tags", tags))));
    }

    @Override
    public Experiment experiment(String experimentId) {
        return made(Ask.get(EXPERIMENTS, experimentId));
    }

    @Override
    public Optional<Experiment> find(String name) {
        return list().stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst();
    }

    @Override
    public List<Experiment> list() {
        return http.pages(Ask.get(EXPERIMENTS), value -> RunJson.EXPERIMENTS.read(value.node(), value.path()));
    }

    private Experiment changed(String experimentId, Map<String, ?> change) {
        return made(Ask.of("PATCH", EXPERIMENTS, experimentId).repeatable().json(Documents.of(change)));
    }

    @Override
    public Experiment rename(String experimentId, String name) {
        return changed(experimentId, Map.of("name", name));
    }

    @Override
    public Experiment tag(String experimentId, String name, String value) {
        return changed(experimentId, Map.of("tags", Map.of(name, value)));
    }

    @Override
    public Experiment delete(String experimentId) {
        return changed(experimentId, Map.of("lifecycle", "deleted"));
    }

    @Override
    public Experiment restore(String experimentId) {
        return changed(experimentId, Map.of("lifecycle", "active"));
    }

    @Override
    public RunLog start(String experiment, String runName) {
        Run run = runOf(Ask.post(RUNS).json(Documents.of(Map.of("experiment", experiment, "name", runName))));
        return new RemoteRunLog(http, run);
    }

    @Override
    public RunLog resume(String runId) {
        return new RemoteRunLog(http, runOf(RemoteRunLog.change(runId, Map.of())));
    }

    @Override
    public Run run(String runId) {
        return runOf(Ask.get(RUNS, runId));
    }

    @Override
    public List<Run> search(RunSearch search) {
        Ask ask = Ask.post(RUNS, "search")
                .repeatable()
                .json(Documents.of(Map.of(
                        "experiments", search.experiments(),
                        "filter", search.filter(),
                        "order_by", search.orderBy(),
                        "lifecycle", search.lifecycle().name().toLowerCase(Locale.ROOT),
                        "most", search.most())));
        return http.list(ask, value -> RunJson.RUNS.read(value.node(), value.path()));
    }

    @Override
    public List<MetricPoint> history(String runId, String metric, long from, int most) {
        Ask ask = Ask.get(RUNS, runId, "metrics", metric).query("from", from).query("limit", Math.min(most, 10_000));
        return http.list(ask, value -> RunJson.POINTS.read(value.node(), value.path()));
    }

    @Override
    public Run deleteRun(String runId) {
        return runOf(RemoteRunLog.change(runId, Map.of("lifecycle", "deleted")));
    }

    @Override
    public Run restoreRun(String runId) {
        return runOf(RemoteRunLog.change(runId, Map.of("lifecycle", "active")));
    }
}
