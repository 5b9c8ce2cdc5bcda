package io.shearwater.models;

import io.shearwater.api.RunLog;
import io.shearwater.learning.Trainer;
import io.shearwater.learning.Trainer.Progress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Logs what a learner measures round by round without making it wait for the disk each time: rounds are written together, at the latest
 * with the first that comes half a second after the last writing, and before a checkpoint. Not thread-safe.
 */
final class RoundMetrics implements Trainer.Listener, AutoCloseable {
    private static final long PATIENCE = Duration.ofMillis(500).toNanos();

    private final RunLog run;
    private final long from;
    private final Map<Integer, Map<String, Double>> waiting = new LinkedHashMap<>();
    private final Set<String> logged = new HashSet<>();
    private long last = System.nanoTime();

    /**
     * The rounds of a run.
     *
     * @param from the first round that is new; earlier ones were logged before the run was interrupted
     */
    RoundMetrics(RunLog run, long from) {
        this.run = run;
        this.from = from;
    }

    /** Notes a round of a training that is to go on. */
    @Override
    public Progress round(int round, Map<String, Double> metrics) {
        add(round, metrics);
        return Progress.GO_ON;
    }

    private void add(int round, Map<String, Double> metrics) {
        logged.addAll(metrics.keySet());
        if (!metrics.isEmpty() && round >= from) {
            waiting.put(round, metrics);
        }
        if (System.nanoTime() - last > PATIENCE) {
            flush();
        }
    }

    @Override
    public void checkpoint() {
        flush();
    }

    /** Metrics that no round had; the others have a history, into which their last values need not go again. */
    Map<String, Double> without(Map<String, Double> metrics) {
        Map<String, Double> others = new LinkedHashMap<>(metrics);
        others.keySet().removeAll(logged);
        return others;
    }

    void flush() {
        if (!waiting.isEmpty()) {
            run.rounds(waiting);
            waiting.clear();
        }
        last = System.nanoTime();
    }

    @Override
    public void close() {
        flush();
    }
}
