package io.shearwater.definitions;

import io.shearwater.api.GroupDefinition;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureType;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.ForeignKey;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.PredicateText;
import io.shearwater.model.Query;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.Storage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Definitions as YAML text. Equal definitions give equal text, and the text is read back as an equal definition. */
public final class DefinitionText {
    private static final int ONE_LINE = 90;

    private DefinitionText() {}

    /** A feature group as one YAML document, which ends with a line break. */
    public static String of(GroupDefinition group) {
        FeatureGroupSpec spec = group.spec();
        Yaml.Block block = new Yaml.Block()
                .put("group", spec.name())
                .put("version", spec.version())
                .putText("description", spec.description())
                .put("key", Yaml.names(spec.primaryKey()))
                .put("event-time", spec.eventTime().map(DefinitionText::eventTime));
        List<Feature> declared = declared(spec);
        if (!declared.isEmpty()) {
            Yaml.Block columns = new Yaml.Block();
            declared.forEach(feature -> columns.put(feature.name(), column(feature)));
            block.put("columns", columns.node());
        }
        if (!spec.foreignKeys().isEmpty()) {
            block.put(
                    "foreign-keys",
                    Yaml.block(spec.foreignKeys().stream()
                            .map(DefinitionText::foreignKey)
                            .toList()));
        }
        block.putNames(
                "partition-by", spec.partitions().stream().map(Shown::partition).toList());
        if (spec.storage() != Storage.OFFLINE) {
            block.put("storage", Shown.of(spec.storage()));
        }
        block.put("ttl", spec.ttl().map(Durations::format).map(Yaml::text));
        if (!spec.entity().equals(String.join("_", spec.primaryKey()))) {
            block.put("entity", spec.entity());
        }
        if (!spec.statistics().equals(StatisticsSpec.STANDARD)) {
            block.put("statistics", statistics(spec.statistics()));
        }
        if (!spec.onDemand().isEmpty()) {
            block.put("on-demand", TransformationText.of(spec.onDemand()));
        }
        block.put("aggregates", spec.aggregation().map(AggregatesText::of));
        if (!group.tags().isEmpty()) {
            Yaml.Block tags = new Yaml.Block();
            group.tags().forEach(tags::put);
            block.put("tags", tags.node());
        }
        return Yaml.write(block.node());
    }

    /** Of a group of aggregates only what it computes of them: the others follow from its events. */
    private static List<Feature> declared(FeatureGroupSpec spec) {
        return spec.isWritten()
                ? spec.features()
                : spec.features().stream()
                        .filter(feature -> spec.onDemandNames().contains(feature.name()))
                        .toList();
    }

    private static Node statistics(StatisticsSpec statistics) {
        List<String> names = statistics.parts().stream()
                .sorted()
                .map(part -> part.name().toLowerCase(Locale.ROOT))
                .toList();
        Node parts = names.isEmpty() ? Yaml.text(GroupYaml.NO_STATISTICS) : Yaml.names(names);
        return statistics.columns().isEmpty()
                ? parts
                : new Yaml.Block()
                        .put("parts", parts)
                        .put("columns", Yaml.names(statistics.columns()))
                        .flow();
    }

    private static Node eventTime(EventTime time) {
        boolean utc = time.zone().getId().equals("UTC");
        if (utc && time.knownAfter().isZero()) {
            return Yaml.text(time.column());
        }
        Yaml.Block block = new Yaml.Block().put("column", time.column());
        if (!utc) {
            block.put("zone", time.zone().getId());
        }
        if (!time.knownAfter().isZero()) {
            block.put("known-after", Durations.format(time.knownAfter()));
        }
        return block.flow();
    }

    private static Node column(Feature feature) {
        DataType type = feature.type();
        boolean natural = feature.featureType() == FeatureType.of(type);
        if (natural && feature.description().isEmpty() && feature.defaultValue().isEmpty()) {
            return Yaml.text(type.toString());
        }
        Yaml.Block block = new Yaml.Block()
                .put("type", type.toString())
                .putText("feature-type", natural ? "" : Shown.of(feature.featureType()))
                .putText("description", feature.description())
                .put("default", feature.defaultValue().map(DefaultValues::write));
        boolean fits = feature.name().length()
                                + type.toString().length()
                                + feature.description().length()
                        < ONE_LINE
                && !feature.description().contains("\n");
        return fits ? block.flow() : block.node();
    }

    private static Node foreignKey(ForeignKey key) {
        return new Yaml.Block()
                .put("group", key.group())
                .put("columns", Yaml.names(key.columns()))
                .flow();
    }

    /** A feature view as one YAML document, which ends with a line break. */
    public static String of(FeatureViewSpec view) {
        Yaml.Block block = new Yaml.Block()
                .put("view", view.name())
                .put("version", view.version())
                .putText("description", view.description())
                .put("query", query(view.query().declared(), Optional.empty()))
                .putNames("labels", view.labels())
                .putNames("training-helpers", view.trainingHelpers())
                .putNames("inference-helpers", view.inferenceHelpers());
        if (!view.transformations().isEmpty()) {
            block.put("transformations", TransformationText.of(view.transformations()));
        }
        return Yaml.write(block.node());
    }

    private static Node query(Query query, Optional<Join> how) {
        Yaml.Block block = new Yaml.Block()
                .put("group", query.group().name())
                .put("version", query.group().version());
        how.ifPresent(join -> join(block, join));
        Node columns = Yaml.list(query.columns());
        block.put(
                "select",
                query.wholeRow() ? new Yaml.Block().put("row", columns).flow() : columns);
        if (!query.filter().passesAll()) {
            block.put(
                    "where", PredicateText.format(query.filter(), query.group().schema()));
        }
        if (!query.joins().isEmpty()) {
            block.put(
                    "join",
                    Yaml.block(query.joins().stream()
                            .map(join -> query(join.query(), Optional.of(join.how())))
                            .toList()));
        }
        return block.node();
    }

    private static void join(Yaml.Block block, Join how) {
        block.put("on", keys(how.on()))
                .putText("prefix", how.prefix())
                .putTrue("strictly-before", how.strict())
                .put("lookback", how.lookback().map(Durations::format).map(Yaml::text))
                .putTrue("required", how.required());
    }

    private static Node keys(List<KeyPair> pairs) {
        List<Node> nodes = pairs.stream()
                .map(pair -> pair.left().equals(pair.right())
                        ? Yaml.text(pair.left())
                        : new Yaml.Block().put(pair.left(), pair.right()).flow())
                .toList();
        return nodes.size() == 1 ? nodes.getFirst() : Yaml.flow(nodes);
    }
}
