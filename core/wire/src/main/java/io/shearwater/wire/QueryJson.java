package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import java.util.List;
import java.util.function.Function;

/** Queries as JSON. Groups are there by name and version; who reads knows them. */
public final class QueryJson {
    private QueryJson() {}

    /**
     * Queries over groups.
     *
     * @param groups gives the definition of a group, or throws that there is none
     */
    public static WireCodec<Query> over(Function<GroupRef, FeatureGroupSpec> groups) {
        return WireCodec.ofObject(QueryJson::node, query -> read(query, groups));
    }

    static ObjectNode node(Query query) {
        ObjectNode node = WireJson.object();
        node.set("group", RefJson.node(query.group().ref()));
        node.set("columns", WireJson.texts(query.columns()));
        node.put("whole_row", query.wholeRow());
        PredicateJson.put(node, "filter", query.filter());
        ArrayNode joins = node.putArray("joins");
        query.joins().forEach(joined -> joins.add(node(joined)));
        return node;
    }

    private static ObjectNode node(Query.Joined joined) {
        Join how = joined.how();
        ObjectNode node = WireJson.object();
        node.set("query", node(joined.query()));
        node.set("on", ProvenanceJson.pairs(how.on()));
        node.put("prefix", how.prefix()).put("strictly_before", how.strict());
        how.lookback().ifPresent(age -> node.put("lookback", age.toString()));
        if (joined.fills()) {
            node.put("fills", true);
        }
        return node.put("required", how.required());
    }

    static Query read(JsonObject object, Function<GroupRef, FeatureGroupSpec> groups) {
        FeatureGroupSpec group = groups.apply(RefJson.group(object.member("group")));
        String of = "feature group '" + group.name() + "' version " + group.version();
        Query query = new Query(
                group,
                object.find("columns").map(JsonValue::texts).orElseGet(group::featureNames),
                object.find("whole_row").map(JsonValue::bool).orElse(false),
                object.find("filter")
                        .map(filter -> PredicateJson.of(group.schema(), of).read(filter))
                        .orElse(Predicate.all()),
                List.of());
        // One by one, which checks keys as it does for who writes a query in Java.
        for (JsonValue join : object.findList("joins", one -> one)) {
            query = join.object(new Joining(query, groups)::join);
        }
        return query;
    }

    private record Joining(Query left, Function<GroupRef, FeatureGroupSpec> groups) {
        Query join(JsonObject join) {
            Query right = join.member("query").object(query -> read(query, groups));
            Join how = new Join(
                    join.findList("on", ProvenanceJson::pair),
                    join.findText("prefix"),
                    join.find("strictly_before").map(JsonValue::bool).orElse(false),
                    join.find("lookback").map(JsonValue::duration),
                    join.find("required").map(JsonValue::bool).orElse(false));
            boolean fills = join.find("fills").map(JsonValue::bool).orElse(false);
            return fills ? left.filledBy(right, how) : left.join(right, how);
        }
    }
}
