package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Query;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Definitions of feature views as JSON. */
public final class FeatureViewJson {
    /** As they are in a store: with the groups that they read. */
    public static final WireCodec<FeatureViewSpec> SPECS =
            WireCodec.ofObject(FeatureViewJson::whole, FeatureViewJson::readWhole);

    private FeatureViewJson() {}

    /**
     * As they are asked for: with groups by name and version.
     *
     * @param groups gives the definition of a group, or throws that there is none
     */
    public static WireCodec<FeatureViewSpec> over(Function<GroupRef, FeatureGroupSpec> groups) {
        return WireCodec.ofObject(FeatureViewJson::node, view -> read(view, groups));
    }

    static ObjectNode node(FeatureViewSpec view) {
        ObjectNode node = WireJson.object()
                .put("name", view.name())
                .put("version", view.version())
                .put("description", view.description());
        node.set("query", QueryJson.node(view.query().declared()));
        node.set("labels", WireJson.texts(view.labels()));
        node.set("training_helpers", WireJson.texts(view.trainingHelpers()));
        node.set("inference_helpers", WireJson.texts(view.inferenceHelpers()));
        node.set("transformations", TransformationJson.nodes(view.transformations()));
        return node;
    }

    static ObjectNode whole(FeatureViewSpec view) {
        ObjectNode node = node(view);
        Map<GroupRef, FeatureGroupSpec> groups = new TreeMap<>();
        view.query().declared().nodes().stream().map(Query::group).forEach(group -> groups.put(group.ref(), group));
        ArrayNode all = node.putArray("groups");
        groups.values().forEach(group -> all.add(FeatureGroupJson.node(group)));
        return node;
    }

    static FeatureViewSpec readWhole(JsonObject view) {
        List<FeatureGroupSpec> groups = view.list("groups", FeatureGroupJson.SPECS::read);
        return read(view, among(view, groups));
    }

    /** Groups among those that came along. */
    static Function<GroupRef, FeatureGroupSpec> among(JsonObject owner, List<FeatureGroupSpec> groups) {
        Map<GroupRef, FeatureGroupSpec> known = new HashMap<>();
        groups.forEach(group -> known.put(group.ref(), group));
        return ref -> {
            FeatureGroupSpec group = known.get(ref);
            if (group == null) {
                throw owner.refused("names the group " + ref + ", which is not among its groups.");
            }
            return group;
        };
    }

    static FeatureViewSpec read(JsonObject view, Function<GroupRef, FeatureGroupSpec> groups) {
        return new FeatureViewSpec(
                RefJson.view(view),
                view.findText("description"),
                view.member("query").object(query -> QueryJson.read(query, groups)),
                view.findList("labels", JsonValue::text),
                view.findList("training_helpers", JsonValue::text),
                view.findList("inference_helpers", JsonValue::text),
                TransformationJson.calls(view, "transformations"));
    }
}
