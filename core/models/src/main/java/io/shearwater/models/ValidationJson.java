package io.shearwater.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.learning.Validation;
import io.shearwater.learning.Validation.Data;
import io.shearwater.learning.Validation.Findings;
import io.shearwater.model.ViewRef;
import io.shearwater.registry.Json;

/** Validations as JSON (docs/format/registry.md). */
final class ValidationJson {
    private ValidationJson() {}

    static ObjectNode write(Validation validation) {
        ObjectNode node = Json.object()
                .put("number", validation.number())
                .put("name", validation.name())
                .put("at", ModelJson.time(validation.at()))
                .put("by", validation.by())
                .put("run", validation.run());
        Data data = validation.data();
        node.set(
                "view",
                Json.object()
                        .put("name", data.view().name())
                        .put("version", data.view().version()));
        node.put("trainingDataset", data.trainingDataset())
                .put("part", data.part())
                .put("rows", Long.toString(data.rows()))
                .put("unlabelled", Long.toString(data.unlabelled()));
        node.set("metrics", ModelJson.numbers(validation.metrics()));
        node.set("scorecard", ScorecardJson.write(validation.scorecard()));
        return node;
    }

    static Validation read(JsonNode node) {
        JsonNode view = Json.member(node, "view");
        return new Validation(
                Json.integer(node, "number"),
                Json.text(node, "name"),
                ModelJson.readTime(node, "at"),
                Json.text(node, "by"),
                Json.text(node, "run"),
                new Data(
                        new ViewRef(Json.text(view, "name"), Json.integer(view, "version")),
                        Json.integer(node, "trainingDataset"),
                        Json.text(node, "part"),
                        Long.parseLong(Json.text(node, "rows")),
                        Long.parseLong(Json.text(node, "unlabelled"))),
                new Findings(
                        ModelJson.readNumbers(node, "metrics"), ScorecardJson.read(Json.member(node, "scorecard"))));
    }
}
