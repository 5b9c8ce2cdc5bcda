package io.shearwater.models;

import io.shearwater.api.RunLog;
import io.shearwater.learning.Trainer.Progress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Logs what a learner measures round by round without making it wait for the disk each time: rounds are written together, at the latest
 * with the first that comes half a second after the last writing. Not thread-safe.
 */
final class RoundMetrics implements AutoCloseable {
    private static final long PATIENCE = Duration.ofMillis(500).toNanos();

    private final RunLog run;
    private final Map<Integer, Map<String, Double>> waiting = new LinkedHashMap<>();
    private final Set<String> logged = new HashSet<>();
    private long last = System.nanoTime();

    RoundMetrics(RunLog run) {
        this.run = run;
    }

    /** Notes a round of a training that is to go on. */
    Progress reached(int round, Map<String, Double> metrics) {
        add(round, metrics);
        return Progress.GO_ON;
    }

    private void add(int round, Map<String, Double> metrics) {
        if (!metrics.isEmpty()) {
            waiting.put(round, metrics);
            logged.addAll(metrics.keySet());
        }
        if (System.nanoTime() - last > PATIENCE) {
            flush();
        }
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
