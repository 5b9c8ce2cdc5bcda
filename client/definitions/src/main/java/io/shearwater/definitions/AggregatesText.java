package io.shearwater.definitions;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Predicate;
import io.shearwater.model.PredicateText;
import io.shearwater.model.Schema;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Aggregates as YAML, which {@link AggregatesYaml} reads. */
final class AggregatesText {
    private static final int ONE_LINE = 100;

    private AggregatesText() {}

    static Node of(Aggregation aggregation) {
        Schema events = aggregation.source().map(FeatureGroupSpec::schema).orElseGet(AggregatesText::unknown);
        Yaml.Block block = new Yaml.Block().put("events", aggregation.events().name());
        if (aggregation.events().version() != 1) {
            block.put("version", aggregation.events().version());
        }
        where(block, aggregation.where(), events);
        Yaml.Block features = new Yaml.Block();
        aggregation.aggregates().forEach(aggregate -> features.put(aggregate.name(), feature(aggregate, events)));
        return block.put("features", features.node()).node();
    }

    /** Conditions on columns without a type: there are none before a store has seen the definition. */
    private static Schema unknown() {
        return Schema.of();
    }

    private static Node feature(Aggregate aggregate, Schema events) {
        Yaml.Block block = new Yaml.Block();
        Optional<AggregateFunction.Ratio> apart = conditional(aggregate.function());
        if (apart.isPresent()) {
            AggregateFunction.Ratio ratio = apart.get();
            block.put("numerator", term(ratio.numerator(), events))
                    .put("denominator", term(ratio.denominator(), events));
        } else {
            block.put("function", aggregate.function().toString());
        }
        block.put("window", aggregate.window().toString());
        where(block, aggregate.where(), events);
        aggregate.by().ifPresent(column -> block.put("by", column));
        block.putTrue("exclude-current", aggregate.current() == Aggregate.Current.EXCLUDED)
                .put("when-missing", aggregate.whenMissing().map(DefaultValues::write));
        return apart.isEmpty() && aggregate.toString().length() < ONE_LINE ? block.flow() : block.node();
    }

    /** A ratio whose sides have conditions of their own, which the text of a function has no room for. */
    private static Optional<AggregateFunction.Ratio> conditional(AggregateFunction function) {
        return function instanceof AggregateFunction.Ratio ratio
                        && !(ratio.numerator().where().passesAll()
                                && ratio.denominator().where().passesAll())
                ? Optional.of(ratio)
                : Optional.empty();
    }

    private static Node term(AggregateFunction.Term term, Schema events) {
        Yaml.Block block = new Yaml.Block().put("function", term.function().toString());
        where(block, term.where(), events);
        return block.flow();
    }

    private static void where(Yaml.Block block, Predicate condition, Schema events) {
        if (!condition.passesAll()) {
            block.put("where", PredicateText.format(condition, events));
        }
    }
}
