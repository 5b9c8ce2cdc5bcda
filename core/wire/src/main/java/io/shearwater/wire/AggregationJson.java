package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.FeatureGroupSpec;
import java.util.Optional;

/** Aggregations, and single aggregates, as JSON. Calls and windows are their texts. */
public final class AggregationJson {
    public static final WireCodec<Aggregate> AGGREGATES =
            WireCodec.ofObject(AggregationJson::node, AggregationJson::aggregate);

    private AggregationJson() {}

    static ObjectNode node(Aggregation aggregation) {
        ObjectNode node = WireJson.object();
        node.set("events", RefJson.node(aggregation.events()));
        PredicateJson.put(node, "where", aggregation.where());
        ArrayNode aggregates = node.putArray("aggregates");
        aggregation.aggregates().forEach(aggregate -> aggregates.add(node(aggregate)));
        return node;
    }

    static ObjectNode node(Aggregate aggregate) {
        ObjectNode node = WireJson.object().put("name", aggregate.name());
        node.set("function", node(aggregate.function()));
        node.put("window", aggregate.window().toString());
        PredicateJson.put(node, "where", aggregate.where());
        aggregate.by().ifPresent(column -> node.put("by", column));
        node.put("exclude_current", aggregate.current() == Aggregate.Current.EXCLUDED);
        aggregate.whenMissing().ifPresent(value -> node.set("when_missing", AnyValueJson.node(value)));
        return node;
    }

    private static ObjectNode node(AggregateFunction function) {
        ObjectNode node = WireJson.object();
        if (function instanceof AggregateFunction.Ratio ratio) {
            node.set("numerator", node(ratio.numerator()));
            node.set("denominator", node(ratio.denominator()));
            return node;
        }
        return node.put("call", function.toString());
    }

    private static ObjectNode node(AggregateFunction.Term term) {
        ObjectNode node = node(term.function());
        PredicateJson.put(node, "where", term.where());
        return node;
    }

    /** @param source the group of the events, if it is known */
    static Aggregation read(JsonObject aggregation, Optional<FeatureGroupSpec> source) {
        return new Aggregation(
                RefJson.group(aggregation.member("events")),
                PredicateJson.find(aggregation, "where"),
                aggregation.list("aggregates", one -> one.object(AggregationJson::aggregate)),
                source);
    }

    static Aggregate aggregate(JsonObject aggregate) {
        boolean excludes =
                aggregate.find("exclude_current").map(JsonValue::bool).orElse(false);
        return new Aggregate(
                aggregate.text("name"),
                aggregate.member("function").object(AggregationJson::function),
                AggregationWindow.parse(aggregate.text("window")),
                PredicateJson.find(aggregate, "where"),
                aggregate.find("by").map(JsonValue::text),
                excludes ? Aggregate.Current.EXCLUDED : Aggregate.Current.INCLUDED,
                aggregate.find("when_missing").map(AnyValueJson::required));
    }

    private static AggregateFunction function(JsonObject function) {
        Optional<JsonValue> numerator = function.find("numerator");
        return numerator.isEmpty()
                ? AggregateFunction.parse(function.text("call"))
                : AggregateFunction.ratio(
                        numerator.get().object(AggregationJson::term),
                        function.member("denominator").object(AggregationJson::term));
    }

    private static AggregateFunction.Term term(JsonObject term) {
        return function(term).where(PredicateJson.find(term, "where"));
    }
}
