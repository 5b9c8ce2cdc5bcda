package io.shearwater.models;

import io.shearwater.api.ModelSearch;
import io.shearwater.api.ModelSearch.Choice;
import io.shearwater.api.ModelSearch.Strategy;
import io.shearwater.learning.LearningError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The points of a search's space that are tried first: the same for the same search. */
final class SearchPlan {
    private static final int MOST = 10_000;
    /** Part of every Java runtime, with a documented algorithm, so that a search can go on elsewhere. */
    private static final String GENERATOR = "L64X128MixRandom";

    private SearchPlan() {}

    static List<SortedMap<String, String>> points(ModelSearch search) {
        return switch (search.strategy()) {
            case Strategy.Grid grid -> grid(search);
            case Strategy.Random random -> drawn(search, random.trials());
            case Strategy.Halving halving -> {
                if (search.space().containsKey(halving.budget())) {
                    throw LearningError.BAD_DEFINITION.because(
                            "'" + halving.budget() + "' is the budget of the search '" + search.name()
                                    + "' and cannot be chosen from its space too.");
                }
                yield drawn(search, halving.trials());
            }
        };
    }

    private static List<SortedMap<String, String>> grid(ModelSearch search) {
        List<SortedMap<String, String>> points = List.of(new TreeMap<>());
        for (Map.Entry<String, Choice> parameter : search.space().entrySet()) {
            if (!(parameter.getValue() instanceof Choice.OneOf choice)) {
                throw LearningError.BAD_DEFINITION.because("A grid needs lists of values; '" + parameter.getKey()
                        + "' is " + parameter.getValue() + ". Search at random, or name values.");
            }
            List<SortedMap<String, String>> next = new ArrayList<>();
            for (SortedMap<String, String> point : points) {
                for (String value : choice.values()) {
                    SortedMap<String, String> more = new TreeMap<>(point);
                    more.put(parameter.getKey(), value);
                    next.add(more);
                }
            }
            if (next.size() > MOST) {
                throw LearningError.BAD_DEFINITION.because(
                        "The grid of '" + search.name() + "' has more than " + MOST + " points. Search at random.");
            }
            points = next;
        }
        return points;
    }

    private static List<SortedMap<String, String>> drawn(ModelSearch search, int trials) {
        RandomGenerator random = RandomGeneratorFactory.of(GENERATOR)
                .create(search.training().learner().seed());
        List<SortedMap<String, String>> points = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            SortedMap<String, String> point = new TreeMap<>();
            search.space().forEach((name, choice) -> point.put(name, draw(choice, random)));
            points.add(point);
        }
        return points;
    }

    private static String draw(Choice choice, RandomGenerator random) {
        return switch (choice) {
            case Choice.OneOf(List<String> values) -> values.get(random.nextInt(values.size()));
            case Choice.Uniform(double low, double high) -> Double.toString(random.nextDouble(low, high));
            case Choice.LogUniform(double low, double high) ->
                Double.toString(Math.clamp(
                        StrictMath.exp(random.nextDouble(StrictMath.log(low), StrictMath.log(high))), low, high));
        };
    }
}
