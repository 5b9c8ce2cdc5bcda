package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.ClassWeights;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingDataset.Outcome;
import io.shearwater.model.TrainingDataset.PartInfo;
import io.shearwater.model.TrainingDataset.Pin;
import java.util.LinkedHashMap;
import java.util.Map;

/** Training datasets as JSON. */
public final class TrainingDatasetJson {
    public static final WireCodec<TrainingDataset> DATASETS =
            WireCodec.ofObject(TrainingDatasetJson::node, TrainingDatasetJson::read);

    private TrainingDatasetJson() {}

    static ObjectNode node(TrainingDataset dataset) {
        ObjectNode node = WireJson.object();
        node.set("view", RefJson.node(dataset.view()));
        node.put("version", dataset.version()).put("created", dataset.created().toString());
        node.set("split", SplitJson.node(dataset.split()));
        PredicateJson.put(node, "filter", dataset.filter());
        node.set("range", TimeRangeJson.node(dataset.range()));
        ArrayNode pins = node.putArray("pins");
        dataset.pins()
                .forEach(pin -> pins.addObject().put("commit", pin.commit()).set("group", RefJson.node(pin.group())));
        node.put("has_spine", dataset.hasSpine());
        ArrayNode parts = node.putArray("parts");
        dataset.parts()
                .forEach((name, part) -> parts.addObject()
                        .put("name", name)
                        .put("rows", part.rows())
                        .put("digest", part.digest()));
        node.put("dropped_rows", dataset.droppedRows());
        dataset.fitted().ifPresent(digest -> node.put("fitted", digest));
        node.set("folds_fitted", WireJson.texts(dataset.foldsFitted()));
        dataset.classWeights()
                .ifPresent(weights -> node.putObject("class_weights")
                        .put("label", weights.label())
                        .set("rows", ValueParser.write(weights.rows())));
        return node;
    }

    static TrainingDataset read(JsonObject dataset) {
        return new TrainingDataset(
                RefJson.view(dataset.member("view")),
                dataset.member("version").integer(),
                dataset.member("created").instant(),
                dataset.member("split").object(SplitJson::read),
                PredicateJson.find(dataset, "filter"),
                TimeRangeJson.find(dataset, "range"),
                dataset.list(
                        "pins",
                        pin -> pin.object(one -> new Pin(
                                RefJson.group(one.member("group")),
                                one.member("commit").whole()))),
                dataset.member("has_spine").bool(),
                outcome(dataset));
    }

    private static Outcome outcome(JsonObject dataset) {
        Map<String, PartInfo> parts = new LinkedHashMap<>();
        dataset.list(
                        "parts",
                        part -> part.object(one -> Map.entry(
                                one.text("name"),
                                new PartInfo(one.member("rows").whole(), one.text("digest")))))
                .forEach(part -> parts.put(part.getKey(), part.getValue()));
        return new Outcome(
                parts,
                dataset.member("dropped_rows").whole(),
                dataset.find("fitted").map(JsonValue::text),
                dataset.findList("folds_fitted", JsonValue::text),
                dataset.find("class_weights")
                        .map(weights -> weights.object(one -> new ClassWeights(
                                one.text("label"), one.member("rows").map(JsonValue::whole)))));
    }
}
