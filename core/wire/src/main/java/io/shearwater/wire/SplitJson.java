package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.SplitSpec;

/** Splits as JSON: one member that says which, {@code {"random": {"parts": […], "seed": 7}}}. */
public final class SplitJson {
    public static final WireCodec<SplitSpec> SPLITS = WireCodec.ofObject(SplitJson::node, SplitJson::read);

    private SplitJson() {}

    static ObjectNode node(SplitSpec split) {
        ObjectNode node = WireJson.object();
        switch (split) {
            case SplitSpec.Whole whole -> node.putObject("whole");
            case SplitSpec.Random random -> {
                ObjectNode how = node.putObject("random");
                ArrayNode parts = how.putArray("parts");
                random.parts()
                        .forEach(part ->
                                parts.addObject().put("name", part.name()).put("share", part.share()));
                how.put("seed", random.seed());
                how.set("group_by", WireJson.texts(random.groupBy()));
                how.set("stratify_by", WireJson.texts(random.stratifyBy()));
                how.put("sizes", JsonValue.written(random.sizes()));
            }
            case SplitSpec.ByTime time -> {
                ArrayNode parts = node.putObject("by_time").putArray("parts");
                time.parts()
                        .forEach(part -> parts.addObject()
                                .put("name", part.name())
                                .set("range", TimeRangeJson.node(part.range())));
            }
        }
        return node;
    }

    static SplitSpec read(JsonObject split) {
        String kind = split.onlyName();
        JsonValue how = split.member(kind);
        return switch (kind) {
            case "whole" -> how.object(nothing -> SplitSpec.whole());
            case "random" -> how.object(SplitJson::random);
            case "by_time" ->
                how.object(time -> new SplitSpec.ByTime(time.list(
                        "parts",
                        part -> part.object(one -> new SplitSpec.TimePart(
                                one.text("name"), one.member("range").object(TimeRangeJson::read))))));
            default ->
                throw split.refused(
                        "has '" + WireJson.shown(kind) + "', which is no split; there are whole, random and by_time.");
        };
    }

    private static SplitSpec random(JsonObject random) {
        return new SplitSpec.Random(
                random.list(
                        "parts",
                        part -> part.object(one -> new SplitSpec.Part(
                                one.text("name"), one.member("share").number()))),
                random.member("seed").whole(),
                random.findList("group_by", JsonValue::text),
                random.findList("stratify_by", JsonValue::text),
                random.find("sizes")
                        .map(sizes -> sizes.choice(SplitSpec.Sizes.class))
                        .orElse(SplitSpec.Sizes.NEAR));
    }
}
