package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.ViewRef;
import java.util.Optional;

/**
 * A feature view as somebody reads it. Immutable.
 *
 * @param trainingDataset the version whose learnt transformations are applied
 * @param isRaw whether without the view's transformations
 */
public record ViewUse(ViewRef view, Optional<Integer> trainingDataset, boolean isRaw) {
    ObjectNode node() {
        ObjectNode node = WireJson.object();
        node.set("ref", RefJson.node(view));
        trainingDataset.ifPresent(version -> node.put("training_dataset", version));
        return node.put("untransformed", isRaw);
    }

    static ViewUse read(JsonObject use) {
        return new ViewUse(
                RefJson.view(use.member("ref")),
                use.find("training_dataset").map(JsonValue::integer),
                use.find("untransformed").map(JsonValue::bool).orElse(false));
    }
}
