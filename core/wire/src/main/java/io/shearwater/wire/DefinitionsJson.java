package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.DefinitionChange;
import io.shearwater.api.GroupDefinition;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.api.ViewDefinition;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What is defined in a store, and changes of it, as JSON. */
public final class DefinitionsJson {
    public static final WireCodec<StoreDefinitions> DEFINITIONS =
            WireCodec.ofObject(DefinitionsJson::node, DefinitionsJson::read);

    private DefinitionsJson() {}

    static ObjectNode node(StoreDefinitions definitions) {
        ObjectNode node = WireJson.object();
        ArrayNode groups = node.putArray("groups");
        definitions.groups().forEach(group -> {
            ObjectNode one = groups.addObject();
            one.set("spec", FeatureGroupJson.node(group.spec()));
            one.set("tags", ValueParser.write(group.tags()));
        });
        ArrayNode views = node.putArray("views");
        definitions.views().forEach(view -> {
            ObjectNode one = views.addObject();
            one.set("spec", FeatureViewJson.node(view.spec()));
            one.set("training_datasets", ValueParser.write(view.trainingDatasets()));
        });
        List<FeatureGroupSpec> shared = shared(definitions);
        if (!shared.isEmpty()) {
            ArrayNode others = node.putArray("shared");
            shared.forEach(group -> others.add(FeatureGroupJson.node(group)));
        }
        ArrayNode logs = node.putArray("logs");
        definitions.logs().stream().sorted().forEach(log -> logs.add(RefJson.node(log)));
        return node;
    }

    /** The groups of other projects that views read, which are not among those that are defined here. */
    private static List<FeatureGroupSpec> shared(StoreDefinitions definitions) {
        Map<GroupRef, FeatureGroupSpec> shared = new TreeMap<>();
        definitions.views().stream()
                .flatMap(view -> view.spec().query().declared().nodes().stream())
                .map(Query::group)
                .filter(group -> definitions.group(group.ref()).isEmpty())
                .forEach(group -> shared.put(group.ref(), group));
        return List.copyOf(shared.values());
    }

    static StoreDefinitions read(JsonObject definitions) {
        List<GroupDefinition> groups = definitions.list(
                "groups",
                one -> one.object(
                        group -> new GroupDefinition(FeatureGroupJson.SPECS.read(group.member("spec")), tags(group))));
        List<FeatureGroupSpec> named = new ArrayList<>(definitions.findList("shared", FeatureGroupJson.SPECS::read));
        groups.forEach(group -> named.add(group.spec()));
        Function<GroupRef, FeatureGroupSpec> known = FeatureViewJson.among(definitions, named);
        return new StoreDefinitions(
                groups,
                definitions.list(
                        "views",
                        one -> one.object(view -> new ViewDefinition(
                                view.member("spec").object(spec -> FeatureViewJson.read(spec, known)),
                                view.list("training_datasets", JsonValue::integer)))),
                new HashSet<>(definitions.findList("logs", RefJson::group)));
    }

    private static Map<String, String> tags(JsonObject owner) {
        return owner.find("tags").map(tags -> tags.map(JsonValue::text)).orElse(Map.of());
    }

    /**
     * Changes in their order: each an object with one member, {@code {"create_group": {"spec": …, "tags": …}}}.
     *
     * @param groups gives the definition of a group as it is before the changes, or throws that there is none
     */
    public static WireCodec<List<DefinitionChange>> changes(Function<GroupRef, FeatureGroupSpec> groups) {
        return new WireCodec<>(DefinitionsJson::nodes, value -> readChanges(value, groups));
    }

    private static ArrayNode nodes(List<DefinitionChange> changes) {
        ArrayNode array = WireJson.array();
        changes.forEach(change -> put(array.addObject(), change));
        return array;
    }

    private static void put(ObjectNode node, DefinitionChange change) {
        switch (change) {
            case DefinitionChange.CreateGroup create -> put(node.putObject("create_group"), create.group());
            case DefinitionChange.ChangeGroup next -> put(node.putObject("change_group"), next.group());
            case DefinitionChange.DeleteGroup delete -> node.set("delete_group", RefJson.node(delete.group()));
            case DefinitionChange.CreateView create -> node.set("create_view", FeatureViewJson.node(create.view()));
            case DefinitionChange.DescribeView describe ->
                node.putObject("describe_view")
                        .put("description", describe.description())
                        .set("view", RefJson.node(describe.view()));
            case DefinitionChange.DeleteView delete -> node.set("delete_view", RefJson.node(delete.view()));
        }
    }

    private static void put(ObjectNode node, GroupDefinition group) {
        node.set("spec", FeatureGroupJson.declared(group.spec()));
        node.set("tags", ValueParser.write(group.tags()));
    }

    private static List<DefinitionChange> readChanges(JsonValue value, Function<GroupRef, FeatureGroupSpec> groups) {
        // Views are over groups as they are after all changes, wherever in the list these are.
        Map<GroupRef, FeatureGroupSpec> changed = new HashMap<>();
        value.list(element -> element).stream()
                .filter(element -> element.node().hasNonNull("create_group")
                        || element.node().hasNonNull("change_group"))
                .map(element -> element.object(change -> change(change, groups)))
                .forEach(change -> {
                    if (change instanceof DefinitionChange.CreateGroup create) {
                        changed.put(create.group().spec().ref(), create.group().spec());
                    } else if (change instanceof DefinitionChange.ChangeGroup next) {
                        changed.put(next.group().spec().ref(), next.group().spec());
                    }
                });
        Map<GroupRef, FeatureGroupSpec> resolved = new HashMap<>();
        changed.forEach((ref, spec) -> resolved.put(ref, over(spec, changed, groups)));
        Function<GroupRef, FeatureGroupSpec> after = ref -> {
            FeatureGroupSpec spec = resolved.get(ref);
            return spec == null ? groups.apply(ref) : spec;
        };
        List<DefinitionChange> changes = new ArrayList<>();
        value.list(element -> element).forEach(element -> changes.add(element.object(change -> change(change, after))));
        return changes;
    }

    /** A group of aggregates with the columns that follow from its events. */
    private static FeatureGroupSpec over(
            FeatureGroupSpec spec,
            Map<GroupRef, FeatureGroupSpec> changed,
            Function<GroupRef, FeatureGroupSpec> groups) {
        return spec.aggregation()
                .map(part -> {
                    FeatureGroupSpec events = changed.get(part.events());
                    return spec.over(events == null ? groups.apply(part.events()) : events);
                })
                .orElse(spec);
    }

    private static DefinitionChange change(JsonObject change, Function<GroupRef, FeatureGroupSpec> groups) {
        String kind = change.onlyName();
        JsonValue what = change.member(kind);
        return switch (kind) {
            case "create_group" -> new DefinitionChange.CreateGroup(what.object(DefinitionsJson::group));
            case "change_group" -> new DefinitionChange.ChangeGroup(what.object(DefinitionsJson::group));
            case "delete_group" -> new DefinitionChange.DeleteGroup(RefJson.group(what));
            case "create_view" ->
                new DefinitionChange.CreateView(what.object(view -> FeatureViewJson.read(view, groups)));
            case "describe_view" ->
                what.object(one ->
                        new DefinitionChange.DescribeView(RefJson.view(one.member("view")), one.text("description")));
            case "delete_view" -> new DefinitionChange.DeleteView(RefJson.view(what));
            default ->
                throw change.refused("has '" + WireJson.shown(kind) + "', which is no change; there are create_group,"
                        + " change_group, delete_group, create_view, describe_view and delete_view.");
        };
    }

    private static GroupDefinition group(JsonObject group) {
        return new GroupDefinition(FeatureGroupJson.DECLARED.read(group.member("spec")), tags(group));
    }
}
