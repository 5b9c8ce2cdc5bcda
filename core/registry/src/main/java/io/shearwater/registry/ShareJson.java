package io.shearwater.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.spi.DefinitionKey.Kind;
import java.util.List;
import java.util.Optional;

/** Shares as JSON (docs/format/registry.md). They are definitions of the project that reads, under the name of the group. */
final class ShareJson {
    private ShareJson() {}

    static DefinitionKey key(String reader, GroupRef group) {
        return new DefinitionKey(reader, Kind.SHARE, group.name(), group.version());
    }

    /** A share depends on its group, until it is taken back. */
    static Definition write(ShareRecord share) {
        ObjectNode node = Json.object().put("owner", share.owner());
        share.features().ifPresent(features -> node.set("features", Json.texts(features)));
        share.withdrawn()
                .ifPresent(spec -> node.set(
                        "withdrawn", Json.parse(GroupJson.write(new GroupRecord(share.owner(), spec, 0, 0, 1, 0)))));
        GroupRef group = share.group();
        List<DefinitionKey> needed = share.isWithdrawn()
                ? List.of()
                : List.of(new DefinitionKey(share.owner(), Kind.FEATURE_GROUP, group.name(), group.version()));
        return new Definition(key(share.reader(), group), node.toString(), share.revision(), needed);
    }

    static ShareRecord read(Definition definition) {
        DefinitionKey key = definition.key();
        JsonNode node = Json.parse(definition.json());
        Optional<FeatureGroupSpec> withdrawn = Optional.ofNullable(Json.find(node, "withdrawn"))
                .map(spec -> GroupJson.read(new Definition(key, spec.toString(), 0, List.of()))
                        .spec());
        return new ShareRecord(
                new GroupRef(key.name(), key.version()),
                Json.text(node, "owner"),
                key.project(),
                Json.find(node, "features") == null ? Optional.empty() : Optional.of(Json.texts(node, "features")),
                withdrawn,
                definition.revision());
    }
}
