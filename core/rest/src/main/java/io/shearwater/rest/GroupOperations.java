package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.access.Quota;
import io.shearwater.api.FeatureGroup;
import io.shearwater.gate.Action;
import io.shearwater.model.Aggregate;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.wire.AggregationJson;
import io.shearwater.wire.CommitJson;
import io.shearwater.wire.FeatureGroupJson;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.StatisticsJson;
import java.util.List;
import java.util.Optional;

/** Feature groups: what they are, their columns, commits and statistics. */
final class GroupOperations {
    static final String GROUPS = PROJECT + "/feature-groups";
    static final String GROUP = GROUPS + "/{group}/{version}";

    private GroupOperations() {}

    static List<Operation> list() {
        return Operations.together(groupsThemselves(), columns(), whatIsKnown());
    }

    private static List<Operation> groupsThemselves() {
        return List.of(
                Page.paged(Operation.of(
                                Verb.GET, GROUPS, Action.READ_GROUPS, "The feature groups", GroupOperations::groups))
                        .givesPage("FeatureGroup"),
                Operation.of(Verb.POST, GROUPS, Action.EDIT_GROUPS, "Make a feature group", GroupOperations::create)
                        .parameter("if_absent", "boolean", "true: the one that is there, if there is one like it")
                        .takes("NewFeatureGroup")
                        .creates("FeatureGroup"),
                Operation.of(
                                Verb.GET,
                                GROUPS + "/{group}",
                                Action.READ_GROUPS,
                                "The newest version of a feature group",
                                call -> Answer.json(json(call.store().featureGroup(call.place("group")))))
                        .gives("FeatureGroup"),
                Operation.of(
                                Verb.GET,
                                GROUP,
                                Action.READ_GROUPS,
                                "A feature group",
                                call -> Answer.json(json(group(call))))
                        .gives("FeatureGroup"),
                Operation.of(
                        Verb.DELETE,
                        GROUP,
                        Action.EDIT_GROUPS,
                        "Delete a feature group with its rows, if nothing needs it",
                        GroupOperations::delete));
    }

    private static List<Operation> columns() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                GROUP + "/features",
                                Action.EDIT_GROUPS,
                                "Append features; rows that are there get their default, or null",
                                GroupOperations::appendFeatures)
                        .takes("NewFeatures")
                        .gives("FeatureGroup"),
                Operation.of(
                                Verb.POST,
                                GROUP + "/aggregates",
                                Action.EDIT_GROUPS,
                                "Append aggregates to a group of aggregates; those that are there keep their meaning",
                                GroupOperations::appendAggregates)
                        .takes("NewAggregates")
                        .gives("FeatureGroup"),
                Operation.of(
                                Verb.PATCH,
                                GROUP + "/features/{feature}",
                                Action.EDIT_GROUPS,
                                "Rename a feature, or give it a wider type",
                                GroupOperations::changeFeature)
                        .takes("FeatureChange")
                        .gives("FeatureGroup"),
                Operation.of(
                                Verb.DELETE,
                                GROUP + "/features/{feature}",
                                Action.EDIT_GROUPS,
                                "Drop a feature that nothing needs",
                                GroupOperations::dropFeature)
                        .gives("FeatureGroup"));
    }

    private static List<Operation> whatIsKnown() {
        return List.of(
                Page.paged(Operation.of(
                                Verb.GET,
                                GROUP + "/commits",
                                Action.READ_GROUPS,
                                "The commits, the first first",
                                call -> Answer.json(Json.page(call, group(call).commits(), CommitJson.COMMITS::node))))
                        .givesPage("Commit"),
                Operation.of(
                                Verb.GET,
                                GROUP + "/statistics",
                                Action.READ_STATISTICS,
                                "What the rows are like",
                                GroupOperations::statistics)
                        .parameter("commit", "integer", "Of the rows that this commit wrote; of all by itself")
                        .gives("Statistics"),
                Operation.of(
                                Verb.GET,
                                GROUP + "/statistics/stored",
                                Action.READ_STATISTICS,
                                "What the rows are like, without reading many; nothing where too little was kept",
                                call -> group(call)
                                        .storedStatistics()
                                        .map(kept -> Answer.json(StatisticsJson.STATISTICS.node(kept)))
                                        .orElseGet(Answer::done))
                        .gives("Statistics")
                        .or(204),
                Operation.of(
                                Verb.POST,
                                GROUP + "/statistics",
                                Action.READ_STATISTICS,
                                "What the rows are like, computed from each of them",
                                call -> Answer.json(StatisticsJson.STATISTICS.node(
                                        group(call).computeStatistics(StatisticsJson.SPECS.read(call.text())))))
                        .takes("StatisticsSpec")
                        .gives("Statistics"));
    }

    static FeatureGroup group(Call call) {
        return call.store().featureGroup(call.place("group"), call.number("version"));
    }

    static ObjectNode json(FeatureGroup group) {
        ObjectNode node = (ObjectNode) FeatureGroupJson.SPECS.node(group.spec());
        Tags.add(node, group.tags());
        return node;
    }

    private static Answer groups(Call call) {
        return Answer.json(Json.page(call, call.store().featureGroups(), GroupOperations::json));
    }

    private static Answer create(Call call) {
        FeatureGroupSpec spec = FeatureGroupJson.DECLARED.read(call.text());
        int there = call.store().featureGroups().size()
                - call.store().shares().received().size();
        call.services().quotas().require(call.project(), Quota.FEATURE_GROUPS, there, 1);
        return Answer.created(json(
                call.flag("if_absent")
                        ? call.store().getOrCreateFeatureGroup(spec)
                        : call.store().createFeatureGroup(spec)));
    }

    private static Answer delete(Call call) {
        call.store().deleteFeatureGroup(call.place("group"), call.number("version"));
        return Answer.done();
    }

    private static Answer appendFeatures(Call call) {
        JsonObject body = call.json();
        List<Feature> features =
                body.list("features", value -> FeatureGroupJson.FEATURES.read(value.node(), value.path()));
        body.requireAllTaken();
        group(call).appendFeatures(features);
        return Answer.json(json(group(call)));
    }

    private static Answer appendAggregates(Call call) {
        JsonObject body = call.json();
        List<Aggregate> aggregates =
                body.list("aggregates", value -> AggregationJson.AGGREGATES.read(value.node(), value.path()));
        body.requireAllTaken();
        group(call).appendAggregates(aggregates);
        return Answer.json(json(group(call)));
    }

    private static Answer changeFeature(Call call) {
        JsonObject body = call.json();
        Optional<DataType> type = body.find("type").map(value -> value.type());
        Optional<String> name = body.find("name").map(value -> value.text());
        body.requireAllTaken();
        FeatureGroup group = group(call);
        type.ifPresent(wider -> group.widen(call.place("feature"), wider));
        name.ifPresent(next -> group.rename(call.place("feature"), next));
        return Answer.json(json(group(call)));
    }

    private static Answer dropFeature(Call call) {
        group(call).drop(call.place("feature"));
        return Answer.json(json(group(call)));
    }

    private static Answer statistics(Call call) {
        FeatureGroup group = group(call);
        return Answer.json(StatisticsJson.STATISTICS.node(call.queryNumber("commit", 0, Long.MAX_VALUE)
                .map(group::statistics)
                .orElseGet(group::statistics)));
    }
}
