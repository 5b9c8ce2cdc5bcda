package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelOrigin;
import io.shearwater.learning.ModelVersion.Assessment;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Models that are to be registered as JSON; their files come beside them. */
public final class ModelDraftJson {
    public static final WireCodec<ModelDraft> DRAFTS = WireCodec.ofObject(ModelDraftJson::node, ModelDraftJson::read);

    private ModelDraftJson() {}

    static ObjectNode node(ModelDraft draft) {
        ObjectNode node = WireJson.object().put("name", draft.name()).put("description", draft.description());
        node.set("signature", ModelVersionJson.node(draft.signature()));
        draft.format().ifPresent(format -> node.put("format", format));
        node.set("origin", ModelVersionJson.node(draft.origin()));
        node.set("metrics", ValueParser.write(draft.assessment().metrics()));
        draft.assessment().scorecard().ifPresent(card -> node.set("scorecard", ScorecardJson.node(card)));
        node.set("card", ValueParser.write(draft.card()));
        return node;
    }

    static ModelDraft read(JsonObject draft) {
        return new ModelDraft(
                draft.text("name"),
                draft.findText("description"),
                draft.member("signature").object(ModelVersionJson::signature),
                draft.find("format").map(JsonValue::text),
                draft.find("origin")
                        .map(origin -> origin.object(ModelDraftJson::origin))
                        .orElseGet(ModelDraftJson::unknown),
                new Assessment(
                        draft.find("metrics").map(ValidationJson::numbers).orElseGet(TreeMap::new),
                        draft.find("scorecard").map(ScorecardJson::read)),
                texts(draft, "card"));
    }

    private static ModelOrigin origin(JsonObject origin) {
        return new ModelOrigin(
                origin.find("run").map(JsonValue::text),
                origin.find("view").map(RefJson::view),
                ModelVersionJson.whole(origin, "training_dataset"),
                texts(origin, "parameters"),
                texts(origin, "libraries"));
    }

    private static ModelOrigin unknown() {
        return new ModelOrigin(
                Optional.empty(), Optional.empty(), OptionalInt.empty(), new TreeMap<>(), new TreeMap<>());
    }

    private static SortedMap<String, String> texts(JsonObject object, String name) {
        return object.find(name).map(ValidationJson::texts).orElseGet(TreeMap::new);
    }
}
