package io.shearwater.definitions;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Predicate;
import io.shearwater.model.PredicateText;
import io.shearwater.model.Schema;
import java.util.List;
import java.util.Optional;

/**
 * The aggregates of a group whose events are not looked up yet: what a constant in a condition is follows from their columns.
 *
 * @param at where the events are named
 */
record AggregatesDraft(YamlNode at, GroupRef events, Optional<YamlNode> where, List<Feature> features) {
    AggregatesDraft {
        features = List.copyOf(features);
    }

    /** A function, and over which events. */
    record Term(AggregateFunction function, Optional<YamlNode> where) {
        private Optional<AggregateFunction.Term> over(FeatureGroupSpec events) {
            return condition(where, events).map(function::where);
        }
    }

    /**
     * One aggregate.
     *
     * @param plain it without conditions and without what stands in for missing values
     * @param at where its function is said
     * @param terms the sides of a ratio; empty for other functions
     */
    record Feature(
            Aggregate plain, YamlNode at, List<Term> terms, Optional<YamlNode> where, Optional<YamlNode> whenMissing) {
        Feature {
            terms = List.copyOf(terms);
        }

        private Optional<Aggregate> over(FeatureGroupSpec events) {
            Optional<AggregateFunction> function = function(events);
            Optional<Predicate> condition = condition(where, events);
            if (function.isEmpty() || condition.isEmpty()) {
                return Optional.empty();
            }
            Aggregate made = of(function.get(), plain.window()).where(condition.get());
            Schema schema = events.schema();
            if (at.checked(() -> made.resultType(schema)).isEmpty()) {
                return Optional.empty();
            }
            if (whenMissing.isEmpty()) {
                return Optional.of(made);
            }
            YamlNode given = whenMissing.get();
            return DefaultValues.read(given, made.resultType(schema))
                    .map(made::whenMissing)
                    .filter(whole ->
                            given.checked(() -> whole.resultType(schema)).isPresent());
        }

        private Aggregate of(AggregateFunction function, AggregationWindow window) {
            return new Aggregate(
                    plain.name(), function, window, Predicate.all(), plain.by(), plain.current(), Optional.empty());
        }

        private Optional<AggregateFunction> function(FeatureGroupSpec events) {
            if (terms.isEmpty()) {
                return Optional.of(plain.function());
            }
            List<Optional<AggregateFunction.Term>> sides =
                    terms.stream().map(term -> term.over(events)).toList();
            return sides.getFirst()
                    .flatMap(numerator -> sides.getLast()
                            .flatMap(denominator -> at.checked(() -> AggregateFunction.ratio(numerator, denominator))));
        }
    }

    /** The aggregates without their conditions. */
    Aggregation plain() {
        return Aggregation.over(events, features.stream().map(Feature::plain).toArray(Aggregate[]::new));
    }

    /** The group over its events; absent where anything is a problem. */
    Optional<FeatureGroupSpec> over(FeatureGroupSpec group, FeatureGroupSpec source) {
        List<Optional<Aggregate>> made =
                features.stream().map(feature -> feature.over(source)).toList();
        Optional<Predicate> condition = condition(where, source);
        if (condition.isEmpty() || made.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        Aggregation whole = Aggregation.over(
                        events, made.stream().map(Optional::orElseThrow).toArray(Aggregate[]::new))
                .where(condition.get());
        return at.checked(() -> group.withAggregation(whole).over(source));
    }

    private static Optional<Predicate> condition(Optional<YamlNode> node, FeatureGroupSpec events) {
        return node.isEmpty()
                ? Optional.of(Predicate.all())
                : node.get()
                        .checkedText(
                                "a condition",
                                text -> PredicateText.parse(
                                        text, events.schema(), "feature group '" + events.name() + "'"));
    }
}
