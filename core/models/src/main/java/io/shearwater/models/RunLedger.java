package io.shearwater.models;

import io.shearwater.learning.Experiment;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Lifecycle;
import io.shearwater.learning.Run;
import io.shearwater.learning.Run.MetricPoint;
import io.shearwater.learning.RunStatus;
import io.shearwater.model.Names;
import io.shearwater.model.Times;
import io.shearwater.registry.Registry;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.Measurement;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryTransaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Experiments and runs in the registry. Thread-safe. */
final class RunLedger {
    private static final String DIRECTORY = "Experiments/";

    private final Registry registry;
    private final InstantSource clock;

    RunLedger(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    Instant now() {
        return Times.truncated(clock.instant());
    }

    String actor() {
        return registry.actor().name();
    }

    // ---- experiments

    Experiment create(String name, Map<String, String> tags) {
        return registry.store().change(registry.actor(), tx -> {
            findByName(tx, name).ifPresent(there -> {
                throw LearningError.ALREADY_EXISTS.because("The experiment '" + name + "' exists"
                        + (there.lifecycleStage() == Lifecycle.DELETED ? ", deleted. Restore it" : "")
                        + ", or choose another name.");
            });
            return create(tx, name, tags);
        });
    }

    Experiment getOrCreate(String name) {
        return registry.store().change(registry.actor(), tx -> {
            Optional<Experiment> found = findByName(tx, name);
            found.filter(there -> there.lifecycleStage() == Lifecycle.DELETED).ifPresent(deleted -> {
                throw LearningError.ALREADY_EXISTS.because(
                        "The experiment '" + name + "' is deleted. Restore it, or choose another name.");
            });
            return found.orElseGet(() -> create(tx, name, Map.of()));
        });
    }

    private Experiment create(RegistryTransaction tx, String name, Map<String, String> tags) {
        String id = name.equals(Experiment.DEFAULT_NAME)
                ? Experiment.DEFAULT_ID
                : Long.toString(tx.nextNumber(registry.project(), "experiment"));
        Instant now = now();
        Experiment made = new Experiment(id, name, DIRECTORY + id, Lifecycle.ACTIVE, tags, now, now);
        tx.put(new Definition(experimentKey(id), RunJson.write(made), 0, List.of()));
        tx.audit(registry.project(), "create", "experiment '" + name + "'");
        return made;
    }

    Experiment changeExperiment(String id, String action, UnaryOperator<Experiment> change) {
        return registry.store().change(registry.actor(), tx -> {
            Definition stored = tx.find(experimentKey(id)).orElseThrow(() -> noExperiment(tx, id));
            Experiment next = change.apply(RunJson.readExperiment(id, stored.json()));
            findByName(tx, next.name())
                    .filter(other -> !other.experimentId().equals(id))
                    .ifPresent(other -> {
                        throw LearningError.ALREADY_EXISTS.because("The experiment '" + next.name() + "' exists.");
                    });
            tx.put(new Definition(stored.key(), RunJson.write(next), stored.revision(), List.of()));
            tx.audit(registry.project(), action, "experiment '" + next.name() + "'");
            return next;
        });
    }

    Experiment experiment(String id) {
        return registry.store()
                .read(reader -> reader.find(experimentKey(id))
                        .map(definition -> RunJson.readExperiment(id, definition.json()))
                        .orElseThrow(() -> noExperiment(reader, id)));
    }

    Optional<Experiment> findByName(String name) {
        return registry.store().read(reader -> findByName(reader, name));
    }

    private Optional<Experiment> findByName(RegistryReader reader, String name) {
        return experiments(reader).stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst();
    }

    List<Experiment> experiments() {
        return registry.store().read(this::experiments);
    }

    private List<Experiment> experiments(RegistryReader reader) {
        return reader.list(registry.project(), Kind.EXPERIMENT).stream()
                .map(definition -> RunJson.readExperiment(definition.key().name(), definition.json()))
                .sorted(Comparator.comparingLong(experiment -> Long.parseLong(experiment.experimentId())))
                .toList();
    }

    private RuntimeException noExperiment(RegistryReader reader, String id) {
        return LearningError.NOT_FOUND.because("There is no experiment with the id '" + id + "'; there are "
                + experiments(reader).stream()
                        .map(experiment -> experiment.experimentId() + " '" + experiment.name() + "'")
                        .toList()
                + ".");
    }

    // ---- runs

    void put(Run run) {
        registry.store().change(registry.actor(), tx -> {
            tx.put(new Definition(
                    runKey(run.runId()),
                    RunJson.write(run),
                    0,
                    List.of(experimentKey(run.info().experimentId()))));
            tx.audit(registry.project(), "start", "run " + run.runId());
            return run;
        });
    }

    Run changeRun(String id, String action, UnaryOperator<Run> change) {
        return registry.store().change(registry.actor(), tx -> {
            Definition stored = tx.find(runKey(id)).orElseThrow(() -> noRun(tx, id));
            Run next = change.apply(read(tx, stored));
            String json = RunJson.write(next);
            if (!json.equals(stored.json())) {
                tx.put(new Definition(stored.key(), json, stored.revision(), stored.dependsOn()));
                tx.audit(registry.project(), action, "run " + id);
            }
            return next;
        });
    }

    Run run(String id) {
        return registry.store()
                .read(reader -> reader.find(runKey(id))
                        .map(definition -> read(reader, definition))
                        .orElseThrow(() -> noRun(reader, id)));
    }

    List<Run> runs() {
        return registry.store()
                .read(reader -> reader.list(registry.project(), Kind.RUN).stream()
                        .map(definition -> read(reader, definition))
                        .toList());
    }

    private Run read(RegistryReader reader, Definition definition) {
        String id = definition.key().name();
        SortedMap<String, MetricPoint> metrics = new TreeMap<>();
        reader.latestMeasurements(registry.project(), series(id))
                .forEach(point -> metrics.put(point.name(), point(point)));
        Run run = RunJson.readRun(id, definition.json(), metrics);
        return isRunning(run) && RunProcess.isGone(run.data().tags().getOrDefault(RunProcess.TAG, ""))
                ? RunChanges.killed(run)
                : run;
    }

    private static boolean isRunning(Run run) {
        return run.info().status() == RunStatus.RUNNING;
    }

    /** The ids of the runs that say that they are running. */
    List<String> running() {
        return registry.store()
                .read(reader -> reader.list(registry.project(), Kind.RUN).stream()
                        .filter(definition ->
                                isRunning(RunJson.readRun(definition.key().name(), definition.json(), new TreeMap<>())))
                        .map(definition -> definition.key().name())
                        .toList());
    }

    Optional<Run> find(String id) {
        return registry.store().read(reader -> reader.find(runKey(id)).map(definition -> read(reader, definition)));
    }

    private RuntimeException noRun(RegistryReader reader, String id) {
        List<String> known = reader.list(registry.project(), Kind.RUN).stream()
                .map(definition -> definition.key().name())
                .toList();
        return LearningError.NOT_FOUND.because("There is no run '" + id + "' in the project '" + registry.project()
                + "'." + Names.didYouMean(id, known));
    }

    // ---- metrics

    void measure(String run, List<Measurement> points) {
        registry.store().change(registry.actor(), tx -> {
            if (tx.find(runKey(run)).isEmpty()) {
                throw noRun(tx, run);
            }
            tx.measure(registry.project(), series(run), points);
            return run;
        });
    }

    List<MetricPoint> history(String run, String metric, long from, int most) {
        return registry
                .store()
                .read(reader -> reader.measurements(registry.project(), series(run), metric, from, most))
                .stream()
                .map(RunLedger::point)
                .toList();
    }

    private static MetricPoint point(Measurement point) {
        return new MetricPoint(point.name(), point.value(), point.at(), point.step());
    }

    private static String series(String run) {
        return "run:" + run;
    }

    private DefinitionKey runKey(String id) {
        return new DefinitionKey(registry.project(), Kind.RUN, id, 0);
    }

    private DefinitionKey experimentKey(String id) {
        return new DefinitionKey(registry.project(), Kind.EXPERIMENT, id, 0);
    }
}
