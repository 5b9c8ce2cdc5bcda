package io.shearwater.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Predicate;
import java.util.Optional;

/** Aggregations as JSON (docs/format/registry.md). */
final class AggregationJson {
    private AggregationJson() {}

    static ObjectNode write(Aggregation aggregation) {
        ObjectNode node = Json.object();
        node.put("group", aggregation.events().name())
                .put("version", aggregation.events().version());
        where(node, "where", aggregation.where());
        node.set(
                "aggregates",
                Json.array(aggregation.aggregates().stream()
                        .map(AggregationJson::write)
                        .toList()));
        return node;
    }

    private static ObjectNode write(Aggregate aggregate) {
        ObjectNode node = Json.object();
        node.put("name", aggregate.name());
        node.set("function", write(aggregate.function()));
        node.put("window", aggregate.window().toString());
        where(node, "where", aggregate.where());
        aggregate.by().ifPresent(column -> node.put("by", column));
        if (aggregate.current() == Aggregate.Current.EXCLUDED) {
            node.put("excludeCurrent", true);
        }
        aggregate.whenMissing().ifPresent(value -> node.set("whenMissing", ValueJson.write(value)));
        return node;
    }

    private static ObjectNode write(AggregateFunction function) {
        ObjectNode node = Json.object();
        if (function instanceof AggregateFunction.Ratio ratio) {
            node.set("numerator", write(ratio.numerator()));
            node.set("denominator", write(ratio.denominator()));
            return node;
        }
        return node.put("call", function.toString());
    }

    private static ObjectNode write(AggregateFunction.Term term) {
        ObjectNode node = write(term.function());
        where(node, "where", term.where());
        return node;
    }

    private static void where(ObjectNode node, String name, Predicate where) {
        if (!where.passesAll()) {
            node.set(name, PredicateJson.write(where));
        }
    }

    static Aggregation read(JsonNode node) {
        return new Aggregation(
                new GroupRef(Json.text(node, "group"), Json.integer(node, "version")),
                readWhere(node),
                Json.list(node, "aggregates", AggregationJson::readAggregate),
                Optional.empty());
    }

    private static Aggregate readAggregate(JsonNode node) {
        return new Aggregate(
                Json.text(node, "name"),
                readFunction(Json.member(node, "function")),
                AggregationWindow.parse(Json.text(node, "window")),
                readWhere(node),
                Optional.ofNullable(Json.find(node, "by")).map(JsonNode::asText),
                Json.find(node, "excludeCurrent") == null ? Aggregate.Current.INCLUDED : Aggregate.Current.EXCLUDED,
                Optional.ofNullable(Json.find(node, "whenMissing")).map(ValueJson::read));
    }

    private static AggregateFunction readFunction(JsonNode node) {
        JsonNode numerator = Json.find(node, "numerator");
        return numerator == null
                ? AggregateFunction.parse(Json.text(node, "call"))
                : AggregateFunction.ratio(readTerm(numerator), readTerm(Json.member(node, "denominator")));
    }

    private static AggregateFunction.Term readTerm(JsonNode node) {
        return readFunction(node).where(readWhere(node));
    }

    private static Predicate readWhere(JsonNode node) {
        JsonNode where = Json.find(node, "where");
        return where == null ? Predicate.all() : PredicateJson.read(where);
    }
}
