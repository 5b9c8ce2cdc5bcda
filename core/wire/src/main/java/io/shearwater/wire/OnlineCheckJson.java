package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.OnlineCheck;

/** Comparisons of a group's rows online with its history, as JSON. */
public final class OnlineCheckJson {
    public static final WireCodec<OnlineCheck> CHECKS =
            WireCodec.ofObject(OnlineCheckJson::node, OnlineCheckJson::read);

    private OnlineCheckJson() {}

    static ObjectNode node(OnlineCheck check) {
        ObjectNode node = WireJson.object();
        node.set("group", RefJson.node(check.group()));
        node.put("entities", check.entities())
                .put("missing", check.missing())
                .put("different", check.different())
                .put("surplus", check.surplus());
        ArrayNode examples = node.putArray("examples");
        check.examples().forEach(key -> examples.add(AnyValueJson.nodes(key)));
        return node;
    }

    static OnlineCheck read(JsonObject check) {
        return new OnlineCheck(
                RefJson.group(check.member("group")),
                check.member("entities").whole(),
                check.member("missing").whole(),
                check.member("different").whole(),
                check.member("surplus").whole(),
                check.list("examples", AnyValueJson::readAll));
    }
}
