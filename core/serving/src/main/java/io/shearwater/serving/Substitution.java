package io.shearwater.serving;

import io.shearwater.learning.DeploymentSpec.Fallback;
import io.shearwater.learning.LearningError;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.Statistics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Makes the fallbacks of a deployment ready for one view. What the training data says is found out once, when the deployment is
 * made, and kept with it.
 */
final class Substitution {
    private final String deployment;
    private final Map<String, List<Fallback>> wanted;

    Substitution(String deployment, Map<String, List<Fallback>> wanted) {
        this.deployment = deployment;
        this.wanted = wanted;
    }

    /**
     * Refuses fallbacks of what no view has.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITION suggesting the nearest feature
     */
    void requireKnown(List<ServedView> views) {
        TreeSet<String> known = new TreeSet<>();
        views.forEach(view -> known.addAll(view.spec().featureSchema().names()));
        for (String feature : wanted.keySet()) {
            if (!known.contains(feature)) {
                throw LearningError.BAD_DEFINITION.because("The deployment '" + deployment
                        + "' has a fallback for '" + feature + "', which is no feature of its views " + known + "."
                        + Names.didYouMean(feature, known));
            }
        }
    }

    /** Under which a view's values are kept. */
    static String key(ServedView view) {
        return view.spec().name() + "/" + view.spec().version() + "/"
                + view.trainingDataset().orElse(0);
    }

    /** The values from the training data of a view, by feature and kind, as texts. */
    Map<String, String> learn(ServedView view) {
        List<String> features = wanted.entrySet().stream()
                .filter(chain -> view.spec().featureSchema().contains(chain.getKey()))
                .filter(chain -> chain.getValue().stream().anyMatch(Substitution::isLearnt))
                .map(Map.Entry::getKey)
                .toList();
        if (features.isEmpty()) {
            return Map.of();
        }
        if (view.trainingDataset().isEmpty()) {
            throw LearningError.BAD_DEFINITION.because("The deployment '" + deployment + "' has fallbacks for "
                    + features + " from training data, and says no version of it. Say one, or give constants.");
        }
        Statistics statistics = view.trainingStatistics(features);
        Map<String, String> learnt = new LinkedHashMap<>();
        for (String feature : features) {
            Field field = view.spec().featureSchema().field(feature);
            for (Fallback fallback : Objects.requireNonNull(wanted.get(feature))) {
                if (isLearnt(fallback)) {
                    learnt.put(
                            feature + "." + name(fallback),
                            value(field, fallback, statistics.column(feature)).toString());
                }
            }
        }
        return learnt;
    }

    /** Whether all that {@link #learn} would find is known. */
    boolean isCoveredBy(ServedView view, Map<String, String> known) {
        return wanted.entrySet().stream()
                .filter(chain -> view.spec().featureSchema().contains(chain.getKey()))
                .allMatch(chain -> chain.getValue().stream()
                        .filter(Substitution::isLearnt)
                        .allMatch(fallback -> known.containsKey(chain.getKey() + "." + name(fallback))));
    }

    private static boolean isLearnt(Fallback fallback) {
        return switch (fallback) {
            case Fallback.Mean mean -> true;
            case Fallback.Median median -> true;
            case Fallback.Mode mode -> true;
            case Fallback.Constant constant -> false;
            case Fallback.LastKnown last -> false;
        };
    }

    static String name(Fallback fallback) {
        return switch (fallback) {
            case Fallback.Mean mean -> "mean";
            case Fallback.Median median -> "median";
            case Fallback.Mode mode -> "mode";
            case Fallback.Constant constant -> "constant";
            case Fallback.LastKnown last -> "last_known";
        };
    }

    private Object value(Field field, Fallback fallback, ColumnStatistics known) {
        Optional<Object> value = switch (fallback) {
            case Fallback.Mean mean ->
                known.moments()
                        .map(ColumnStatistics.Moments::mean)
                        .filter(number -> !number.isNaN())
                        .map(Object.class::cast);
            case Fallback.Median median -> known.quantile(0.5);
            case Fallback.Mode mode ->
                known.distribution()
                        .flatMap(spread -> spread.top().stream().findFirst())
                        .map(ColumnStatistics.ValueCount::value);
            default -> Optional.empty();
        };
        return value.map(found -> fitted(field.type(), found))
                .orElseThrow(() -> LearningError.BAD_DEFINITION.because("The deployment '" + deployment
                        + "' is to take the " + name(fallback) + " of '" + field.name() + "' ("
                        + field.type()
                        + "), and its training data has none: a mean and a median are of numbers, a mode is of"
                        + " up to 1,000 different values. Give a constant."));
    }

    /** A statistic as a value of the feature: of whole numbers the nearest. */
    private static Object fitted(DataType type, Object value) {
        if (!(value instanceof Number number)) {
            return value;
        }
        return switch (type) {
            case DataType.IntType t -> Math.toIntExact(Math.round(number.doubleValue()));
            case DataType.LongType t -> number instanceof Long ? number : Math.round(number.doubleValue());
            case DataType.FloatType t -> number.floatValue();
            case DataType.DoubleType t -> number.doubleValue();
            case DataType.DecimalType t ->
                new BigDecimal(number.toString()).setScale(t.scale(), RoundingMode.HALF_EVEN);
            case DataType.BooleanType t -> number.doubleValue() >= 0.5;
            default -> value;
        };
    }

    /**
     * The fallbacks of a view.
     *
     * @param learnt what {@link #learn} found
     */
    Fallbacks ready(ServedView view, Map<String, String> learnt) {
        List<Fallbacks.Chain> chains = new ArrayList<>();
        wanted.forEach((feature, chain) -> {
            int slot = IntStream.range(0, view.slots().size())
                    .filter(i -> view.slots().get(i).name().equals(feature))
                    .findFirst()
                    .orElse(-1);
            if (slot >= 0 && view.spec().featureSchema().contains(feature)) {
                DataType type = view.slots().get(slot).type();
                chains.add(new Fallbacks.Chain(
                        feature,
                        slot,
                        chain.stream()
                                .map(step -> step(feature, type, step, learnt))
                                .toList()));
            }
        });
        return new Fallbacks(view, chains);
    }

    private Fallbacks.Step step(String feature, DataType type, Fallback fallback, Map<String, String> learnt) {
        String name = name(fallback);
        return switch (fallback) {
            case Fallback.LastKnown last -> new Fallbacks.Step.LastKnown();
            case Fallback.Constant constant ->
                new Fallbacks.Step.Value(
                        name,
                        TypedText.parse(
                                "The fallback for '" + feature + "' of the deployment '" + deployment + "'",
                                type,
                                constant.text()));
            default -> {
                String text = learnt.get(feature + "." + name);
                if (text == null) {
                    throw LearningError.BAD_DEFINITION.because("The deployment '" + deployment + "' does not know the "
                            + name + " of '" + feature + "'. Deploy it again.");
                }
                yield new Fallbacks.Step.Value(
                        name, TypedText.parse("The " + name + " of '" + feature + "'", type, text));
            }
        };
    }
}
