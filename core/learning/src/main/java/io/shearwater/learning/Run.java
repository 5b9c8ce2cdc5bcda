package io.shearwater.learning;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One execution of a program that trains or evaluates: what went in and what came out. Immutable; read it again to see more.
 *
 * @param data what the program logged
 * @param inputs the data that it read
 */
public record Run(RunInfo info, RunData data, List<DatasetInput> inputs) {
    /** The tag that names the run of which this is a part. */
    public static final String PARENT_TAG = "mlflow.parentRunId";

    /** The tag with the user that started it. */
    public static final String USER_TAG = "mlflow.user";

    public Run {
        inputs = List.copyOf(inputs);
    }

    public String runId() {
        return info.runId();
    }

    /**
     * What is known of a run without what it logged.
     *
     * @param runId 32 hexadecimal digits
     * @param period from when to when it ran
     * @param artifactUri the directory of the project with its files
     */
    public record RunInfo(
            String runId,
            String runName,
            String experimentId,
            RunStatus status,
            Period period,
            String artifactUri,
            Lifecycle lifecycleStage) {
        public Instant startTime() {
            return period.start();
        }

        public Optional<Instant> endTime() {
            return period.end();
        }
    }

    /** From when to when; no end while it goes on. */
    public record Period(Instant start, Optional<Instant> end) {}

    /**
     * What a run logged.
     *
     * @param metrics of each the point with the greatest step, of those the last
     * @param params written once each
     * @param tags may be written again
     */
    public record RunData(
            SortedMap<String, MetricPoint> metrics, SortedMap<String, String> params, SortedMap<String, String> tags) {}

    /**
     * A number that was measured.
     *
     * @param value any double, also NaN and infinities
     * @param timestamp when, to the millisecond
     * @param step the place that the program gave it, such as the round
     */
    public record MetricPoint(String key, double value, Instant timestamp, long step) {}

    /**
     * Data that a run read.
     *
     * @param name as {@code fraud_view 1}
     * @param digest tells it from other states of the same data
     * @param sourceType where it comes from, as {@code shearwater}
     * @param source what to read to have it again, as {@code fraud_view/1/training/3}
     * @param context what it was read for, as {@code train}
     */
    public record DatasetInput(String name, String digest, String sourceType, String source, String context) {}
}
