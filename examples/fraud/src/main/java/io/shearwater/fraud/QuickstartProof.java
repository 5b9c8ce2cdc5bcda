package io.shearwater.fraud;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.Frame;
import io.shearwater.model.TimeRange;
import io.shearwater.story.Story;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Shows that the store is right: training rows are what the raw events say, and the vector that a model would have been
 * given just before a payment is what it is trained on afterwards, and stays the same once the payment is known.
 */
final class QuickstartProof {
    private final FraudPipelines pipelines;
    private final FraudGroups groups;
    private final FeatureView view;
    private final Story story;

    QuickstartProof(FraudPipelines pipelines, FraudGroups groups, FeatureView view, Story story) {
        this.pipelines = pipelines;
        this.groups = groups;
        this.view = view.untransformed();
        this.story = story;
    }

    /**
     * All three proofs.
     *
     * @param version of the training data
     * @throws io.shearwater.model.ShearwaterException PROOF_FAILED with the first values that differ
     */
    QuickstartReport.Proof of(int version, QuickstartOptions options) {
        List<Row> sample = sample(view.trainingData(version), options);
        long sampled = story.step("proof 1", step -> bruteForce(sample, step));
        Frame payments = pipelines.transactionsToCome().readAll();
        Map<Long, Map<String, @Nullable Object>> vectors = new TreeMap<>();
        long replayed = story.step("proof 2", step -> replay(payments, vectors, step));
        long again = story.step("proof 3", step -> askAgain(payments, vectors, step));
        return new QuickstartReport.Proof(sample.size(), options.replayedPayments(), sampled + replayed + again);
    }

    /** A training row. */
    private record Row(
            long id,
            Map<String, @Nullable Object> features,
            @Nullable Object fraud) {
        static Row of(TrainingData.Part part, int row) {
            return new Row(
                    (Long) part.index().column("t_id").valueAt(row),
                    part.features().row(row),
                    part.labels().value(row, "is_fraud"));
        }
    }

    private static List<Row> sample(TrainingData data, QuickstartOptions options) {
        Dice dice = Dice.of(options.mart().seed(), "sample");
        List<TrainingData.Part> parts = List.copyOf(data.parts().values());
        int rows = parts.stream().mapToInt(part -> part.index().rows()).sum();
        Set<Integer> drawn = new HashSet<>();
        while (drawn.size() < Math.min(options.sampledRows(), rows)) {
            drawn.add(dice.below(rows));
        }
        return drawn.stream().sorted().map(row -> rowOf(parts, row)).toList();
    }

    private static Row rowOf(List<TrainingData.Part> parts, int row) {
        int rest = row;
        for (TrainingData.Part part : parts) {
            if (rest < part.index().rows()) {
                return Row.of(part, rest);
            }
            rest -= part.index().rows();
        }
        throw new IndexOutOfBoundsException(row);
    }

    private long bruteForce(List<Row> sample, Story.Step step) {
        Set<Long> ids = new HashSet<>();
        sample.forEach(row -> ids.add(row.id));
        BruteForce raw = new BruteForce(pipelines.mart(), ids);
        Differences differences = new Differences("sampled training rows are what the raw events say");
        for (Row row : sample) {
            differences.compare(row.id, raw.features(row.id), row.features);
            differences.compare(row.id, "is_fraud", raw.isFraud(row.id), row.fraud);
        }
        long compared = differences.none();
        step.outcome(String.format(
                Locale.ROOT,
                "%,d sampled training rows equal brute force over the raw events (%,d values)",
                sample.size(),
                compared));
        return compared;
    }

    private long replay(Frame payments, Map<Long, Map<String, @Nullable Object>> vectors, Story.Step step) {
        step.outOf(payments.rows());
        vectors.putAll(new Replay(groups, view).run(payments, step::reached));
        Map<Long, Map<String, @Nullable Object>> trained = trainingRowsOf(payments);
        Differences differences = new Differences("a vector asked for just before a payment equals its training row");
        vectors.forEach((id, vector) -> differences.compare(id, trained.getOrDefault(id, Map.of()), vector));
        long compared = differences.none();
        step.outcome(String.format(
                Locale.ROOT,
                "%,d payments replayed: the vector just before each equals its training row (%,d values)",
                payments.rows(),
                compared));
        return compared;
    }

    /** As of its own time a payment sees neither itself nor those after it, now that all of them are written. */
    private long askAgain(Frame payments, Map<Long, Map<String, @Nullable Object>> before, Story.Step step) {
        Differences differences = new Differences("a payment does not see itself");
        for (int row = 0; row < payments.rows(); row++) {
            long id = (Long) payments.column("t_id").valueAt(row);
            differences.compare(
                    id,
                    before.getOrDefault(id, Map.of()),
                    view.featureVector(Replay.request(payments, row)).toMap());
        }
        long compared = differences.none();
        step.outcome(String.format(
                Locale.ROOT,
                "asked again as of their times, all written by now: no payment sees itself (%,d values)",
                compared));
        return compared;
    }

    /** What a model is trained on afterwards, when the verdicts are in. */
    private Map<Long, Map<String, @Nullable Object>> trainingRowsOf(Frame payments) {
        groups.labels().insert(new FraudLabels(pipelines.mart().ccFraud()).of(payments));
        Instant first = (Instant) payments.column("ts").valueAt(0);
        TimeRange sinceThen = TimeRange.after(first.minus(1, ChronoUnit.MICROS));
        TrainingData.Part part =
                view.trainingData(TrainingOptions.whole().within(sinceThen)).train();
        Map<Long, Map<String, @Nullable Object>> rows = new HashMap<>();
        for (int row = 0; row < part.index().rows(); row++) {
            rows.put(
                    (Long) part.index().column("t_id").valueAt(row),
                    part.features().row(row));
        }
        return rows;
    }
}
