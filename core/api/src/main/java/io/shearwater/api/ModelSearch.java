package io.shearwater.api;

import io.shearwater.learning.LearningError;
import io.shearwater.model.Names;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A search for the parameters of a learner with which a model does best on the part {@code validation}. Immutable.
 *
 * @param name of the search within the experiment of the model's name: another search of this name and these settings goes on
 *     where the first one ended
 * @param training what each trial does but for the parameters of the space; its part {@code test} is not looked at
 * @param space by parameter, what it may be
 * @param strategy which points of the space are tried
 * @param goal what is best
 * @param parallel how many trials at once
 */
public record ModelSearch(
        String name, ModelTraining training, Map<String, Choice> space, Strategy strategy, Goal goal, int parallel) {
    public ModelSearch {
        Names.check("search", name);
        space = Collections.unmodifiableMap(new LinkedHashMap<>(space));
        if (space.isEmpty() || parallel < 1) {
            throw LearningError.BAD_DEFINITION.because("The search '" + name
                    + "' needs parameters to choose and at least one trial at a time; it has " + space.size() + " and "
                    + parallel + ".");
        }
    }

    /** A search of one trial at a time. */
    public static ModelSearch of(
            String name, ModelTraining training, Map<String, Choice> space, Strategy strategy, Goal goal) {
        return new ModelSearch(name, training, space, strategy, goal, 1);
    }

    /** The same with so many trials at once. */
    public ModelSearch inParallel(int trials) {
        return new ModelSearch(name, training, space, strategy, goal, trials);
    }

    /** What a parameter may be. */
    public sealed interface Choice {
        /** One of these. */
        record OneOf(List<String> values) implements Choice {
            public OneOf {
                values = List.copyOf(values);
                if (values.isEmpty()) {
                    throw LearningError.BAD_DEFINITION.because("A parameter that is one of nothing cannot be chosen.");
                }
            }
        }

        /** A number between two, each as likely. */
        record Uniform(double low, double high) implements Choice {
            public Uniform {
                requireRange(low, high);
            }
        }

        /** A number between two, each order of magnitude as likely. */
        record LogUniform(double low, double high) implements Choice {
            public LogUniform {
                requireRange(low, high);
                if (!(low > 0)) {
                    throw LearningError.BAD_DEFINITION.because("Orders of magnitude begin above 0, not at " + low
                            + ". Choose uniformly, or a greater low.");
                }
            }
        }

        /** One of these values, of any type. */
        static Choice oneOf(Object... values) {
            return new OneOf(List.of(values).stream().map(Object::toString).toList());
        }

        private static void requireRange(double low, double high) {
            if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
                throw LearningError.BAD_DEFINITION.because("A parameter cannot be between " + low + " and " + high
                        + "; name two finite numbers that ascend.");
            }
        }
    }

    /** Which points of the space are tried. */
    public sealed interface Strategy {
        /** All of them; each parameter is one of a list. */
        record Grid() implements Strategy {}

        /** So many points by chance, by the seed of the training. */
        record Random(int trials) implements Strategy {
            public Random {
                requireTrials(trials);
            }
        }

        /**
         * Many points by chance with a small budget; the better ones of each round go on to the next with more, until one round
         * has the whole budget (successive halving).
         *
         * @param budget the parameter that costs time, as {@code num_round}; not one of the space
         * @param least its value in the first round
         * @param most its value in the last one
         * @param factor by how much the budget grows, and the number of trials shrinks, from round to round
         */
        record Halving(int trials, String budget, int least, int most, int factor) implements Strategy {
            public Halving {
                requireTrials(trials);
                if (least < 1 || most < least || factor < 2) {
                    throw LearningError.BAD_DEFINITION.because(
                            "Halving needs a budget that ascends from at least 1, by a"
                                    + " factor of at least 2; it is " + least + " to " + most + " by " + factor + ".");
                }
            }
        }

        private static void requireTrials(int trials) {
            if (trials < 1) {
                throw LearningError.BAD_DEFINITION.because("A search needs at least one trial, not " + trials + ".");
            }
        }
    }

    /** The value of a metric that is best. */
    public record Goal(String metric, Models.Direction direction) {}

    /**
     * What came of a search.
     *
     * @param best the best trial of those with the whole budget
     * @param trials all of them, in the order of their numbers
     */
    public record Result(Trial best, List<Trial> trials) {
        public Result {
            trials = List.copyOf(trials);
        }
    }

    /**
     * One point that was tried.
     *
     * @param parameters that were chosen, and the budget
     * @param value of the goal's metric; NaN of a trial that failed
     * @param run that tells the rest
     */
    public record Trial(int number, SortedMap<String, String> parameters, double value, String run) {}
}
