package io.shearwater.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Predicate;
import java.util.List;

/** Conditions as JSON. */
public final class PredicateJson {
    private PredicateJson() {}

    public static ObjectNode write(Predicate predicate) {
        ObjectNode node = Json.object();
        switch (predicate) {
            case Predicate.Compare compare -> {
                node.put("compare", compare.column())
                        .put("operator", compare.operator().symbol());
                node.set("value", ValueJson.write(compare.value()));
            }
            case Predicate.In in -> {
                node.put("in", in.column());
                node.set(
                        "values",
                        Json.array(in.values().stream().map(ValueJson::write).toList()));
            }
            case Predicate.Like like -> node.put("like", like.column()).put("pattern", like.pattern());
            case Predicate.IsNull isNull -> node.put("isNull", isNull.column());
            case Predicate.And and -> node.set("and", all(and.parts()));
            case Predicate.Or or -> node.set("or", all(or.parts()));
            case Predicate.Not not -> node.set("not", write(not.part()));
        }
        return node;
    }

    private static JsonNode all(List<Predicate> parts) {
        return Json.array(parts.stream().map(PredicateJson::write).toList());
    }

    public static Predicate read(JsonNode node) {
        String kind = node.fieldNames().next();
        return switch (kind) {
            case "compare" ->
                new Predicate.Compare(
                        Json.text(node, kind),
                        operator(Json.text(node, "operator")),
                        ValueJson.read(Json.member(node, "value")));
            case "in" -> new Predicate.In(Json.text(node, kind), Json.list(node, "values", ValueJson::read));
            case "like" -> new Predicate.Like(Json.text(node, kind), Json.text(node, "pattern"));
            case "isNull" -> new Predicate.IsNull(Json.text(node, kind));
            case "and" -> new Predicate.And(Json.list(node, kind, PredicateJson::read));
            case "or" -> new Predicate.Or(Json.list(node, kind, PredicateJson::read));
            case "not" -> new Predicate.Not(read(Json.member(node, kind)));
            default -> throw RegistryError.DAMAGED.because("A stored filter has the unknown part '" + kind + "'.");
        };
    }

    private static Predicate.Operator operator(String symbol) {
        for (Predicate.Operator operator : Predicate.Operator.values()) {
            if (operator.symbol().equals(symbol)) {
                return operator;
            }
        }
        throw RegistryError.DAMAGED.because("A stored filter has the unknown operator '" + symbol + "'.");
    }
}
