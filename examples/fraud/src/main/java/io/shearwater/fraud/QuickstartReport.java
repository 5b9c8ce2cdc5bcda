package io.shearwater.fraud;

import io.shearwater.model.SkewReport;
import java.util.Map;
import java.util.Optional;

/**
 * What the quickstart found, for programs; the story says the same to people.
 *
 * @param rows the rows of history written into each feature group
 * @param skew what came of computing the vectors that were served again
 * @param model what came of a model; none of a mart with too few attacks to learn from
 */
public record QuickstartReport(
        Events events,
        Map<String, Long> rows,
        Training training,
        Vectors vectors,
        Leak leak,
        Proof proof,
        SkewReport skew,
        Optional<Model> model) {

    /** What was generated. */
    public record Events(long payments, long fraudulent, int cards, int merchants) {}

    /** The training data: its version, features, and rows in each part. */
    public record Training(int version, int features, Map<String, Long> parts) {}

    /** The vectors that were asked for, one by one; times in microseconds. The last request is there to be made again. */
    public record Vectors(int requests, double p50Micros, double p99Micros, Map<String, Object> lastRequest) {}

    /** How many chain attacks a rule stops at their first payment, over a careless and over a point-in-time join. */
    public record Leak(int attacks, int stoppedOverCarelessJoin, int stoppedOverPointInTimeJoin) {}

    /** What was checked value by value. A failed proof is an error and makes no report. */
    public record Proof(int sampledRows, int replayedPayments, long valuesCompared) {}

    /**
     * A model that was trained, deployed and asked.
     *
     * @param version of it
     * @param prAuc the area under the curve of precision over recall, of the last days
     * @param answers how many requests each version answered
     * @param p50Micros how long half of the answers took at most, each of one request
     */
    public record Model(int version, double prAuc, Map<Integer, Integer> answers, double p50Micros, double p99Micros) {}
}
