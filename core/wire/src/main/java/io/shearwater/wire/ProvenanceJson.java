package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Provenance;
import java.util.List;

/** Why a feature has its value, as JSON. Values carry their types, {@code {"long": 5}}. */
public final class ProvenanceJson {
    public static final WireCodec<Provenance> PROVENANCES =
            WireCodec.ofObject(ProvenanceJson::node, ProvenanceJson::read);

    private ProvenanceJson() {}

    static ObjectNode node(Provenance provenance) {
        ObjectNode node = WireJson.object().put("feature", provenance.feature());
        node.set("value", AnyValueJson.node(provenance.value()));
        node.put("status", JsonValue.written(provenance.status()))
                .put("origin", JsonValue.written(provenance.origin()));
        ArrayNode rows = node.putArray("rows");
        provenance.rows().forEach(row -> rows.add(node(row)));
        return node;
    }

    private static ObjectNode node(Provenance.Row row) {
        ObjectNode node = WireJson.object();
        node.set("group", RefJson.node(row.group()));
        node.set("on", pairs(row.on()));
        node.set("key", AnyValueJson.nodes(row.key()));
        node.put("status", JsonValue.written(row.status()));
        node.set("values", AnyValueJson.nodes(row.values()));
        row.eventTime().ifPresent(time -> node.put("event_time", time.toString()));
        row.commit().ifPresent(commit -> node.set("commit", CommitJson.node(commit)));
        return node;
    }

    static ArrayNode pairs(List<KeyPair> pairs) {
        ArrayNode array = WireJson.array();
        pairs.forEach(pair -> array.addObject().put("left", pair.left()).put("right", pair.right()));
        return array;
    }

    static KeyPair pair(JsonValue value) {
        return value.object(pair -> new KeyPair(pair.text("left"), pair.text("right")));
    }

    static Provenance read(JsonObject provenance) {
        return new Provenance(
                provenance.text("feature"),
                AnyValueJson.read(provenance.nullable("value")),
                provenance.member("status").choice(FeatureStatus.class),
                provenance.member("origin").choice(Provenance.Origin.class),
                provenance.list("rows", row -> row.object(ProvenanceJson::row)));
    }

    private static Provenance.Row row(JsonObject row) {
        return new Provenance.Row(
                RefJson.group(row.member("group")),
                row.list("on", ProvenanceJson::pair),
                AnyValueJson.readAll(row.member("key")),
                row.member("status").choice(FeatureStatus.class),
                AnyValueJson.readAll(row.member("values")),
                row.find("event_time").map(JsonValue::instant),
                row.find("commit").map(commit -> commit.object(CommitJson::read)));
    }
}
