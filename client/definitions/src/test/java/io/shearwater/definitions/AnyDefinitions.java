package io.shearwater.definitions;

import io.shearwater.api.GroupDefinition;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureType;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.ForeignKey;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.Storage;
import io.shearwater.model.Times;
import io.shearwater.model.ViewRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Random definitions, all of them possible, with every part that a definition can have. */
final class AnyDefinitions {
    private static final List<DataType> KEY_TYPES = List.of(
            DataType.BOOLEAN,
            DataType.INT,
            DataType.LONG,
            DataType.decimal(12, 3),
            DataType.STRING,
            DataType.string(16),
            DataType.DATE,
            DataType.TIMESTAMP);
    private static final List<DataType> OTHER_TYPES = List.of(
            DataType.FLOAT,
            DataType.DOUBLE,
            DataType.BINARY,
            DataType.array(DataType.INT),
            DataType.map(DataType.array(DataType.STRING)),
            DataType.struct(new Field("a", DataType.INT), new Field("B c\"d", DataType.string(3))),
            DataType.embedding(8));
    private static final List<String> WORDS = List.of(
            "null", "true", "on", "no", "y", "id", "key", "group", "type", "select", "amount", "all", "and", "e1",
            "nan");
    private static final List<String> TEXTS = List.of(
            "",
            "plain words",
            "a: b",
            "- no list",
            "# no comment",
            "two\nlines",
            "ends with a break\n",
            "breaks\n\n\n",
            "\nbegins with a break",
            " leading",
            "trailing ",
            "trailing \nblanks",
            "  indented\nblock",
            "tab\there",
            "carriage\r\nreturn",
            "\u0000\u0007 control",
            "nel \u0085 ls \u2028",
            "emoji 🦆 and ümläut",
            "\uFEFF bom",
            "it's \"quoted\" \\ escaped",
            "*alias &anchor !tag %percent @at `tick",
            "{a: 1}",
            "[a, b]",
            "5",
            "1e3",
            "0x1F",
            "~",
            "null",
            "True",
            "2024-05-01",
            "12:30:45",
            "=",
            "<<",
            "---",
            "...",
            "? key",
            "long ".repeat(60));

    private final Random random;

    AnyDefinitions(long seed) {
        this.random = new Random(seed);
    }

    GroupDefinition group() {
        return group("g" + random.nextInt(1000));
    }

    private GroupDefinition group(String name) {
        boolean inferred = chance(10);
        List<Feature> features = features();
        List<String> keys = new ArrayList<>();
        List<String> times = new ArrayList<>();
        for (Feature feature : features) {
            boolean time =
                    feature.type() instanceof DataType.DateType || feature.type() instanceof DataType.TimestampType;
            if (time) {
                times.add(feature.name());
            } else if (keys.size() < 3 && KEY_TYPES.contains(feature.type()) && (keys.isEmpty() || chance(40))) {
                keys.add(feature.name());
            }
        }
        Optional<EventTime> eventTime = times.isEmpty() || chance(20)
                ? Optional.empty()
                : Optional.of(new EventTime(pick(times), zone(), chance(50) ? Duration.ZERO : duration()));
        List<String> identity = new ArrayList<>(keys);
        eventTime.ifPresent(time -> identity.add(time.column()));
        FeatureGroupSpec spec = new FeatureGroupSpec(
                new GroupRef(name, 1 + random.nextInt(3)),
                pick(TEXTS),
                inferred ? List.of() : features,
                keys,
                eventTime,
                foreignKeys(features),
                partitions(identity, eventTime),
                pick(List.of(Storage.values())),
                eventTime.isPresent() && chance(50) ? Optional.of(duration()) : Optional.empty(),
                chance(50) ? String.join("_", keys) : "e_" + pick(WORDS),
                statistics(features),
                List.of(),
                Optional.empty());
        return new GroupDefinition(
                inferred ? spec : spec.withOnDemand(new AnyTransformations(random).onDemand(spec)), tags());
    }

    private List<Feature> features() {
        Map<String, Feature> features = new LinkedHashMap<>();
        int most = 1 + random.nextInt(7);
        features.put("k", feature("k", KEY_TYPES.get(random.nextInt(5))));
        for (int i = 0; i < most; i++) {
            String name = chance(60) ? pick(WORDS) : "c_" + i;
            features.put(name, feature(name, pick(chance(60) ? KEY_TYPES : OTHER_TYPES)));
        }
        return List.copyOf(features.values());
    }

    private Feature feature(String name, DataType type) {
        List<FeatureType> meanings = Arrays.stream(FeatureType.values())
                .filter(meaning -> meaning.fits(type))
                .toList();
        Feature feature = Feature.of(name, type, pick(TEXTS)).as(pick(meanings));
        return chance(50) ? feature : constant(type).map(feature::withDefault).orElse(feature);
    }

    /** A value that a column of this type can have, and that compares with it. */
    private Optional<Object> constant(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> Optional.of(random.nextBoolean());
            case DataType.IntType t -> Optional.of(random.nextInt());
            case DataType.LongType t -> Optional.of(random.nextLong());
            case DataType.FloatType t -> Optional.of(pick(List.of(0.1f, -0.0f, Float.NaN, 1e30f, Float.MIN_VALUE)));
            case DataType.DoubleType t ->
                Optional.of(
                        pick(List.of(0.1, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, 1e300, 5.0, Double.MIN_VALUE)));
            case DataType.DecimalType t -> Optional.of(new BigDecimal(BigInteger.valueOf(random.nextInt()), t.scale()));
            case DataType.StringType t -> Optional.of(pick(List.of("", "a", "5", "null", "it's", "a: b", "🦆")));
            case DataType.DateType t -> Optional.of(LocalDate.ofEpochDay(random.nextInt(100_000) - 50_000));
            case DataType.TimestampType t -> Optional.of(Times.instant(random.nextLong() / 1000));
            default -> Optional.empty();
        };
    }

    private List<ForeignKey> foreignKeys(List<Feature> features) {
        List<ForeignKey> keys = new ArrayList<>();
        while (chance(30)) {
            keys.add(new ForeignKey(
                    features.stream()
                            .map(Feature::name)
                            .limit(1 + random.nextInt(2))
                            .toList(),
                    "g_" + pick(WORDS)));
        }
        return keys;
    }

    private List<PartitionField> partitions(List<String> identity, Optional<EventTime> eventTime) {
        List<PartitionField> partitions = new ArrayList<>();
        for (String column : identity) {
            boolean time =
                    eventTime.map(EventTime::column).filter(column::equals).isPresent();
            if (chance(20)) {
                partitions.add(PartitionField.bucket(column, 1 + random.nextInt(64)));
            } else if (time && chance(60)) {
                partitions.add(chance(50) ? PartitionField.day(column) : PartitionField.month(column));
            } else if (chance(20)) {
                partitions.add(PartitionField.identity(column));
            }
        }
        return partitions;
    }

    private StatisticsSpec statistics(List<Feature> features) {
        if (chance(40)) {
            return StatisticsSpec.STANDARD;
        }
        Set<StatisticsSpec.Part> parts = new HashSet<>();
        for (StatisticsSpec.Part part : StatisticsSpec.Part.values()) {
            if (chance(40)) {
                parts.add(part);
            }
        }
        return new StatisticsSpec(
                parts,
                features.stream().map(Feature::name).filter(name -> chance(20)).toList());
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new HashMap<>();
        while (chance(40)) {
            tags.put(pick(WORDS), pick(TEXTS));
        }
        return tags;
    }

    private Duration duration() {
        return pick(List.of(
                Duration.ofDays(90),
                Duration.ofMinutes(90),
                Duration.ofSeconds(86_399),
                Duration.ofNanos(1),
                Duration.ofMillis(1500),
                Duration.ofDays(1).plusHours(2).plusMinutes(3).plusSeconds(4),
                Duration.ofSeconds(1 + random.nextInt()).abs().plusSeconds(1)));
    }

    private ZoneId zone() {
        return ZoneId.of(pick(List.of("UTC", "+08:00", "Europe/Stockholm", "Asia/Kolkata", "Z")));
    }

    /** A view and the groups that it selects from. */
    record View(List<GroupDefinition> groups, FeatureViewSpec spec) {}

    View view() {
        List<GroupDefinition> groups = new ArrayList<>();
        Query query = query(2, "", groups);
        List<String> names = new ArrayList<>(query.schema().names());
        List<String> labels = new ArrayList<>();
        int labelNode =
                query.outputs().isEmpty() ? 0 : query.outputs().getFirst().node();
        query.outputs().stream()
                .filter(output -> output.node() == labelNode && chance(30))
                .forEach(output -> labels.add(output.name()));
        names.removeAll(labels);
        List<String> training = names.stream().filter(name -> chance(20)).toList();
        List<String> inference = names.stream().filter(name -> chance(20)).toList();
        ViewRef ref = new ViewRef("v_" + pick(WORDS), 1 + random.nextInt(3));
        FeatureViewSpec plain = new FeatureViewSpec(ref, pick(TEXTS), query, labels, training, inference, List.of());
        return new View(groups, plain.withTransformations(new AnyTransformations(random).of(plain)));
    }

    private Query query(int depth, String path, List<GroupDefinition> groups) {
        GroupDefinition group = group("q" + path + "_" + groups.size());
        while (group.spec().schemaIsOpen()) {
            group = group("q" + path + "_" + groups.size());
        }
        groups.add(group);
        FeatureGroupSpec spec = group.spec();
        List<String> columns =
                spec.schema().names().stream().filter(name -> chance(60)).toList();
        Query query = new Query(spec, columns, chance(40), filter(spec), List.of());
        for (int i = 0; i < depth && chance(70); i++) {
            Query right = query(depth - 1, path + i, groups);
            Optional<Join> how = join(spec, right.group(), "p" + path.length() + i + "_");
            if (how.isPresent()) {
                query = query.join(right, how.get());
            }
        }
        return query;
    }

    private Predicate filter(FeatureGroupSpec spec) {
        Feature feature = pick(spec.features());
        Optional<Object> value = constant(feature.type());
        if (chance(50)) {
            return Predicate.all();
        }
        return value.map(constant ->
                        Predicate.anyOf(Predicate.equalTo(feature.name(), constant), Predicate.isNull(feature.name())))
                .orElseGet(() -> Predicate.not(Predicate.isNull(feature.name())));
    }

    /** On the first pair of columns that can be joined. */
    private Optional<Join> join(FeatureGroupSpec left, FeatureGroupSpec right, String prefix) {
        for (Feature l : left.features()) {
            for (Feature r : right.features()) {
                boolean time = right.eventTime()
                        .filter(column -> column.column().equals(r.name()))
                        .isPresent();
                if (KEY_TYPES.contains(l.type()) && l.type().equals(r.type()) && !time) {
                    Join how = Join.onPair(l.name(), r.name()).withPrefix(prefix);
                    how = chance(30) ? how.and(l.name(), r.name()) : how;
                    how = chance(30) ? how.requirePresent() : how;
                    how = right.eventTime().isPresent() && chance(50) ? how.strictlyBefore() : how;
                    return Optional.of(right.eventTime().isPresent() && chance(50) ? how.within(duration()) : how);
                }
            }
        }
        return Optional.empty();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
