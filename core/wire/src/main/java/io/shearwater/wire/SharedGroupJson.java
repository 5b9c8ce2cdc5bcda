package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.SharedGroup;

/** Feature groups that projects share, as JSON. */
public final class SharedGroupJson {
    public static final WireCodec<SharedGroup> SHARES =
            WireCodec.ofObject(SharedGroupJson::node, SharedGroupJson::read);

    private SharedGroupJson() {}

    private static ObjectNode node(SharedGroup share) {
        ObjectNode node = WireJson.object();
        node.set("group", RefJson.node(share.group()));
        node.put("owner", share.owner()).put("reader", share.reader());
        share.features().ifPresent(features -> {
            ArrayNode names = node.putArray("features");
            features.forEach(names::add);
        });
        return node;
    }

    private static SharedGroup read(JsonObject share) {
        return new SharedGroup(
                RefJson.group(share.member("group")),
                share.text("owner"),
                share.text("reader"),
                share.find("features").map(names -> names.list(JsonValue::text)));
    }
}
