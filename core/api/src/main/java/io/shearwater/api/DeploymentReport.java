package io.shearwater.api;

import io.shearwater.learning.DeploymentSpec.Slo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a deployment did since the store was opened. Immutable.
 *
 * @param requests entries that were asked for; requests that were refused since they were wrong do not count
 * @param failed those of them that got no prediction
 * @param latency of an entry, from the request to the answer
 * @param models how often each answered
 * @param log what became of logged predictions
 */
public record DeploymentReport(
        long requests, long failed, Latency latency, List<Share> models, LogState log, Optional<Slo> slo) {
    public DeploymentReport {
        models = List.copyOf(models);
    }

    /** The share of entries that got a prediction; 1 before the first. */
    public double availability() {
        return requests == 0 ? 1 : 1 - (double) failed / requests;
    }

    /** Whether the promise to clients is kept so far; true where there is none. */
    public boolean isKept() {
        return slo.isEmpty()
                || (latency.p99().compareTo(slo.get().p99()) <= 0
                        && availability() >= slo.get().availability());
    }

    /** To within a twentieth. */
    public record Latency(Duration p50, Duration p99) {}

    /**
     * What a model did.
     *
     * @param role {@code serving}, {@code shadow} or {@code stand-in}
     * @param failed predictions that it could not make, and of a shadow those that it was not asked for, since too many waited
     * @param isSwitchedOff whether it failed so often that it is not asked for a while
     */
    public record Share(String model, String role, long predictions, long failed, boolean isSwitchedOff) {}

    /**
     * The log of predictions.
     *
     * @param written that are in the feature group
     * @param waiting that are on their way
     * @param lost that could not be written, with the reason in the program's log
     */
    public record LogState(long written, long waiting, long lost) {}
}
