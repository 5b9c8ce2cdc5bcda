package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.access.Permission;
import io.shearwater.api.BatchPrediction;
import io.shearwater.gate.Action;
import io.shearwater.learning.DeploymentSpec.Logging;
import io.shearwater.learning.ModelRef;
import io.shearwater.wire.CommitJson;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.JsonValue;
import io.shearwater.wire.RefJson;
import io.shearwater.wire.TimeRangeJson;
import java.util.List;

/** Predictions of many rows of history at once, and the state of deployments as a whole. */
final class BatchPredictionOperations {
    private BatchPredictionOperations() {}

    static List<Operation> list() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                PROJECT + "/batch-predictions",
                                Action.READ_BATCH,
                                "Predictions of rows of history, as rows",
                                call -> {
                                    try (Posted posted = Posted.of(call)) {
                                        return new Answer.Rows(
                                                call.store().deployments().predictBatch(batch(call, posted)));
                                    }
                                })
                        .takes("BatchPrediction")
                        .gives("Rows"),
                Operation.of(
                                Verb.POST,
                                PROJECT + "/batch-predictions/into/{group}",
                                Action.INSERT_ROWS,
                                "Predict rows of history into a feature group, in one commit",
                                BatchPredictionOperations::into)
                        .takes("BatchPrediction")
                        .gives("Commit"),
                Operation.of(
                                Verb.GET,
                                PROJECT + "/deployment-check",
                                Action.READ_DEPLOYMENTS,
                                "Which deployments have logic whose code is not as it was registered",
                                BatchPredictionOperations::check)
                        .givesPage("DeploymentFault"));
    }

    private static Answer into(Call call) {
        String group = call.place("group");
        if (call.store().findFeatureGroup(group, 1).isEmpty()) {
            // It will be made.
            call.services().access().require(call.caller().require(), call.project(), Permission.FEATURE_GROUPS_EDIT);
        }
        try (Posted posted = Posted.of(call)) {
            return Answer.json(
                    CommitJson.COMMITS.node(call.store().deployments().predictInto(batch(call, posted), group)));
        }
    }

    private static BatchPrediction batch(Call call, Posted posted) {
        JsonObject body = JsonObject.read(posted.text());
        ModelRef model = RefJson.MODELS.read(body.member("model").node(), "$.model");
        var range = body.find("range").map(value -> TimeRangeJson.RANGES.read(value.node(), value.path()));
        boolean latest = body.find("latest").map(JsonValue::bool).orElse(false);
        boolean logged = body.find("logged").map(JsonValue::bool).orElse(false);
        body.requireAllTaken();
        call.readable().require(call.store().models().featureView(model).spec().query());
        if (range.isEmpty() && !latest && !posted.hasRows()) {
            throw RestError.BAD_PARAMETER.because(
                    "Which rows? Say 'range', or 'latest': true, or send keys and times along, as rows/0.frames.");
        }
        BatchPrediction.Rows rows = latest
                ? new BatchPrediction.Rows.Latest()
                : range.<BatchPrediction.Rows>map(BatchPrediction.Rows.Range::new)
                        .orElseGet(() ->
                                new BatchPrediction.Rows.Spine(posted.rows(0).readAll()));
        return new BatchPrediction(model, rows, logged ? Logging.ON : Logging.OFF);
    }

    private static Answer check(Call call) {
        ObjectNode node = Json.object();
        ArrayNode items = node.putArray("items");
        call.store()
                .deployments()
                .check()
                .forEach((deployment, fault) ->
                        items.addObject().put("deployment", deployment).put("fault", fault));
        return Answer.json(node.put("total", items.size()));
    }
}
