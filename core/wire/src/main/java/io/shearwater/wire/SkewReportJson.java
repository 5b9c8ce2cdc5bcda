package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.GroupRef;
import io.shearwater.model.SkewReport;
import io.shearwater.model.SkewReport.Difference;
import io.shearwater.model.SkewReport.FeatureSkew;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reports of skew as JSON. Values carry their types, {@code {"long": 5}}. */
public final class SkewReportJson {
    public static final WireCodec<SkewReport> REPORTS = WireCodec.ofObject(SkewReportJson::node, SkewReportJson::read);

    private SkewReportJson() {}

    static ObjectNode node(SkewReport report) {
        ObjectNode node = WireJson.object();
        node.set("view", RefJson.node(report.view()));
        node.put("compared", report.compared()).put("late", report.late());
        node.set("skipped", ValueParser.write(report.skipped()));
        ArrayNode features = node.putArray("features");
        report.features().forEach(feature -> features.add(node(feature)));
        return node;
    }

    private static ObjectNode node(FeatureSkew feature) {
        ObjectNode node = WireJson.object()
                .put("feature", feature.feature())
                .put("compared", feature.compared())
                .put("different", feature.different())
                .put("late", feature.late());
        feature.first().ifPresent(first -> node.set("first", node(first)));
        return node;
    }

    private static ObjectNode node(Difference difference) {
        ObjectNode node = WireJson.object()
                .put("request", difference.request())
                .put("time", difference.time().toString());
        node.set("named", AnyValueJson.nodes(difference.named()));
        difference.trainingDataset().ifPresent(version -> node.put("training_dataset", version));
        ArrayNode commits = node.putArray("commits");
        difference
                .commits()
                .forEach((group, commit) ->
                        commits.addObject().put("commit", commit).set("group", RefJson.node(group)));
        node.set("served", AnyValueJson.node(difference.served()));
        node.set("recomputed", AnyValueJson.node(difference.recomputed()));
        return node;
    }

    static SkewReport read(JsonObject report) {
        return new SkewReport(
                RefJson.view(report.member("view")),
                report.member("compared").whole(),
                report.member("late").whole(),
                report.member("skipped").map(JsonValue::whole),
                report.list("features", feature -> feature.object(SkewReportJson::feature)));
    }

    private static FeatureSkew feature(JsonObject feature) {
        return new FeatureSkew(
                feature.text("feature"),
                feature.member("compared").whole(),
                feature.member("different").whole(),
                feature.find("first").map(first -> first.object(SkewReportJson::difference)),
                feature.member("late").whole());
    }

    private static Difference difference(JsonObject difference) {
        Map<GroupRef, Long> commits = new LinkedHashMap<>();
        difference
                .list(
                        "commits",
                        one -> one.object(pin -> Map.entry(
                                RefJson.group(pin.member("group")),
                                pin.member("commit").whole())))
                .forEach(pin -> commits.put(pin.getKey(), pin.getValue()));
        return new Difference(
                difference.text("request"),
                difference.member("time").instant(),
                AnyValueJson.readAll(difference.member("named")),
                difference.find("training_dataset").map(JsonValue::integer),
                commits,
                AnyValueJson.read(difference.nullable("served")),
                AnyValueJson.read(difference.nullable("recomputed")));
    }
}
