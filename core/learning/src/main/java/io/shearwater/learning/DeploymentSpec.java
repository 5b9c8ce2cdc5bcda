package io.shearwater.learning;

import io.shearwater.model.Names;
import io.shearwater.model.ViewRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a deployment serves, and what it does when something fails. A model always goes with the view and the version of the
 * training data that it was trained on, logic with all that it asks. Immutable.
 *
 * @param name what clients call; their requests stay the same while models behind it change
 * @param routing what shares its requests
 * @param fallbacks for a feature, by name, what to take where its value is missing, in the order in which they are tried
 * @param limits how long things may take
 * @param logging whether predictions are logged
 */
public record DeploymentSpec(
        String name, Routing routing, Map<String, List<Fallback>> fallbacks, Limits limits, Logging logging) {
    public DeploymentSpec {
        Names.check("deployment", name);
        Map<String, List<Fallback>> copy = new LinkedHashMap<>();
        fallbacks.forEach((feature, chain) -> copy.put(feature, List.copyOf(chain)));
        fallbacks = Collections.unmodifiableMap(copy);
    }

    /** A deployment of one model, view or logic, which logs. */
    public static DeploymentSpec of(String name, Variant variant) {
        return new DeploymentSpec(
                name, Routing.to(variant), Map.of(), new Limits(Optional.empty(), Optional.empty()), Logging.ON);
    }

    /** A deployment of a view: it gives vectors, and clients predict elsewhere. */
    public static DeploymentSpec ofView(String name, ViewRef view, OptionalInt trainingDataset) {
        return of(name, new Variant.Vectors(view, trainingDataset));
    }

    /** The same with these variants. */
    public DeploymentSpec withRouting(Routing next) {
        return new DeploymentSpec(name, next, fallbacks, limits, logging);
    }

    /** The same with what to take, in this order, where a feature's value is missing. */
    public DeploymentSpec withFallback(String feature, Fallback... chain) {
        Map<String, List<Fallback>> next = new LinkedHashMap<>(fallbacks);
        next.put(feature, List.of(chain));
        return new DeploymentSpec(name, routing, next, limits, logging);
    }

    /** The same, where a prediction fails that takes longer. */
    public DeploymentSpec withTimeout(Duration timeout) {
        return new DeploymentSpec(name, routing, fallbacks, new Limits(Optional.of(timeout), limits.slo), logging);
    }

    /** The same with a promise to its clients. */
    public DeploymentSpec withSlo(Slo slo) {
        return new DeploymentSpec(name, routing, fallbacks, new Limits(limits.timeout, Optional.of(slo)), logging);
    }

    /** The same without a log of predictions. */
    public DeploymentSpec withoutLog() {
        return new DeploymentSpec(name, routing, fallbacks, limits, Logging.OFF);
    }

    /**
     * How requests are shared between variants.
     *
     * @param arms with their shares, which sum up to 1; the first is the one that is compared with
     * @param by what decides which arm an entry goes to
     * @param shadows what gets every request too, and whose predictions are only logged
     * @param simpler what answers where the chosen one fails
     */
    public record Routing(List<Arm> arms, By by, List<Variant> shadows, Optional<Variant> simpler) {
        private static final double ROUNDING = 1e-9;

        public Routing {
            arms = List.copyOf(arms);
            shadows = List.copyOf(shadows);
            double sum = 0;
            for (Arm arm : arms) {
                if (!(arm.share >= 0 && arm.share <= 1)) {
                    throw LearningError.BAD_DEFINITION.because(
                            "The share of " + arm.variant + " is " + arm.share + "; it must be between 0 and 1.");
                }
                sum += arm.share;
            }
            if (arms.isEmpty() || Math.abs(sum - 1) > ROUNDING) {
                throw LearningError.BAD_DEFINITION.because(
                        "The shares of a deployment's variants must sum up to 1, those of "
                                + arms.stream().map(Arm::variant).toList() + " sum up to " + sum + ".");
            }
        }

        /** All requests to one. */
        public static Routing to(Variant variant) {
            return new Routing(List.of(new Arm(variant, 1)), By.REQUEST, List.of(), Optional.empty());
        }

        /** A share of the requests, by chance, to one that is tried, the rest to the one in use. */
        public static Routing canary(Variant stable, Variant tried, double share) {
            return new Routing(
                    List.of(new Arm(stable, 1 - share), new Arm(tried, share)),
                    By.REQUEST,
                    List.of(),
                    Optional.empty());
        }

        /** Entities divided between two: an entity always gets the same one. */
        public static Routing split(Variant first, Variant second, double shareOfSecond) {
            return new Routing(
                    List.of(new Arm(first, 1 - shareOfSecond), new Arm(second, shareOfSecond)),
                    By.ENTITY,
                    List.of(),
                    Optional.empty());
        }

        /** The same with one that gets every request too, and whose predictions are only logged. */
        public Routing withShadow(Variant variant) {
            List<Variant> next = new ArrayList<>(shadows);
            next.add(variant);
            return new Routing(arms, by, next, simpler);
        }

        /** The same with one that answers where the chosen one fails. */
        public Routing orElse(Variant variant) {
            return new Routing(arms, by, shadows, Optional.of(variant));
        }

        /** The same with something else in the place of each. */
        public Routing map(UnaryOperator<Variant> change) {
            return new Routing(
                    arms.stream()
                            .map(arm -> new Arm(change.apply(arm.variant), arm.share))
                            .toList(),
                    by,
                    shadows.stream().map(change).toList(),
                    simpler.map(change));
        }

        /** Everything that may answer, each once. */
        public List<Variant> variants() {
            return Stream.of(arms.stream().map(Arm::variant), shadows.stream(), simpler.stream())
                    .flatMap(variants -> variants)
                    .distinct()
                    .toList();
        }

        /** Every model and view that may be asked, each once. */
        public List<Variant.Part> parts() {
            return variants().stream()
                    .flatMap(variant -> variant.parts().stream())
                    .distinct()
                    .toList();
        }
    }

    /** A model, view or logic and its share of the requests. */
    public record Arm(Variant variant, double share) {}

    /** What decides which arm an entry goes to. */
    public enum By {
        /** The id of the request: by chance, but the same for the same id. */
        REQUEST,
        /** The serving keys: an entity always gets the same arm. */
        ENTITY
    }

    /** What to take where a feature's value is missing. */
    public sealed interface Fallback {
        /** The mean of the training part of a number. */
        record Mean() implements Fallback {}

        /** Its median. */
        record Median() implements Fallback {}

        /** The most frequent value of the training part. */
        record Mode() implements Fallback {}

        /** A value, in the text form of the feature's type. */
        record Constant(String text) implements Fallback {}

        /** The value that the same entity had when it was last read in this process; none after a restart. */
        record LastKnown() implements Fallback {}
    }

    /**
     * How long things may take.
     *
     * @param timeout after which a prediction fails
     * @param slo what clients were promised
     */
    public record Limits(Optional<Duration> timeout, Optional<Slo> slo) {}

    /**
     * A promise to clients, which is tracked.
     *
     * @param p99 how long 99 of 100 predictions may take at most
     * @param availability the share of predictions that must succeed, between 0 and 1
     */
    public record Slo(Duration p99, double availability) {
        public Slo {
            if (!(availability > 0 && availability <= 1) || p99.isNegative() || p99.isZero()) {
                throw LearningError.BAD_DEFINITION.because(
                        "A promise of a p99 of " + p99 + " and an availability of " + availability
                                + " cannot be kept or broken: a time above zero and a share up to 1 are needed.");
            }
        }
    }

    /** Whether predictions are logged. */
    public enum Logging {
        ON,
        OFF
    }
}
