package io.shearwater.models;

import io.shearwater.api.Experiments;
import io.shearwater.api.RunLog;
import io.shearwater.api.RunSearch;
import io.shearwater.learning.Experiment;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Lifecycle;
import io.shearwater.learning.Run;
import io.shearwater.learning.Run.MetricPoint;
import io.shearwater.learning.Run.Period;
import io.shearwater.learning.Run.RunData;
import io.shearwater.learning.Run.RunInfo;
import io.shearwater.learning.RunStatus;
import io.shearwater.model.Names;
import io.shearwater.spi.FileStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The experiments of a project, in its registry and its files. Thread-safe. */
public final class ProjectExperiments implements Experiments {
    private static final int LONGEST_NAME = 500;
    private static final int SHORT_ID = 8;

    private final RunLedger ledger;
    private final FileStore files;
    private final Checkpoints checkpoints;

    public ProjectExperiments(ModelParts parts) {
        this.ledger = new RunLedger(parts.registry(), parts.clock());
        this.files = parts.files();
        this.checkpoints = parts.checkpoints();
    }

    /**
     * Says of runs whose process ended before them that they were killed, and removes what trainings need no more that have ended otherwise. Only
     * for who alone may write to the project.
     */
    public void recover() {
        for (String run : ledger.running()) {
            ledger.changeRun(run, "find killed", RunChanges::killed);
        }
        for (String run : checkpoints.runs()) {
            if (ledger.find(run)
                    .filter(found -> found.info().status() == RunStatus.KILLED)
                    .filter(found -> found.info().lifecycleStage() == Lifecycle.ACTIVE)
                    .isEmpty()) {
                checkpoints.remove(run);
            }
        }
    }

    @Override
    public Experiment getOrCreate(String name) {
        return ledger.getOrCreate(checked(name));
    }

    @Override
    public Experiment create(String name, Map<String, String> tags) {
        tags.forEach(RunLimits::requireTag);
        return ledger.create(checked(name), tags);
    }

    private static String checked(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw LearningError.BAD_DEFINITION.because("An experiment's name has 1 to " + LONGEST_NAME
                    + " characters; '" + name + "' has " + name.length() + ".");
        }
        return name;
    }

    @Override
    public Experiment experiment(String experimentId) {
        return ledger.experiment(experimentId);
    }

    @Override
    public Optional<Experiment> find(String name) {
        return ledger.findByName(name);
    }

    @Override
    public List<Experiment> list() {
        return ledger.experiments();
    }

    @Override
    public Experiment rename(String experimentId, String name) {
        return change(experimentId, "rename", was -> copy(was, checked(name), was.lifecycleStage(), was.tags()));
    }

    @Override
    public Experiment tag(String experimentId, String name, String value) {
        RunLimits.requireTag(name, value);
        return change(experimentId, "tag", was -> {
            Map<String, String> tags = new TreeMap<>(was.tags());
            tags.put(name, value);
            return copy(was, was.name(), was.lifecycleStage(), tags);
        });
    }

    @Override
    public Experiment delete(String experimentId) {
        return change(experimentId, "delete", was -> copy(was, was.name(), Lifecycle.DELETED, was.tags()));
    }

    @Override
    public Experiment restore(String experimentId) {
        return change(experimentId, "restore", was -> copy(was, was.name(), Lifecycle.ACTIVE, was.tags()));
    }

    private Experiment change(String id, String action, UnaryOperator<Experiment> change) {
        return ledger.changeExperiment(id, action, change);
    }

    private Experiment copy(Experiment was, String name, Lifecycle lifecycle, Map<String, String> tags) {
        return new Experiment(
                was.experimentId(), name, was.artifactLocation(), lifecycle, tags, was.creationTime(), ledger.now());
    }

    @Override
    public RunLog start(String experiment, String runName) {
        Experiment in = getOrCreate(experiment);
        String id = UUID.randomUUID().toString().replace("-", "");
        TreeMap<String, String> tags = new TreeMap<>();
        tags.put(Run.USER_TAG, ledger.actor());
        tags.put(RunProcess.TAG, RunProcess.self());
        RunInfo info = new RunInfo(
                id,
                runName.isBlank() ? "run-" + id.substring(0, SHORT_ID) : runName,
                in.experimentId(),
                RunStatus.RUNNING,
                new Period(ledger.now(), Optional.empty()),
                in.artifactLocation() + "/" + id + "/artifacts",
                Lifecycle.ACTIVE);
        ledger.put(new Run(info, new RunData(new TreeMap<>(), new TreeMap<>(), tags), List.of()));
        return new LiveRun(ledger, files, id);
    }

    @Override
    public RunLog resume(String runId) {
        ledger.changeRun(
                runId,
                "resume",
                run -> RunChanges.withTag(
                        RunChanges.withStatus(
                                run, RunStatus.RUNNING, new Period(run.info().startTime(), Optional.empty())),
                        RunProcess.TAG,
                        RunProcess.self()));
        return new LiveRun(ledger, files, runId);
    }

    @Override
    public Run run(String runId) {
        return ledger.run(runId);
    }

    @Override
    public List<Run> search(RunSearch search) {
        List<String> ids = search.experiments().stream().map(this::id).toList();
        RunFilter filter = RunFilter.parse(search.filter());
        return ledger.runs().stream()
                .filter(run -> run.info().lifecycleStage() == search.lifecycle())
                .filter(run -> ids.isEmpty() || ids.contains(run.info().experimentId()))
                .filter(filter::accepts)
                .sorted(RunOrder.parse(search.orderBy()))
                .limit(search.most())
                .toList();
    }

    private String id(String experiment) {
        return find(experiment)
                .map(Experiment::experimentId)
                .orElseThrow(() -> LearningError.NOT_FOUND.because("There is no experiment '" + experiment
                        + "'; there are "
                        + list().stream().map(Experiment::name).toList() + "."
                        + Names.didYouMean(
                                experiment,
                                list().stream().map(Experiment::name).toList())));
    }

    @Override
    public List<MetricPoint> history(String runId, String metric, long from, int most) {
        ledger.run(runId);
        return ledger.history(runId, metric, from, most);
    }

    @Override
    public Run deleteRun(String runId) {
        return ledger.changeRun(runId, "delete", run -> RunChanges.withLifecycle(run, Lifecycle.DELETED));
    }

    @Override
    public Run restoreRun(String runId) {
        return ledger.changeRun(runId, "restore", run -> RunChanges.withLifecycle(run, Lifecycle.ACTIVE));
    }
}
