package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Aggregation;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureType;
import io.shearwater.model.ForeignKey;
import io.shearwater.model.PartitionField;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.Storage;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Definitions of feature groups, and features, as JSON. */
public final class FeatureGroupJson {
    /** As they are in a store: a group of aggregates with the group of its events. */
    public static final WireCodec<FeatureGroupSpec> SPECS =
            WireCodec.ofObject(FeatureGroupJson::node, group -> read(group, FeatureGroupJson::source));

    /** As they are asked for: what the events are, the store knows better. */
    public static final WireCodec<FeatureGroupSpec> DECLARED =
            WireCodec.ofObject(FeatureGroupJson::declared, group -> read(group, part -> Optional.empty()));

    public static final WireCodec<Feature> FEATURES =
            WireCodec.ofObject(FeatureGroupJson::node, FeatureGroupJson::feature);

    private FeatureGroupJson() {}

    static ObjectNode node(FeatureGroupSpec spec) {
        ObjectNode node = declared(spec);
        spec.aggregation().flatMap(Aggregation::source).ifPresent(source -> node.set("event_group", node(source)));
        return node;
    }

    static ObjectNode declared(FeatureGroupSpec spec) {
        ObjectNode node = WireJson.object()
                .put("name", spec.name())
                .put("version", spec.version())
                .put("description", spec.description());
        ArrayNode features = node.putArray("features");
        spec.features().forEach(feature -> features.add(node(feature)));
        node.set("primary_key", WireJson.texts(spec.primaryKey()));
        spec.eventTime()
                .ifPresent(time -> node.putObject("event_time")
                        .put("column", time.column())
                        .put("zone", time.zone().getId())
                        .put("known_after", time.knownAfter().toString()));
        ArrayNode keys = node.putArray("foreign_keys");
        spec.foreignKeys()
                .forEach(key ->
                        keys.addObject().put("group", key.group()).set("columns", WireJson.texts(key.columns())));
        ArrayNode partitions = node.putArray("partitions");
        spec.partitions()
                .forEach(partition -> partitions
                        .addObject()
                        .put("column", partition.column())
                        .put("transform", JsonValue.written(partition.transform()))
                        .put("buckets", partition.buckets()));
        node.put("storage", JsonValue.written(spec.storage()));
        spec.ttl().ifPresent(ttl -> node.put("ttl", ttl.toString()));
        node.put("entity", spec.entity());
        node.set("statistics", StatisticsJson.node(spec.statistics()));
        node.set("on_demand", TransformationJson.nodes(spec.onDemand()));
        spec.aggregation().ifPresent(part -> node.set("aggregation", AggregationJson.node(part)));
        return node;
    }

    static ObjectNode node(Feature feature) {
        ObjectNode node = WireJson.object()
                .put("name", feature.name())
                .put("type", feature.type().toString())
                .put("description", feature.description());
        feature.defaultValue().ifPresent(value -> node.set("default", ValueParser.write(value)));
        return node.put("feature_type", JsonValue.written(feature.featureType()));
    }

    private static Optional<FeatureGroupSpec> source(JsonObject group) {
        return group.find("event_group").map(source -> source.object(one -> read(one, FeatureGroupJson::source)));
    }

    private static FeatureGroupSpec read(JsonObject group, Function<JsonObject, Optional<FeatureGroupSpec>> source) {
        List<String> primaryKey = group.member("primary_key").texts();
        Optional<FeatureGroupSpec> events = source.apply(group);
        return new FeatureGroupSpec(
                RefJson.group(group),
                group.findText("description"),
                group.findList("features", feature -> feature.object(FeatureGroupJson::feature)),
                primaryKey,
                group.find("event_time").map(FeatureGroupJson::eventTime),
                group.findList(
                        "foreign_keys",
                        key -> key.object(
                                one -> new ForeignKey(one.member("columns").texts(), one.text("group")))),
                group.findList("partitions", partition -> partition.object(FeatureGroupJson::partition)),
                group.find("storage").map(value -> value.choice(Storage.class)).orElse(Storage.OFFLINE),
                group.find("ttl").map(JsonValue::duration),
                group.find("entity").map(JsonValue::text).orElse(String.join("_", primaryKey)),
                group.find("statistics")
                        .map(spec -> spec.object(StatisticsJson::readSpec))
                        .orElse(StatisticsSpec.STANDARD),
                TransformationJson.calls(group, "on_demand"),
                group.find("aggregation").map(part -> part.object(one -> AggregationJson.read(one, events))));
    }

    static Feature feature(JsonObject feature) {
        DataType type = feature.member("type").type();
        return new Feature(
                feature.text("name"),
                type,
                feature.findText("description"),
                feature.find("default").map(value -> {
                    Object read = value.value(type);
                    if (read == null) {
                        throw value.refused("which is no value.");
                    }
                    return read;
                }),
                feature.find("feature_type")
                        .map(value -> value.choice(FeatureType.class))
                        .orElse(FeatureType.of(type)));
    }

    private static EventTime eventTime(JsonValue value) {
        if (value.isText()) {
            return new EventTime(value.text(), ZoneId.of("UTC"), Duration.ZERO);
        }
        return value.object(time -> new EventTime(
                time.text("column"),
                time.find("zone")
                        .map(zone -> zone.made(() -> ZoneId.of(zone.text())))
                        .orElse(ZoneId.of("UTC")),
                time.find("known_after").map(JsonValue::duration).orElse(Duration.ZERO)));
    }

    private static PartitionField partition(JsonObject partition) {
        return new PartitionField(
                partition.text("column"),
                partition.member("transform").choice(PartitionField.Transform.class),
                partition.find("buckets").map(JsonValue::integer).orElse(0));
    }
}
