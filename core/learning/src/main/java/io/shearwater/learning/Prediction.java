package io.shearwater.learning;

import io.shearwater.model.FeatureStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a deployment for one entry. Immutable.
 *
 * @param served by whom
 * @param outcome what was predicted
 * @param features that the model read, in order, after all transformations
 * @param explanation if it was asked for and the model can tell
 * @param timings by step, in order: {@code vector} (reading and substituting), {@code model}, {@code explanation}; those that there were
 */
public record Prediction(
        String requestId,
        Served served,
        Outcome outcome,
        List<FeatureValue> features,
        Optional<Explanation> explanation,
        Map<String, Duration> timings) {
    public Prediction {
        features = List.copyOf(features);
    }

    /** The predicted class, in the label's type, or number; null of a deployment of a view. */
    public @Nullable Object value() {
        return outcome.value();
    }

    /** The features whose value is not what the store or the request gave. */
    public List<FeatureValue> fallbacks() {
        return features.stream()
                .filter(feature -> feature.origin() == Origin.FALLBACK)
                .toList();
    }

    /** A feature by name. */
    public Optional<FeatureValue> feature(String name) {
        return features.stream().filter(value -> value.name().equals(name)).findFirst();
    }

    /**
     * Who answered.
     *
     * @param model none of a deployment of a view
     * @param view with its version, if the model reads one
     * @param isFallback whether another model answered than the one that the request was routed to
     */
    public record Served(
            String deployment,
            Optional<ModelRef> model,
            Optional<String> view,
            int trainingDataset,
            boolean isFallback) {}

    /**
     * What was predicted.
     *
     * @param value the class, as text or in the label's type, or the number; of quantiles the one nearest to the median
     * @param scores as the model gave them
     * @param probabilities of a classification by class
     * @param interval of quantiles the least and the greatest
     */
    public record Outcome(
            @Nullable Object value,
            List<Double> scores,
            Map<String, Double> probabilities,
            Optional<Interval> interval) {}

    /**
     * Where the true value lies with a certain probability.
     *
     * @param coverage that probability, as the quantiles say it
     */
    public record Interval(double low, double high, double coverage) {}

    /**
     * A feature as the model read it.
     *
     * @param eventTime when the value became valid, if it came from a stored row
     */
    public record FeatureValue(
            String name, @Nullable Object value, FeatureStatus status, Origin origin, Optional<Instant> eventTime) {}

    /** Where a value comes from. */
    public enum Origin {
        /** Read from the online store. */
        STORED,
        /** Named by the request. */
        PASSED,
        /** Computed from the request, stored values or both. */
        COMPUTED,
        /** Put in because it was missing. */
        FALLBACK
    }

    /**
     * What each feature contributed to the score; bias and contributions sum up to the margin, the score before its link function.
     *
     * @param contributions by feature, the greatest first whatever its sign
     */
    public record Explanation(double margin, double bias, Map<String, Double> contributions) {}
}
