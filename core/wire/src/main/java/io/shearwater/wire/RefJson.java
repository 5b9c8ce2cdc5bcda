package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.learning.ModelRef;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ViewRef;

/** Names with versions as JSON. */
public final class RefJson {
    public static final WireCodec<GroupRef> GROUPS = new WireCodec<>(RefJson::node, RefJson::group);
    public static final WireCodec<ViewRef> VIEWS = new WireCodec<>(RefJson::node, RefJson::view);
    public static final WireCodec<ModelRef> MODELS = new WireCodec<>(RefJson::node, RefJson::model);

    private RefJson() {}

    static ObjectNode node(GroupRef ref) {
        return node(ref.name(), ref.version());
    }

    static ObjectNode node(ViewRef ref) {
        return node(ref.name(), ref.version());
    }

    static ObjectNode node(ModelRef ref) {
        return node(ref.name(), ref.version());
    }

    private static ObjectNode node(String name, int version) {
        return WireJson.object().put("name", name).put("version", version);
    }

    static GroupRef group(JsonValue value) {
        return value.object(RefJson::group);
    }

    static GroupRef group(JsonObject ref) {
        return new GroupRef(ref.text("name"), ref.member("version").integer());
    }

    static ViewRef view(JsonValue value) {
        return value.object(RefJson::view);
    }

    static ViewRef view(JsonObject ref) {
        return new ViewRef(ref.text("name"), ref.member("version").integer());
    }

    static ModelRef model(JsonValue value) {
        return value.object(RefJson::model);
    }

    static ModelRef model(JsonObject ref) {
        return new ModelRef(ref.text("name"), ref.member("version").integer());
    }
}
