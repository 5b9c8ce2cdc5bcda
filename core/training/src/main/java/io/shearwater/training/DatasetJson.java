package io.shearwater.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.ClassWeights;
import io.shearwater.model.GroupRef;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.ViewRef;
import io.shearwater.registry.Json;
import io.shearwater.registry.PredicateJson;
import io.shearwater.registry.RegistryError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Versions of training data as JSON (docs/format/training-dataset.md). Longs are texts, so that no reader rounds them. */
final class DatasetJson {
    private DatasetJson() {}

    static String write(TrainingDataset dataset) {
        ObjectNode node = Json.object();
        node.set(
                "view",
                Json.object()
                        .put("name", dataset.view().name())
                        .put("version", dataset.view().version()));
        node.put("version", dataset.version());
        node.put("created", text(Times.micros(dataset.created())));
        node.set("split", split(dataset.split()));
        node.set("filter", PredicateJson.write(dataset.filter()));
        node.set("range", range(dataset.range()));
        node.set(
                "pins", Json.array(dataset.pins().stream().map(DatasetJson::pin).toList()));
        node.set("parts", parts(dataset));
        node.put("droppedRows", text(dataset.droppedRows()));
        dataset.fitted().ifPresent(digest -> node.put("fitted", digest));
        if (!dataset.foldsFitted().isEmpty()) {
            node.set("foldsFitted", Json.texts(dataset.foldsFitted()));
        }
        node.put("spine", dataset.hasSpine());
        dataset.classWeights().ifPresent(weights -> node.set("classWeights", weights(weights)));
        return node.toString();
    }

    private static ObjectNode split(SplitSpec split) {
        ObjectNode node = Json.object();
        switch (split) {
            case SplitSpec.Whole whole -> node.put("kind", "whole");
            case SplitSpec.Random random -> {
                node.put("kind", "random").put("seed", text(random.seed()));
                node.set(
                        "parts",
                        Json.array(random.parts().stream()
                                .map(part ->
                                        Json.object().put("name", part.name()).put("share", part.share()))
                                .toList()));
                node.set("groupBy", Json.texts(random.groupBy()));
                node.set("stratifyBy", Json.texts(random.stratifyBy()));
                node.put("sizes", word(random.sizes()));
            }
            case SplitSpec.ByTime byTime -> {
                node.put("kind", "time");
                node.set(
                        "parts",
                        Json.array(byTime.parts().stream()
                                .map(DatasetJson::timePart)
                                .toList()));
            }
        }
        return node;
    }

    private static ObjectNode timePart(SplitSpec.TimePart part) {
        ObjectNode node = Json.object().put("name", part.name());
        node.set("range", range(part.range()));
        return node;
    }

    private static ObjectNode range(TimeRange range) {
        ObjectNode node = Json.object();
        range.startExclusive().ifPresent(start -> node.put("startExclusive", text(start)));
        range.endInclusive().ifPresent(end -> node.put("endInclusive", text(end)));
        return node;
    }

    private static ObjectNode pin(TrainingDataset.Pin pin) {
        return Json.object()
                .put("group", pin.group().name())
                .put("version", pin.group().version())
                .put("commit", text(pin.commit()));
    }

    private static ObjectNode parts(TrainingDataset dataset) {
        ObjectNode node = Json.object();
        for (String name : dataset.split().names()) {
            TrainingDataset.PartInfo part = dataset.parts().get(name);
            if (part != null) {
                node.set(name, Json.object().put("rows", text(part.rows())).put("digest", part.digest()));
            }
        }
        return node;
    }

    static TrainingDataset read(String json) {
        JsonNode node = Json.parse(json);
        JsonNode view = Json.member(node, "view");
        return new TrainingDataset(
                new ViewRef(Json.text(view, "name"), Json.integer(view, "version")),
                Json.integer(node, "version"),
                Times.instant(number(node, "created")),
                readSplit(Json.member(node, "split")),
                PredicateJson.read(Json.member(node, "filter")),
                readRange(Json.member(node, "range")),
                Json.list(
                        node,
                        "pins",
                        pin -> new TrainingDataset.Pin(
                                new GroupRef(Json.text(pin, "group"), Json.integer(pin, "version")),
                                number(pin, "commit"))),
                Json.member(node, "spine").asBoolean(),
                readOutcome(node));
    }

    private static TrainingDataset.Outcome readOutcome(JsonNode node) {
        return new TrainingDataset.Outcome(
                readParts(Json.member(node, "parts")),
                number(node, "droppedRows"),
                Optional.ofNullable(Json.find(node, "fitted")).map(JsonNode::asText),
                Json.find(node, "foldsFitted") == null ? List.of() : Json.texts(node, "foldsFitted"),
                Optional.ofNullable(Json.find(node, "classWeights")).map(DatasetJson::readWeights));
    }

    private static SplitSpec readSplit(JsonNode node) {
        String kind = Json.text(node, "kind");
        return switch (kind) {
            case "whole" -> SplitSpec.whole();
            case "random" -> readRandom(node);
            case "time" ->
                new SplitSpec.ByTime(Json.list(
                        node,
                        "parts",
                        part -> new SplitSpec.TimePart(
                                Json.text(part, "name"), readRange(Json.member(part, "range")))));
            default -> throw RegistryError.DAMAGED.because("A stored split is of the unknown kind '" + kind + "'.");
        };
    }

    /** A version that was made before splits could be stratified or exact says nothing of it. */
    private static SplitSpec readRandom(JsonNode node) {
        return new SplitSpec.Random(
                Json.list(
                        node,
                        "parts",
                        part -> new SplitSpec.Part(
                                Json.text(part, "name"),
                                Json.member(part, "share").asDouble())),
                number(node, "seed"),
                Json.texts(node, "groupBy"),
                Json.find(node, "stratifyBy") == null ? List.of() : Json.texts(node, "stratifyBy"),
                Json.find(node, "sizes") == null ? SplitSpec.Sizes.NEAR : sizes(Json.text(node, "sizes")));
    }

    private static String word(SplitSpec.Sizes sizes) {
        return switch (sizes) {
            case NEAR -> "near";
            case EXACT -> "exact";
        };
    }

    private static SplitSpec.Sizes sizes(String word) {
        return switch (word) {
            case "near" -> SplitSpec.Sizes.NEAR;
            case "exact" -> SplitSpec.Sizes.EXACT;
            default -> throw RegistryError.DAMAGED.because("A stored split has the unknown sizes '" + word + "'.");
        };
    }

    private static ObjectNode weights(ClassWeights weights) {
        ObjectNode rows = Json.object();
        weights.rows().forEach((value, count) -> rows.put(value, text(count)));
        ObjectNode node = Json.object().put("label", weights.label());
        node.set("rows", rows);
        return node;
    }

    private static ClassWeights readWeights(JsonNode node) {
        JsonNode rows = Json.member(node, "rows");
        Map<String, Long> counts = new LinkedHashMap<>();
        rows.fieldNames().forEachRemaining(value -> counts.put(value, number(rows, value)));
        return new ClassWeights(Json.text(node, "label"), counts);
    }

    private static TimeRange readRange(JsonNode node) {
        return new TimeRange(bound(node, "startExclusive"), bound(node, "endInclusive"));
    }

    private static OptionalLong bound(JsonNode node, String name) {
        return Json.find(node, name) == null ? OptionalLong.empty() : OptionalLong.of(number(node, name));
    }

    private static Map<String, TrainingDataset.PartInfo> readParts(JsonNode node) {
        Map<String, TrainingDataset.PartInfo> parts = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(name -> {
            JsonNode part = Json.member(node, name);
            parts.put(name, new TrainingDataset.PartInfo(number(part, "rows"), Json.text(part, "digest")));
        });
        return parts;
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    private static long number(JsonNode node, String name) {
        String text = Json.text(node, name);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException damaged) {
            throw new io.shearwater.model.ShearwaterException(
                    RegistryError.DAMAGED,
                    "A stored version of training data has '" + text + "' as '" + name + "', which is no number.",
                    damaged);
        }
    }
}
