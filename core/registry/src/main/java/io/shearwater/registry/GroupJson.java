package io.shearwater.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureType;
import io.shearwater.model.ForeignKey;
import io.shearwater.model.GroupRef;
import io.shearwater.model.PartitionField;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.Storage;
import io.shearwater.spi.Definition;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Feature groups as JSON (docs/format/registry.md). */
final class GroupJson {
    private GroupJson() {}

    static String write(GroupRecord group) {
        FeatureGroupSpec spec = group.spec();
        ObjectNode node = Json.object();
        node.put("name", spec.name()).put("version", spec.version()).put("description", spec.description());
        node.set(
                "features",
                Json.array(spec.features().stream().map(GroupJson::feature).toList()));
        node.set("primaryKey", Json.texts(spec.primaryKey()));
        spec.eventTime()
                .ifPresent(time -> node.set(
                        "eventTime",
                        Json.object()
                                .put("column", time.column())
                                .put("zone", time.zone().getId())
                                .put("knownAfter", time.knownAfter().toString())));
        node.set(
                "foreignKeys",
                Json.array(
                        spec.foreignKeys().stream().map(GroupJson::foreignKey).toList()));
        node.set(
                "partitions",
                Json.array(spec.partitions().stream().map(GroupJson::partition).toList()));
        node.put("storage", spec.storage().name().toLowerCase(Locale.ROOT));
        spec.ttl().ifPresent(ttl -> node.put("ttl", ttl.toString()));
        node.put("entity", spec.entity());
        if (!spec.statistics().equals(StatisticsSpec.STANDARD)) {
            node.set("statistics", statistics(spec.statistics()));
        }
        if (!spec.onDemand().isEmpty()) {
            node.set("onDemand", TransformationJson.write(spec.onDemand()));
        }
        spec.aggregation().ifPresent(part -> node.set("aggregation", AggregationJson.write(part)));
        node.put("onlineGroup", group.onlineGroup())
                .put("generation", group.generation())
                .put("schemaVersion", group.schemaVersion());
        return node.toString();
    }

    private static ObjectNode feature(Feature feature) {
        ObjectNode node = Json.object()
                .put("name", feature.name())
                .put("type", feature.type().toString())
                .put("description", feature.description());
        feature.defaultValue().ifPresent(value -> node.set("default", ValueJson.write(value)));
        if (feature.featureType() != FeatureType.of(feature.type())) {
            node.put("featureType", feature.featureType().name().toLowerCase(Locale.ROOT));
        }
        return node;
    }

    private static ObjectNode foreignKey(ForeignKey key) {
        ObjectNode node = Json.object().put("group", key.group());
        node.set("columns", Json.texts(key.columns()));
        return node;
    }

    private static ObjectNode partition(PartitionField partition) {
        return Json.object()
                .put("column", partition.column())
                .put("transform", partition.transform().name().toLowerCase(Locale.ROOT))
                .put("buckets", partition.buckets());
    }

    private static ObjectNode statistics(StatisticsSpec spec) {
        ObjectNode node = Json.object();
        node.set(
                "parts",
                Json.texts(spec.parts().stream()
                        .sorted()
                        .map(part -> part.name().toLowerCase(Locale.ROOT))
                        .toList()));
        node.set("columns", Json.texts(spec.columns()));
        return node;
    }

    private static StatisticsSpec readStatistics(JsonNode node) {
        return new StatisticsSpec(
                Set.copyOf(Json.list(
                        node,
                        "parts",
                        part -> StatisticsSpec.Part.valueOf(part.asText().toUpperCase(Locale.ROOT)))),
                Json.texts(node, "columns"));
    }

    static GroupRecord read(Definition definition) {
        JsonNode node = Json.parse(definition.json());
        FeatureGroupSpec spec = new FeatureGroupSpec(
                new GroupRef(Json.text(node, "name"), Json.integer(node, "version")),
                Json.text(node, "description"),
                Json.list(node, "features", GroupJson::readFeature),
                Json.texts(node, "primaryKey"),
                eventTime(node),
                Json.list(
                        node,
                        "foreignKeys",
                        key -> new ForeignKey(Json.texts(key, "columns"), Json.text(key, "group"))),
                Json.list(node, "partitions", GroupJson::readPartition),
                Storage.valueOf(Json.text(node, "storage").toUpperCase(Locale.ROOT)),
                Optional.ofNullable(Json.find(node, "ttl")).map(ttl -> Duration.parse(ttl.asText())),
                Json.text(node, "entity"),
                Optional.ofNullable(Json.find(node, "statistics"))
                        .map(GroupJson::readStatistics)
                        .orElse(StatisticsSpec.STANDARD),
                TransformationJson.read(node, "onDemand"),
                Optional.ofNullable(Json.find(node, "aggregation")).map(AggregationJson::read));
        return new GroupRecord(
                definition.key().project(),
                spec,
                Json.integer(node, "onlineGroup"),
                Json.integer(node, "generation"),
                Json.integer(node, "schemaVersion"),
                definition.revision());
    }

    private static Feature readFeature(JsonNode node) {
        DataType type = DataType.parse(Json.text(node, "type"));
        return new Feature(
                Json.text(node, "name"),
                type,
                Json.text(node, "description"),
                Optional.ofNullable(Json.find(node, "default")).map(ValueJson::read),
                Optional.ofNullable(Json.find(node, "featureType"))
                        .map(text -> FeatureType.valueOf(text.asText().toUpperCase(Locale.ROOT)))
                        .orElse(FeatureType.of(type)));
    }

    private static Optional<EventTime> eventTime(JsonNode node) {
        return Optional.ofNullable(Json.find(node, "eventTime"))
                .map(time -> new EventTime(
                        Json.text(time, "column"),
                        ZoneId.of(Json.text(time, "zone")),
                        Duration.parse(Json.text(time, "knownAfter"))));
    }

    private static PartitionField readPartition(JsonNode node) {
        return new PartitionField(
                Json.text(node, "column"),
                PartitionField.Transform.valueOf(Json.text(node, "transform").toUpperCase(Locale.ROOT)),
                Json.integer(node, "buckets"));
    }
}
