package io.shearwater.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Query;
import io.shearwater.model.ViewRef;
import io.shearwater.spi.Definition;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Feature views as JSON; groups by name and version, so that a view sees a group as it is now (docs/format/registry.md). */
final class ViewJson {
    private ViewJson() {}

    static String write(FeatureViewSpec view) {
        ObjectNode node = Json.object();
        node.put("name", view.name()).put("version", view.version()).put("description", view.description());
        node.set("query", query(view.query().declared()));
        node.set("labels", Json.texts(view.labels()));
        node.set("trainingHelpers", Json.texts(view.trainingHelpers()));
        node.set("inferenceHelpers", Json.texts(view.inferenceHelpers()));
        if (!view.transformations().isEmpty()) {
            node.set("transformations", TransformationJson.write(view.transformations()));
        }
        return node.toString();
    }

    private static ObjectNode query(Query query) {
        ObjectNode node = Json.object();
        node.put("group", query.group().name()).put("version", query.group().version());
        node.set("columns", Json.texts(query.columns()));
        node.put("wholeRow", query.wholeRow());
        node.set("filter", PredicateJson.write(query.filter()));
        node.set("joins", Json.array(query.joins().stream().map(ViewJson::join).toList()));
        return node;
    }

    private static ObjectNode join(Query.Joined joined) {
        Join how = joined.how();
        ObjectNode node = Json.object();
        node.set("query", query(joined.query()));
        node.set(
                "on",
                Json.array(how.on().stream()
                        .map(pair -> Json.object().put("left", pair.left()).put("right", pair.right()))
                        .toList()));
        node.put("prefix", how.prefix());
        node.put("strictlyBefore", how.strict());
        how.lookback().ifPresent(lookback -> node.put("lookback", lookback.toString()));
        node.put("required", how.required());
        return node;
    }

    static FeatureViewSpec read(Definition definition, Function<GroupRef, FeatureGroupSpec> groups) {
        JsonNode node = Json.parse(definition.json());
        return new FeatureViewSpec(
                new ViewRef(Json.text(node, "name"), Json.integer(node, "version")),
                Json.text(node, "description"),
                query(Json.member(node, "query"), groups),
                Json.texts(node, "labels"),
                Json.texts(node, "trainingHelpers"),
                Json.texts(node, "inferenceHelpers"),
                TransformationJson.read(node, "transformations"));
    }

    private static Query query(JsonNode node, Function<GroupRef, FeatureGroupSpec> groups) {
        GroupRef ref = new GroupRef(Json.text(node, "group"), Json.integer(node, "version"));
        return new Query(
                groups.apply(ref),
                Json.texts(node, "columns"),
                Json.member(node, "wholeRow").asBoolean(),
                PredicateJson.read(Json.member(node, "filter")),
                Json.list(node, "joins", join -> joined(join, groups)));
    }

    private static Query.Joined joined(JsonNode node, Function<GroupRef, FeatureGroupSpec> groups) {
        return new Query.Joined(
                query(Json.member(node, "query"), groups),
                new Join(
                        Json.list(node, "on", pair -> new KeyPair(Json.text(pair, "left"), Json.text(pair, "right"))),
                        Json.text(node, "prefix"),
                        Json.member(node, "strictlyBefore").asBoolean(),
                        Optional.ofNullable(Json.find(node, "lookback")).map(text -> Duration.parse(text.asText())),
                        Json.member(node, "required").asBoolean()));
    }
}
