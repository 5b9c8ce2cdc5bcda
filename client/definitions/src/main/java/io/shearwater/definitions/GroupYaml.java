package io.shearwater.definitions;

import io.shearwater.api.GroupDefinition;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureType;
import io.shearwater.model.ForeignKey;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Names;
import io.shearwater.model.PartitionField;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.Storage;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.BuiltInFunctions;
import io.shearwater.transform.OnDemandChain;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads a feature group. */
final class GroupYaml {
    static final List<String> KEYS = List.of(
            "group",
            "version",
            "description",
            "key",
            "event-time",
            "columns",
            "foreign-keys",
            "partition-by",
            "storage",
            "ttl",
            "entity",
            "statistics",
            "on-demand",
            "aggregates",
            "tags");
    static final List<String> COLUMN_KEYS = List.of("type", "feature-type", "description", "default");
    static final List<String> EVENT_TIME_KEYS = List.of("column", "zone", "known-after");
    static final List<String> FOREIGN_KEY_KEYS = List.of("group", "columns");
    static final List<String> STATISTICS_KEYS = List.of("parts", "columns");
    static final Map<String, Storage> STORAGE = storage();
    /** What may be done with values, as {@link FeatureType} has it. */
    static final List<String> FEATURE_TYPES = Arrays.stream(FeatureType.values())
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .toList();
    /** The statistics that a group may keep, and the word for none. */
    static final List<String> STATISTICS = List.of("summary", "distribution", "correlation");

    static final String NO_STATISTICS = "none";

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final List<String> TYPES = List.of(
            "boolean",
            "int",
            "long",
            "float",
            "double",
            "decimal",
            "string",
            "binary",
            "date",
            "timestamp",
            "array",
            "struct",
            "map",
            "embedding");
    private static final Pattern PARTITION =
            Pattern.compile("(day|month|bucket)\\(\\s*([^,()\\s]+)\\s*(?:,\\s*(\\d{1,6})\\s*)?\\)");

    private final YamlNode at;
    private final Entries entries;
    private List<String> columns = List.of();

    private GroupYaml(YamlNode at, Entries entries) {
        this.at = at;
        this.entries = entries;
    }

    private static Map<String, Storage> storage() {
        Map<String, Storage> words = new LinkedHashMap<>();
        words.put("offline", Storage.OFFLINE);
        words.put("offline-and-online", Storage.OFFLINE_AND_ONLINE);
        words.put("online", Storage.ONLINE);
        return words;
    }

    /** The group of a document; absent where anything of it is a problem. */
    static Optional<DefinitionFiles.Group> read(YamlNode document) {
        int before = document.problems().count();
        Optional<DefinitionFiles.Group> group = Entries.of(document, "a feature group", KEYS)
                .flatMap(entries -> new GroupYaml(document, entries).group());
        return group.filter(made -> document.problems().count() == before);
    }

    /** The name and version that a document says, if it says them rightly. */
    static Optional<GroupRef> ref(Entries entries) {
        Optional<String> name = entries.need("group", "the name of the group")
                .flatMap(node -> node.checkedText("the name of a group", text -> Names.check("feature group", text)));
        Optional<Integer> version = version(entries);
        return name.flatMap(known -> version.map(number -> new GroupRef(known, number)));
    }

    /** What stands there, else 1; absent where it is a problem. */
    static Optional<Integer> version(Entries entries) {
        Optional<YamlNode> node = entries.get("version");
        return node.isEmpty() ? Optional.of(1) : node.get().number("a version");
    }

    private Optional<DefinitionFiles.Group> group() {
        Optional<GroupRef> ref = ref(entries);
        int before = at.problems().count();
        List<Feature> features = features();
        // While the columns themselves are wrong, what points at them is not looked at; those of aggregates follow from
        // events.
        columns = at.problems().count() == before && !entries.keys().containsKey("aggregates")
                ? features.stream().map(Feature::name).toList()
                : List.of();
        List<String> key = entries.need("key", "the columns that tell entities apart")
                .map(node -> columnNames(node, "a column of the key"))
                .orElse(List.of());
        Optional<EventTime> eventTime = entries.get("event-time").flatMap(this::eventTime);
        List<ForeignKey> foreignKeys = foreignKeys();
        List<PartitionField> partitions = partitions();
        Storage storage = entries.get("storage")
                .flatMap(node -> node.choice("storage", STORAGE.keySet()))
                .map(STORAGE::get)
                .orElse(Storage.OFFLINE);
        Optional<Duration> ttl = entries.get("ttl").flatMap(node -> node.duration("a TTL"));
        String entity = entries.get("entity")
                .flatMap(node -> node.checkedText("the name of an entity", name -> Names.check("entity", name)))
                .orElse(String.join("_", key));
        StatisticsSpec statistics =
                entries.get("statistics").flatMap(this::statistics).orElse(StatisticsSpec.STANDARD);
        String description = description(entries);
        Optional<PlacedCalls> onDemand = PlacedCalls.read(entries, "on-demand");
        Optional<AggregatesDraft> aggregates = entries.get("aggregates").flatMap(AggregatesYaml::read);
        if (aggregates.isPresent()) {
            requireComputed(features, onDemand.map(PlacedCalls::all).orElse(List.of()));
        }
        Map<String, String> tags = tags();
        if (ref.isEmpty() || at.problems().count() > before) {
            return Optional.empty();
        }
        return at.checked(() -> new FeatureGroupSpec(
                        ref.get(),
                        description,
                        features,
                        key,
                        eventTime,
                        foreignKeys,
                        partitions,
                        storage,
                        ttl,
                        entity,
                        statistics,
                        onDemand.map(PlacedCalls::all).orElse(List.of()),
                        aggregates.map(AggregatesDraft::plain)))
                .filter(spec -> onDemand.isEmpty()
                        || spec.schemaIsOpen()
                        || onDemand.get()
                                .check(first -> OnDemandChain.of(spec.withOnDemand(first), BuiltInFunctions::find)))
                .map(spec -> new DefinitionFiles.Group(new GroupDefinition(spec, tags), at, aggregates));
    }

    /** The columns of aggregates are not declared, only those that are computed of them. */
    private void requireComputed(List<Feature> features, List<TransformationCall> onDemand) {
        List<String> computed =
                onDemand.stream().flatMap(call -> call.outputs().stream()).toList();
        List<String> others = features.stream()
                .map(Feature::name)
                .filter(name -> !computed.contains(name))
                .toList();
        entries.get("columns")
                .filter(node -> !others.isEmpty())
                .ifPresent(node ->
                        node.problem("the columns of a group of aggregates follow from its events; declare none but "
                                + "those that it computes on demand, " + computed + ", and leave out " + others));
    }

    static String description(Entries entries) {
        return entries.get("description")
                .flatMap(node -> node.text("a description"))
                .orElse("");
    }

    // ---- columns

    private List<Feature> features() {
        List<Feature> features = new ArrayList<>();
        entries.get("columns")
                .flatMap(node -> Entries.of(node, "'columns'"))
                .ifPresent(block -> block.keys().forEach((name, key) -> {
                    Optional<String> checked = key.checked(() -> Names.check("feature", name));
                    Optional<YamlNode> value = block.get(name);
                    if (checked.isPresent() && value.isPresent()) {
                        feature(name, value.get()).ifPresent(features::add);
                    }
                }));
        return features;
    }

    private static Optional<Feature> feature(String name, YamlNode value) {
        if (!value.isMapping()) {
            return type(value).map(type -> Feature.of(name, type));
        }
        if (Entries.of(value, "a column")
                .filter(block -> isWhole(block, "type", "decimal(10,2)"))
                .isEmpty()) {
            return Optional.empty();
        }
        Optional<Entries> entries = Entries.of(value, "a column", COLUMN_KEYS);
        Optional<DataType> type = entries.flatMap(block -> block.need("type", "the type of the column"))
                .flatMap(GroupYaml::type);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Optional<YamlNode> standard = entries.get().get("default");
        Optional<Object> defaultValue = standard.flatMap(node -> DefaultValues.read(node, type.get()));
        Optional<YamlNode> meaning = entries.get().get("feature-type");
        FeatureType natural = FeatureType.of(type.get());
        FeatureType featureType = meaning.flatMap(node -> node.choice("feature type", FEATURE_TYPES))
                .map(word -> FeatureType.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(natural);
        if (!featureType.fits(type.get())) {
            meaning.orElse(value)
                    .problem("a column of type " + type.get() + " cannot be "
                            + featureType.name().toLowerCase(Locale.ROOT) + "; unless said it is "
                            + natural.name().toLowerCase(Locale.ROOT));
            return Optional.empty();
        }
        return standard.orElse(value)
                .checked(() -> new Feature(name, type.get(), description(entries.get()), defaultValue, featureType));
    }

    /** Whether a value with brackets does not end at a comma inside them, which is said with an example of what does not. */
    static boolean isWhole(Entries block, String key, String example) {
        Optional<YamlNode> cut = block.get(key).filter(GroupYaml::isCutOff);
        cut.ifPresent(value -> value.problem("the " + key + " " + value.shown()
                + " ends at the comma, as every value inside { } does; write it in quotes: {" + key + ": \"" + example
                + "\"}"));
        return cut.isEmpty();
    }

    /** Whether a bracket is open at the end of the text. */
    private static boolean isCutOff(YamlNode type) {
        return type.node() instanceof ScalarNode scalar
                && scalar.getValue()
                                .chars()
                                .map(c -> "(<".indexOf(c) >= 0 ? 1 : ")>".indexOf(c) >= 0 ? -1 : 0)
                                .sum()
                        > 0;
    }

    private static Optional<DataType> type(YamlNode node) {
        Optional<String> text = node.text("the type of a column");
        Optional<String> near = text.map(written -> written.replaceAll("[^A-Za-z].*", ""))
                .filter(word -> !TYPES.contains(word))
                .flatMap(word -> Names.nearest(word, TYPES));
        if (near.isPresent()) {
            node.problem("there is no type '" + text.orElseThrow() + "'. Did you mean '" + near.get() + "'? There are "
                    + String.join(", ", TYPES) + ".");
            return Optional.empty();
        }
        return text.flatMap(written -> node.checked(() -> DataType.parse(written)));
    }

    private List<String> columnNames(YamlNode node, String what) {
        List<String> names = new ArrayList<>();
        node.list().forEach(element -> column(element, what).ifPresent(names::add));
        return names;
    }

    /** A column of this group; while the columns are still to be inferred any name. */
    private Optional<String> column(YamlNode node, String what) {
        return node.checkedText(what, name -> columns.isEmpty() ? Names.check("feature", name) : name)
                .filter(name -> columns.isEmpty() || node.isOneOf("column", name, columns));
    }

    // ---- what the columns are for

    private Optional<EventTime> eventTime(YamlNode node) {
        if (!node.isMapping()) {
            return column(node, "the event time").map(column -> new EventTime(column, UTC, Duration.ZERO));
        }
        return Entries.of(node, "an event time", EVENT_TIME_KEYS).flatMap(block -> {
            Optional<String> column =
                    block.need("column", "the column that has it").flatMap(name -> column(name, "the event time"));
            ZoneId zone = block.get("zone").flatMap(GroupYaml::zone).orElse(UTC);
            Duration knownAfter = block.get("known-after")
                    .flatMap(length -> length.duration("'known-after'"))
                    .orElse(Duration.ZERO);
            return column.flatMap(name -> node.checked(() -> new EventTime(name, zone, knownAfter)));
        });
    }

    private static Optional<ZoneId> zone(YamlNode node) {
        return node.text("a zone").flatMap(text -> {
            try {
                return Optional.of(ZoneId.of(text));
            } catch (DateTimeException none) {
                node.problem("there is no zone '" + text + "'; write one like UTC, Europe/Stockholm or +08:00."
                        + Names.didYouMean(text, ZoneId.getAvailableZoneIds()));
                return Optional.empty();
            }
        });
    }

    private List<ForeignKey> foreignKeys() {
        List<ForeignKey> keys = new ArrayList<>();
        entries.get("foreign-keys")
                .map(YamlNode::list)
                .orElse(List.of())
                .forEach(element -> Entries.of(element, "a foreign key", FOREIGN_KEY_KEYS)
                        .ifPresent(block -> {
                            Optional<String> group = block.need("group", "the group that the columns point at")
                                    .flatMap(name -> name.checkedText(
                                            "the name of a group", text -> Names.check("feature group", text)));
                            List<String> columns = block.need("columns", "the columns that point at the group")
                                    .map(names -> columnNames(names, "a column of a foreign key"))
                                    .orElse(List.of());
                            if (group.isPresent() && !columns.isEmpty()) {
                                keys.add(new ForeignKey(columns, group.get()));
                            }
                        }));
        return keys;
    }

    private List<PartitionField> partitions() {
        List<PartitionField> partitions = new ArrayList<>();
        entries.get("partition-by")
                .map(YamlNode::list)
                .orElse(List.of())
                .forEach(element -> element.text("a partition")
                        .flatMap(text -> partition(element, text))
                        .ifPresent(partitions::add));
        return partitions;
    }

    private Optional<PartitionField> partition(YamlNode node, String text) {
        Matcher call = PARTITION.matcher(text);
        boolean isCall = call.matches();
        boolean possible = isCall
                ? call.group(1).equals("bucket") == (call.group(3) != null)
                : text.chars().noneMatch(c -> "(), \n\t".indexOf(c) >= 0);
        if (!possible) {
            node.problem(
                    "a partition is a column, day(column), month(column) or bucket(column, 16), not '" + text + "'");
            return Optional.empty();
        }
        String column = isCall ? call.group(2) : text;
        if (!columns.isEmpty() && !node.isOneOf("column", column, columns)) {
            return Optional.empty();
        }
        return node.checked(() -> switch (isCall ? call.group(1) : "") {
            case "day" -> PartitionField.day(column);
            case "month" -> PartitionField.month(column);
            case "bucket" -> PartitionField.bucket(column, Integer.parseInt(call.group(3)));
            default -> PartitionField.identity(column);
        });
    }

    private Optional<StatisticsSpec> statistics(YamlNode node) {
        if (!node.isMapping()) {
            return parts(node).map(parts -> new StatisticsSpec(parts, List.of()));
        }
        return Entries.of(node, "'statistics'", STATISTICS_KEYS).flatMap(block -> {
            List<String> of = block.get("columns")
                    .map(names -> columnNames(names, "a column to keep statistics of"))
                    .orElse(List.of());
            return block.need("parts", "what is kept")
                    .flatMap(GroupYaml::parts)
                    .map(parts -> new StatisticsSpec(parts, of));
        });
    }

    private static Optional<Set<StatisticsSpec.Part>> parts(YamlNode node) {
        if (node.isScalar()
                && node.node() instanceof ScalarNode scalar
                && scalar.getValue().equals(NO_STATISTICS)) {
            return Optional.of(Set.of());
        }
        Set<StatisticsSpec.Part> parts = EnumSet.noneOf(StatisticsSpec.Part.class);
        List<YamlNode> elements = node.list();
        elements.forEach(element -> element.choice("part of statistics", STATISTICS)
                .map(word -> StatisticsSpec.Part.valueOf(word.toUpperCase(Locale.ROOT)))
                .ifPresent(parts::add));
        return parts.isEmpty() && !elements.isEmpty() ? Optional.empty() : Optional.of(parts);
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        entries.get("tags")
                .flatMap(node -> Entries.of(node, "'tags'"))
                .ifPresent(block -> block.keys().forEach((name, key) -> {
                    Optional<String> value = block.get(name).flatMap(node -> node.text("the value of a tag"));
                    if (key.checked(() -> Names.check("tag", name)).isPresent() && value.isPresent()) {
                        tags.put(name, value.get());
                    }
                }));
        return tags;
    }
}
