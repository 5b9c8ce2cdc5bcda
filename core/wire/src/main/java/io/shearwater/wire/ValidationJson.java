package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.learning.Validation;
import java.util.SortedMap;
import java.util.TreeMap;

/** Validations of model versions as JSON. */
public final class ValidationJson {
    public static final WireCodec<Validation> VALIDATIONS =
            WireCodec.ofObject(ValidationJson::node, ValidationJson::read);

    private ValidationJson() {}

    static ObjectNode node(Validation validation) {
        ObjectNode node = WireJson.object()
                .put("number", validation.number())
                .put("name", validation.name())
                .put("at", validation.at().toString())
                .put("by", validation.by())
                .put("run", validation.run());
        Validation.Data data = validation.data();
        node.set("view", RefJson.node(data.view()));
        node.put("training_dataset", data.trainingDataset())
                .put("part", data.part())
                .put("rows", data.rows())
                .put("unlabelled", data.unlabelled());
        node.set("metrics", ValueParser.write(validation.metrics()));
        node.set("scorecard", ScorecardJson.node(validation.scorecard()));
        return node;
    }

    static Validation read(JsonObject validation) {
        return new Validation(
                validation.member("number").integer(),
                validation.text("name"),
                validation.member("at").instant(),
                validation.text("by"),
                validation.text("run"),
                new Validation.Data(
                        RefJson.view(validation.member("view")),
                        validation.member("training_dataset").integer(),
                        validation.text("part"),
                        validation.member("rows").whole(),
                        validation.member("unlabelled").whole()),
                new Validation.Findings(
                        numbers(validation.member("metrics")), ScorecardJson.read(validation.member("scorecard"))));
    }

    static SortedMap<String, Double> numbers(JsonValue value) {
        return new TreeMap<>(value.map(JsonValue::number));
    }

    static SortedMap<String, String> texts(JsonValue value) {
        return new TreeMap<>(value.map(JsonValue::text));
    }
}
