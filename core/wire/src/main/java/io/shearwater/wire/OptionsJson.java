package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.ReadOptions.AsOf;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.SplitSpec;
import java.util.Optional;
import java.util.OptionalLong;

/** What reads and training data are asked for with, as JSON. All of it may be left out. */
public final class OptionsJson {
    private OptionsJson() {}

    /**
     * Options of reading a group.
     *
     * @param columns of the group
     * @param of the group, for messages
     */
    public static WireCodec<ReadOptions> reads(Schema columns, String of) {
        return WireCodec.ofObject(OptionsJson::node, options -> read(options, PredicateJson.of(columns, of)));
    }

    /**
     * Options of making training data. A spine crosses as rows, beside them; progress does not cross.
     *
     * @param columns of the view's query
     * @param of the view, for messages
     */
    public static WireCodec<TrainingOptions> training(Schema columns, String of) {
        return WireCodec.ofObject(OptionsJson::node, options -> training(options, PredicateJson.of(columns, of)));
    }

    static ObjectNode node(ReadOptions options) {
        ObjectNode node = WireJson.object();
        node.set("columns", WireJson.texts(options.columns()));
        PredicateJson.put(node, "filter", options.filter());
        node.set("range", TimeRangeJson.node(options.range()));
        switch (options.asOf()) {
            case AsOf.Now now -> {}
            case AsOf.AtCommit commit -> node.put("as_of_commit", commit.id());
            case AsOf.AtInstant at -> node.put("as_of", at.instant().toString());
        }
        options.limit().ifPresent(limit -> node.put("limit", limit));
        return node;
    }

    private static ReadOptions read(JsonObject options, WireCodec<Predicate> filters) {
        Optional<JsonValue> commit = options.find("as_of_commit");
        Optional<JsonValue> instant = options.find("as_of");
        if (commit.isPresent() && instant.isPresent()) {
            throw options.refused("has both 'as_of' and 'as_of_commit'; one of them says which state is meant.");
        }
        AsOf asOf = commit.isPresent()
                ? new AsOf.AtCommit(commit.get().whole())
                : instant.isPresent() ? new AsOf.AtInstant(instant.get().instant()) : new AsOf.Now();
        return new ReadOptions(
                options.findList("columns", JsonValue::text),
                options.find("filter").map(filters::read).orElse(Predicate.all()),
                TimeRangeJson.find(options, "range"),
                asOf,
                options.find("limit")
                        .map(limit -> OptionalLong.of(limit.whole()))
                        .orElse(OptionalLong.empty()));
    }

    static ObjectNode node(TrainingOptions options) {
        ObjectNode node = WireJson.object();
        node.set("split", SplitJson.node(options.split()));
        PredicateJson.put(node, "filter", options.filter());
        node.set("range", TimeRangeJson.node(options.range()));
        options.weightLabel().ifPresent(label -> node.put("weight_label", label));
        return node;
    }

    private static TrainingOptions training(JsonObject options, WireCodec<Predicate> filters) {
        return new TrainingOptions(
                options.find("split").map(SplitJson.SPLITS::read).orElse(SplitSpec.whole()),
                options.find("filter").map(filters::read).orElse(Predicate.all()),
                TimeRangeJson.find(options, "range"),
                Optional.empty(),
                options.find("weight_label").map(JsonValue::text),
                rows -> {});
    }
}
