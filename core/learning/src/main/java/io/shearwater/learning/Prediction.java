package io.shearwater.learning;

import io.shearwater.model.FeatureStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a deployment for one entry. Immutable.
 *
 * @param served by whom
 * @param outcome what was predicted
 * @param features that the model read, in order, after all transformations; none of logic, whose calls have theirs
 * @param explanation if it was asked for and the model can tell
 * @param timings by step, in order: {@code vector} (reading and substituting), {@code model}, {@code explanation}, and what
 *     {@code logic} took beside them; those that there were
 * @param calls of logic what it asked, in the order of the answers
 */
public record Prediction(
        String requestId,
        Served served,
        Outcome outcome,
        List<FeatureValue> features,
        Optional<Explanation> explanation,
        Map<String, Duration> timings,
        List<Call> calls) {
    public Prediction {
        features = List.copyOf(features);
        calls = List.copyOf(calls);
    }

    /** The predicted class, in the label's type, or number, or what logic makes of them; null of a deployment of a view. */
    public @Nullable Object value() {
        return outcome.value();
    }

    /** The features whose value is not what the store or the request gave, those of calls too. */
    public List<FeatureValue> fallbacks() {
        return Stream.concat(
                        features.stream().filter(feature -> feature.origin() == Origin.FALLBACK),
                        calls.stream().flatMap(call -> call.prediction().fallbacks().stream()))
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
     * @param isFallback whether another answered than the one that the request was routed to
     * @param logic that decided, if there is some; its calls say which models it asked
     */
    public record Served(
            String deployment,
            Optional<ModelRef> model,
            Optional<String> view,
            int trainingDataset,
            boolean isFallback,
            Optional<LogicCode> logic) {}

    /** Something that logic asked, by its name there, and the answer. */
    public record Call(String part, Prediction prediction) {}

    /**
     * What was predicted.
     *
     * @param value the class, as text or in the label's type, or the number; of quantiles the one nearest to the median
     * @param scores as the model gave them
     * @param probabilities of a classification by class
     * @param interval of quantiles the least and the greatest
     * @param outputs what logic says besides, by the names of its schema
     */
    public record Outcome(
            @Nullable Object value,
            List<Double> scores,
            Map<String, Double> probabilities,
            Optional<Interval> interval,
            Map<String, @Nullable Object> outputs) {
        public Outcome {
            outputs = outputs.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        }

        /** A value and nothing else. */
        public static Outcome of(@Nullable Object value) {
            return new Outcome(value, List.of(), Map.of(), Optional.empty(), Map.of());
        }

        /** The same with another value. */
        public Outcome withValue(@Nullable Object next) {
            return new Outcome(next, scores, probabilities, interval, outputs);
        }

        /** The same with something besides, by a name of the logic's schema. */
        public Outcome withOutput(String name, @Nullable Object output) {
            Map<String, @Nullable Object> next = new LinkedHashMap<>(outputs);
            next.put(name, output);
            return new Outcome(value, scores, probabilities, interval, next);
        }

        /**
         * How probable a class is.
         *
         * @param name the class as a text, such as {@code true}
         * @throws io.shearwater.model.ShearwaterException LEARNER_FAILED for a class that the model does not have
         */
        public double probability(String name) {
            Double known = probabilities.get(name);
            if (known == null) {
                throw LearningError.LEARNER_FAILED.because("There is no probability of '" + name
                        + "' in the prediction; there are those of " + probabilities.keySet() + ".");
            }
            return known;
        }
    }

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
