package io.shearwater.xgboost;

import io.shearwater.learning.Task;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a model was trained for, which says how its margins become scores. As in {@code src/objective} of the library.
 *
 * @param name as in the file
 * @param link how a margin becomes a score
 * @param base how the base score of the file becomes a margin
 * @param tasks for which it can be used; the first is what it is made for
 */
record Objective(String name, Link link, Link base, Set<Task> tasks) {
    private static final Map<String, Objective> ALL = new TreeMap<>();

    static {
        register(Link.SIGMOID, Link.SIGMOID, EnumSet.of(Task.BINARY, Task.RANKING), "binary:logistic");
        register(Link.SIGMOID, Link.SIGMOID, EnumSet.of(Task.BINARY, Task.REGRESSION), "reg:logistic");
        // The library gives margins; what a model of two classes gives here is a probability.
        register(Link.SIGMOID, Link.IDENTITY, EnumSet.of(Task.BINARY), "binary:logitraw");
        register(Link.STEP, Link.IDENTITY, EnumSet.of(Task.BINARY), "binary:hinge");
        register(Link.SOFTMAX, Link.IDENTITY, EnumSet.of(Task.MULTICLASS), "multi:softprob", "multi:softmax");
        register(
                Link.IDENTITY,
                Link.IDENTITY,
                EnumSet.of(Task.REGRESSION, Task.RANKING),
                "reg:squarederror",
                "reg:linear",
                "reg:squaredlogerror",
                "reg:pseudohubererror",
                "reg:absoluteerror");
        register(Link.IDENTITY, Link.IDENTITY, EnumSet.of(Task.QUANTILES, Task.REGRESSION), "reg:quantileerror");
        register(Link.IDENTITY, Link.IDENTITY, EnumSet.of(Task.REGRESSION), "reg:expectileerror");
        register(
                Link.EXP,
                Link.EXP,
                EnumSet.of(Task.REGRESSION),
                "count:poisson",
                "reg:gamma",
                "reg:tweedie",
                "survival:cox",
                "survival:aft");
        register(Link.IDENTITY, Link.IDENTITY, EnumSet.of(Task.RANKING), "rank:ndcg", "rank:map", "rank:pairwise");
    }

    private static void register(Link link, Link base, Set<Task> tasks, String... names) {
        for (String name : names) {
            ALL.put(name, new Objective(name, link, base, tasks));
        }
    }

    static Optional<Objective> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    static List<String> names() {
        return new ArrayList<>(ALL.keySet());
    }

    /** How margins become scores, in the arithmetic of floats, as {@code common/math.h} of the library has it. */
    enum Link {
        IDENTITY,
        SIGMOID,
        EXP,
        STEP,
        SOFTMAX;

        /** Turns the margins of one row into scores. */
        void apply(float[] margins, int from, int to) {
            switch (this) {
                case IDENTITY -> {}
                case SOFTMAX -> softmax(margins, from, to);
                default -> {
                    for (int i = from; i < to; i++) {
                        margins[i] = apply(margins[i]);
                    }
                }
            }
        }

        /** The score of one margin; with several outputs there is none for each. */
        float apply(float margin) {
            return switch (this) {
                case IDENTITY, SOFTMAX -> margin;
                case SIGMOID -> 1.0f / (exp(Math.min(-margin, 88.7f)) + 1.0f);
                case EXP -> exp(margin);
                case STEP -> margin > 0 ? 1 : 0;
            };
        }

        /** The margin that gives a score: where the library begins to add. */
        float margin(float score) {
            return switch (this) {
                case SIGMOID -> (float) -StrictMath.log(1.0f / score - 1.0f);
                case EXP -> (float) StrictMath.log(score);
                default -> score;
            };
        }

        private static void softmax(float[] margins, int from, int to) {
            float greatest = margins[from];
            for (int i = from + 1; i < to; i++) {
                greatest = Math.max(margins[i], greatest);
            }
            double sum = 0;
            for (int i = from; i < to; i++) {
                margins[i] = exp(margins[i] - greatest);
                sum += margins[i];
            }
            float divisor = (float) sum;
            for (int i = from; i < to; i++) {
                margins[i] /= divisor;
            }
        }

        /** The same on every machine, and next to always the float nearest to the truth, which the C library's is as well. */
        private static float exp(float value) {
            return (float) StrictMath.exp(value);
        }
    }

    /** What a task is trained for if nothing else is asked for. */
    static Objective of(Task task) {
        String name = switch (task) {
            case BINARY -> "binary:logistic";
            case MULTICLASS -> "multi:softprob";
            case REGRESSION -> "reg:squarederror";
            case QUANTILES -> "reg:quantileerror";
            case RANKING -> "rank:ndcg";
        };
        return named(name).orElseThrow();
    }

    /** Those that a task can be trained for. */
    static List<String> names(Task task) {
        return ALL.values().stream()
                .filter(objective -> objective.tasks().contains(task))
                .map(Objective::name)
                .toList();
    }

    /** The texts of a list as parameters have them: {@code [0.1,0.5]} or {@code 0.1}. */
    static float[] list(String text) {
        String inner = text.strip().replaceAll("^\\[|\\]$", "").strip();
        String[] parts = inner.isEmpty() ? new String[0] : inner.split(",", -1);
        float[] values = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = Float.parseFloat(parts[i].strip());
        }
        return values;
    }
}
