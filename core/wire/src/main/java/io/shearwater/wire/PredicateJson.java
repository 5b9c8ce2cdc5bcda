package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Names;
import io.shearwater.model.Predicate;
import io.shearwater.model.PredicateText;
import io.shearwater.model.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Conditions as JSON: one member that says which, {@code {"compare": {"column": "amount", "operator": ">", "value": {"double": 5.0}}}}.
 * Where the columns are known a text is taken too, {@code "amount > 5"}.
 */
public final class PredicateJson {
    /** Conditions on columns that are not known here. */
    public static final WireCodec<Predicate> PREDICATES = new WireCodec<>(PredicateJson::node, PredicateJson::read);

    private static final List<String> SYMBOLS = Arrays.stream(Predicate.Operator.values())
            .map(Predicate.Operator::symbol)
            .toList();

    private PredicateJson() {}

    /**
     * Conditions on these columns.
     *
     * @param of what is filtered, for messages, such as {@code feature group 'cards' version 1}
     */
    public static WireCodec<Predicate> of(Schema columns, String of) {
        return new WireCodec<>(
                PredicateJson::node,
                value -> value.isText() ? PredicateText.parse(value.text(), columns, of) : read(value));
    }

    static ObjectNode node(Predicate predicate) {
        ObjectNode node = WireJson.object();
        switch (predicate) {
            case Predicate.Compare compare ->
                node.putObject("compare")
                        .put("column", compare.column())
                        .put("operator", compare.operator().symbol())
                        .set("value", AnyValueJson.node(compare.value()));
            case Predicate.In in -> {
                ArrayNode values =
                        node.putObject("in").put("column", in.column()).putArray("values");
                in.values().forEach(value -> values.add(AnyValueJson.node(value)));
            }
            case Predicate.Like like ->
                node.putObject("like").put("column", like.column()).put("pattern", like.pattern());
            case Predicate.IsNull isNull -> node.put("is_null", isNull.column());
            case Predicate.And and -> node.set("and", all(and.parts()));
            case Predicate.Or or -> node.set("or", all(or.parts()));
            case Predicate.Not not -> node.set("not", node(not.part()));
        }
        return node;
    }

    private static JsonNode all(List<Predicate> parts) {
        ArrayNode array = WireJson.array();
        parts.forEach(part -> array.add(node(part)));
        return array;
    }

    static Predicate read(JsonValue value) {
        if (value.isText()) {
            throw value.refused(
                    "which cannot be read as the columns are not known here. Send the condition as an object.");
        }
        return value.object(PredicateJson::one);
    }

    private static Predicate one(JsonObject object) {
        String kind = object.onlyName();
        JsonValue part = object.member(kind);
        return switch (kind) {
            case "compare" ->
                part.object(one -> new Predicate.Compare(
                        one.text("column"),
                        operator(one.member("operator")),
                        AnyValueJson.required(one.member("value"))));
            case "in" ->
                part.object(one -> new Predicate.In(one.text("column"), one.list("values", AnyValueJson::required)));
            case "like" -> part.object(one -> new Predicate.Like(one.text("column"), one.text("pattern")));
            case "is_null" -> new Predicate.IsNull(part.text());
            case "and" -> new Predicate.And(part.list(PredicateJson::read));
            case "or" -> new Predicate.Or(part.list(PredicateJson::read));
            case "not" -> new Predicate.Not(read(part));
            default -> {
                List<String> kinds = List.of("compare", "in", "like", "is_null", "and", "or", "not");
                throw object.refused("has '" + WireJson.shown(kind) + "', which is no condition; there are " + kinds
                        + "." + Names.didYouMean(kind, kinds));
            }
        };
    }

    private static Predicate.Operator operator(JsonValue value) {
        Optional<Predicate.Operator> known = Arrays.stream(Predicate.Operator.values())
                .filter(operator -> operator.symbol().equals(value.text()))
                .findFirst();
        return known.orElseThrow(() -> value.refused("which is no operator; there are " + SYMBOLS + "."));
    }

    /** Writes a condition that does not let everything pass. */
    static void put(ObjectNode node, String name, Predicate predicate) {
        if (!predicate.passesAll()) {
            node.set(name, node(predicate));
        }
    }

    /** A condition that lets everything pass where it is not there. */
    static Predicate find(JsonObject object, String name) {
        return object.find(name).map(PredicateJson::read).orElse(Predicate.all());
    }
}
