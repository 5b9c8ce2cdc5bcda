package io.shearwater.models;

import io.shearwater.api.Experiments;
import io.shearwater.api.ModelSearch;
import io.shearwater.api.ModelSearch.Result;
import io.shearwater.api.ModelSearch.Strategy;
import io.shearwater.api.ModelSearch.Trial;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.Models.Direction;
import io.shearwater.api.RunSearch;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Run;
import io.shearwater.learning.RunStatus;
import io.shearwater.learning.Trainer;
import io.shearwater.model.ShearwaterException;
import io.shearwater.registry.Actors;
import io.shearwater.spi.Actor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Searches. Each trial is a run that is tagged with the search, its number and its round; one that has finished with the same
 * parameters and on the same training data is not done again. One instance does one search.
 */
final class SearchRun {
    private static final String SEARCH = "search";
    private static final String TRIAL = "trial";
    private static final String POINT = "point";

    private final ModelSearch search;
    private final Trainer trainer;
    private final TrainingSource source;
    private final Experiments experiments;
    private final Actors actors;
    private final Map<String, Run> done = new HashMap<>();

    SearchRun(ModelSearch search, Trainer trainer, Experiments experiments, Actors actors) {
        this.search = search;
        this.trainer = trainer;
        this.source = TrainingSource.of(search.training());
        this.experiments = experiments;
        this.actors = actors;
    }

    Result run() {
        List<SortedMap<String, String>> points = SearchPlan.points(search);
        experiments.getOrCreate(search.training().model());
        for (Run run : experiments.search(RunSearch.of(search.training().model()))) {
            if (search.name().equals(run.data().tags().get(SEARCH))
                    && run.info().status() == RunStatus.FINISHED) {
                done.put(String.valueOf(run.data().tags().get(POINT)), run);
            }
        }
        List<Trial> all = new ArrayList<>();
        List<Trial> last = search.strategy() instanceof Strategy.Halving halving
                ? halved(points, halving, all)
                : tried(points, all);
        return new Result(best(last), all);
    }

    private List<Trial> halved(List<SortedMap<String, String>> points, Strategy.Halving halving, List<Trial> all) {
        List<SortedMap<String, String>> left = points;
        int budget = halving.least();
        while (true) {
            int now = budget;
            List<Trial> round = tried(
                    left.stream()
                            .map(point -> with(point, halving.budget(), Integer.toString(now)))
                            .toList(),
                    all);
            if (budget >= halving.most()) {
                return round;
            }
            int kept = Math.max(1, round.size() / halving.factor());
            left = round.stream()
                    .filter(trial -> !Double.isNaN(trial.value()))
                    .sorted(better().reversed())
                    .limit(kept)
                    .map(Trial::parameters)
                    .toList();
            if (left.isEmpty()) {
                return round;
            }
            budget = (int) Math.min(halving.most(), (long) budget * halving.factor());
        }
    }

    private static SortedMap<String, String> with(SortedMap<String, String> point, String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(point);
        more.put(name, value);
        return more;
    }

    /** In the order of the points, whatever ends first. */
    private List<Trial> tried(List<SortedMap<String, String>> points, List<Trial> all) {
        List<Trial> trials = new ArrayList<>();
        // Threads of our own know nothing of who asked.
        Actor asking = actors.current();
        try (ExecutorService threads = Executors.newFixedThreadPool(search.parallel())) {
            List<Future<Trial>> waiting = new ArrayList<>();
            for (SortedMap<String, String> point : points) {
                int number = all.size() + waiting.size() + 1;
                Callable<Trial> trial = () -> actors.call(asking, () -> trial(number, point));
                waiting.add(threads.submit(trial));
            }
            for (Future<Trial> trial : waiting) {
                trials.add(ended(trial, threads));
            }
        }
        all.addAll(trials);
        return trials;
    }

    private static Trial ended(Future<Trial> trial, ExecutorService threads) {
        try {
            return trial.get();
        } catch (ExecutionException failed) {
            threads.shutdownNow();
            throw failed.getCause() instanceof RuntimeException unchecked
                    ? unchecked
                    : LearningError.LEARNER_FAILED.because("A trial failed: " + failed.getCause(), failed);
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
            throw LearningError.LEARNER_FAILED.because(
                    "The search was interrupted; started again it goes on.", interrupted);
        }
    }

    private Trial trial(int number, SortedMap<String, String> point) {
        String identity = identity(point);
        Run known = done.get(identity);
        if (known != null) {
            return new Trial(number, point, value(known), known.runId());
        }
        Map<String, String> parameters =
                new LinkedHashMap<>(search.training().learner().parameters());
        parameters.putAll(point);
        ModelTraining training = search.training().parameters(parameters);
        String run = experiments.track(search.training().model(), search.name() + "-" + number, log -> {
            log.tag(SEARCH, search.name());
            log.tag(TRIAL, Integer.toString(number));
            log.tag(POINT, identity);
            try {
                new TrainingRun(training, trainer, source).measure(log, "validation");
            } catch (ShearwaterException failed) {
                // A point where a learner cannot learn is no reason to end the search; a mistake of all points shows in
                // all.
                log.tag(
                        "error",
                        String.valueOf(failed.getMessage()).lines().findFirst().orElse(""));
            }
            return log.runId();
        });
        return new Trial(number, point, value(experiments.run(run)), run);
    }

    /** What was tried on what; another training dataset or seed is another trial. */
    private String identity(SortedMap<String, String> point) {
        SortedMap<String, String> all =
                new TreeMap<>(search.training().learner().parameters());
        all.putAll(point);
        return source.dataset().view() + "/"
                + source.dataset().version() + "/"
                + search.training().learner().name() + "/"
                + search.training().learner().seed() + "/" + all;
    }

    private double value(Run run) {
        Run.MetricPoint point = run.data().metrics().get(search.goal().metric());
        return point == null ? Double.NaN : point.value();
    }

    private Comparator<Trial> better() {
        Comparator<Trial> byValue = Comparator.comparingDouble(Trial::value);
        Comparator<Trial> byGoal = search.goal().direction() == Direction.MAXIMIZE ? byValue : byValue.reversed();
        // Of equal ones the first.
        return byGoal.thenComparing(Comparator.comparingInt(Trial::number).reversed());
    }

    private Trial best(List<Trial> trials) {
        return trials.stream()
                .filter(trial -> !Double.isNaN(trial.value()))
                .max(better())
                .orElseThrow(() -> LearningError.LEARNER_FAILED.because("No trial of the search '" + search.name()
                        + "' has the metric '" + search.goal().metric() + "'. Of the first it is known: "
                        + known(trials.getFirst())));
    }

    private String known(Trial trial) {
        Run run = experiments.run(trial.run());
        String error = run.data().tags().get("error");
        return error == null ? run.data().metrics().keySet().toString() : error;
    }
}
