package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.ForwardFill;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.Join;
import io.shearwater.model.ModelError;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TransformationCall;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Groups of chance in a tree of at most three levels below a root, a view over them, and rows for them. Keys are few and of
 * kinds that are easily taken for one another; times are few, on the edges of days, lifetimes and of now: everything
 * collides. Names of columns, and so rows, depend on the seed alone, those of groups on the suffix too.
 */
final class RandomSnowflake {
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("UTC"), ZoneId.of("Asia/Kathmandu"), ZoneId.of("America/St_Johns"));
    private static final List<Duration> AGES =
            List.of(Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(2));
    private static final List<Instant> INSTANTS = List.of(
            at(Duration.ofDays(-2), 0),
            at(Duration.ofDays(-1), 0),
            at(Duration.ofDays(-1), -1),
            at(Duration.ofHours(-1), 0),
            at(Duration.ofHours(-1), -1),
            at(Duration.ofMinutes(-30), 0),
            at(Duration.ZERO, -1),
            at(Duration.ZERO, 0),
            at(Duration.ofSeconds(4), 0),
            at(Duration.ofHours(1), 0),
            Instant.parse("2024-05-31T18:15:00Z"),
            Instant.parse("2024-05-31T18:14:59.999999Z"),
            Instant.parse("2024-06-01T02:30:00Z"),
            Instant.parse("2024-06-01T00:00:00Z"));
    private static final List<LocalDate> DAYS =
            LocalDate.of(2024, 5, 29).datesUntil(LocalDate.of(2024, 6, 4)).toList();

    /** What identifies an entity: the types and the values of the columns of a key. */
    private record Entity(List<DataType> types, List<List<?>> values) {}

    private static final List<Entity> ENTITIES = List.of(
            new Entity(List.of(DataType.STRING), List.of(List.of("", "0", "false", "null", "🐦"))),
            new Entity(
                    List.of(DataType.STRING, DataType.STRING),
                    List.of(List.of("1", "12", "", "\0"), List.of("23", "3", "", "\0"))),
            new Entity(List.of(DataType.INT, DataType.LONG), List.of(List.of(1, 12, 0), List.of(23L, 3L, 0L))),
            new Entity(List.of(DataType.BOOLEAN), List.of(List.of(false, true))),
            new Entity(List.of(DataType.LONG), List.of(List.of(0L, 1L, -1L, Long.MAX_VALUE))),
            new Entity(List.of(DataType.DATE), List.of(List.of(LocalDate.EPOCH, LocalDate.of(1969, 12, 31)))),
            new Entity(
                    List.of(DataType.BINARY, DataType.BOOLEAN),
                    List.of(List.of(new byte[0], new byte[] {0}, new byte[] {-1, 0}), List.of(false, true))),
            new Entity(
                    List.of(DataType.decimal(5, 2)),
                    List.of(List.of(new BigDecimal("0.00"), new BigDecimal("-0.01"), new BigDecimal("100.00")))),
            new Entity(List.of(DataType.TIMESTAMP), List.of(List.of(Instant.EPOCH, Instant.EPOCH.minusNanos(1_000)))));

    /** A joined group, and the columns of its key with their values. */
    private record Node(Query query, Entity entity) {
        List<String> key() {
            return query.group().primaryKey();
        }
    }

    private final Random random;
    private final List<Instant> instants;
    private final List<LocalDate> days;
    private final RandomRows rows;
    private final String suffix;
    private final boolean served;
    private final boolean filled;
    private final Map<String, List<?>> domains = new HashMap<>();
    private final Map<String, Integer> versions = new HashMap<>();
    private final List<FeatureGroupSpec> groups = new ArrayList<>();
    private final List<Node> leaves = new ArrayList<>();
    private final FeatureViewSpec view;
    private int numbers;
    private int values;

    /**
     * A tree.
     *
     * @param served whether everything can be looked up online; the root alone may be passed
     */
    RandomSnowflake(long seed, String suffix, boolean served) {
        this(seed, suffix, served, false);
    }

    /**
     * A tree.
     *
     * @param filled whether many values are missing, and the view fills forward what can be filled
     */
    RandomSnowflake(long seed, String suffix, boolean served, boolean filled) {
        this.random = new Random(seed);
        this.rows = new RandomRows(random, domains);
        this.suffix = suffix;
        this.served = served;
        this.filled = filled;
        this.instants = some(INSTANTS, 5);
        this.days = some(DAYS, 4);
        Query query = node(0).query();
        FeatureViewSpec plain = labelled(FeatureViewSpec.builder("view" + suffix, 1, query), query)
                .build();
        this.view = filled ? filled(plain) : plain;
    }

    /** The view with forward fills of what may be filled, the more the better. */
    private FeatureViewSpec filled(FeatureViewSpec plain) {
        FeatureViewSpec result = plain;
        for (Query.Output output : plain.features()) {
            Query from = plain.query().nodes().get(output.node());
            boolean isServed = !served || from.group().storage().hasOnline();
            if (isServed && rows.chance(85)) {
                List<TransformationCall> calls = new ArrayList<>(result.transformations());
                calls.add(new TransformationCall(
                        FunctionRef.builtIn(ForwardFill.NAME, Map.of()),
                        List.of(output.name()),
                        List.of(output.name()),
                        List.of()));
                try {
                    result = result.withTransformations(calls);
                } catch (ShearwaterException cannotBeFilled) {
                    assertThat(cannotBeFilled.code()).isEqualTo(ModelError.BAD_DEFINITION);
                }
            }
        }
        return result;
    }

    private static Instant at(Duration after, long micros) {
        return StoreConformance.START.plus(after).plusNanos(micros * 1_000);
    }

    FeatureViewSpec view() {
        return view;
    }

    FeatureGroupSpec root() {
        return view.query().group();
    }

    /** All groups, each once; the root is the last. */
    List<FeatureGroupSpec> groups() {
        return groups;
    }

    RandomRows random() {
        return rows;
    }

    /** A few of these, so that they meet. */
    private <T> List<T> some(List<T> values, int most) {
        List<T> shuffled = new ArrayList<>(values);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, Math.min(most, shuffled.size()));
    }

    // ---- shapes

    /** A new group with a tree below it. */
    private Node node(int level) {
        int number = numbers++;
        Entity entity = rows.pick(ENTITIES);
        FeatureGroupSpec.Builder builder = builder(number);
        List<String> key = new ArrayList<>();
        for (int i = 0; i < entity.types().size(); i++) {
            String column = "k" + i + "_" + number;
            key.add(column);
            builder.feature(column, entity.types().get(i));
            domains.put(column, some(entity.values().get(i), entity.types().size() > 1 ? 2 : 3));
        }
        builder.primaryKey(key.toArray(String[]::new));
        time(builder, number, level);
        builder.feature("v_" + number, DataType.INT)
                .feature("w_" + number, rows.pick(List.of(DataType.STRING, DataType.DOUBLE)))
                .feature("last_" + number, DataType.BOOLEAN);
        domains.put("v_" + number, List.of(1, 5, 10, 20, 40));
        List<Link> links = new ArrayList<>();
        Left left = new Left(builder, entity, key, new HashSet<>(), number);
        int children = level == 0 ? 1 + rows.below(3) : level < 3 ? rows.below(3) : 0;
        for (int i = 0; i < children; i++) {
            links.add(link(left, level + 1));
        }
        if (served && (level > 0 || rows.chance(60))) {
            builder.online();
        }
        FeatureGroupSpec group = builder.build();
        groups.add(group);
        Query query = select(group, number);
        for (Link link : links) {
            query = query.join(link.right(), link.how());
        }
        Node node = new Node(level > 0 || !served ? filtered(query) : query, entity);
        if (level > 0 && links.isEmpty()) {
            leaves.add(node);
        }
        return node;
    }

    /** Sometimes another version of a group that is there. */
    private FeatureGroupSpec.Builder builder(int number) {
        String name = "g" + (rows.chance(20) ? rows.below(number + 1) : number);
        int version = Objects.requireNonNull(versions.merge(name, 1, Integer::sum));
        return FeatureGroupSpec.builder(name + suffix, version);
    }

    private void time(FeatureGroupSpec.Builder builder, int number, int level) {
        if (level > 0 && rows.chance(15)) {
            return;
        }
        boolean days = rows.chance(30);
        String column = (days ? "day_" : "at_") + number;
        builder.feature(column, days ? DataType.DATE : DataType.TIMESTAMP).eventTime(column);
        domains.put(column, days ? this.days : instants);
        if (days) {
            builder.zone(rows.pick(ZONES));
        }
        if (rows.chance(25)) {
            builder.knownAfter(rows.pick(AGES));
        }
        if (rows.chance(40)) {
            builder.ttl(rows.pick(AGES));
        }
    }

    /** What is known of a group that is being built. */
    private record Left(
            FeatureGroupSpec.Builder builder, Entity entity, List<String> key, Set<String> foreign, int number) {}

    private record Link(Query right, Join how) {}

    /** Joins a group that is new, or one that is joined elsewhere too. */
    private Link link(Left left, int level) {
        boolean again = !leaves.isEmpty() && rows.chance(25);
        Node right = again ? rows.pick(leaves) : node(level);
        List<String> key = right.key();
        boolean ownKey = left.entity().equals(right.entity()) && rows.chance(60);
        boolean sameNames = rows.chance(60);
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            String column = ownKey ? left.key().get(i) : sameNames ? key.get(i) : "f" + numbers++ + "_" + left.number();
            columns.add(column);
            if (!ownKey && left.foreign().add(column)) {
                left.builder().feature(column, right.entity().types().get(i));
            }
            if (!domains.containsKey(column)) {
                domains.put(column, domains.getOrDefault(key.get(i), List.of()));
            }
        }
        Join how = how(right, columns);
        if (!again && rows.chance(60)) {
            return new Link(right.query(), how);
        }
        Query query = right.query();
        List<String> selected = new ArrayList<>(query.columns());
        if (rows.chance(50)) {
            selected.addAll(key);
        }
        return new Link(
                new Query(query.group(), selected, false, query.filter(), query.joins()),
                how.withPrefix("x" + numbers++ + "_"));
    }

    private Join how(Node right, List<String> columns) {
        Join how = Join.inferred();
        int covered = !served && columns.size() > 1 && rows.chance(25) ? 1 : columns.size();
        if (!columns.equals(right.key()) || covered < columns.size() || rows.chance(50)) {
            for (int i = 0; i < covered; i++) {
                how = how.and(columns.get(i), right.key().get(i));
            }
        }
        if (right.query().group().eventTime().isPresent()) {
            how = rows.chance(25) ? how.strictlyBefore() : how;
            how = rows.chance(25) ? how.within(rows.pick(AGES)) : how;
        }
        return !served && rows.chance(12) ? how.requirePresent() : how;
    }

    /** The number of a row's write, and some of the columns that no other group has. */
    private Query select(FeatureGroupSpec group, int number) {
        List<String> columns = new ArrayList<>();
        for (String column : group.schema().names()) {
            boolean own = column.endsWith("_" + number) && (number == 0 || !column.startsWith("k"));
            if (column.equals("v_" + number) || (own && rows.chance(50))) {
                columns.add(column);
            }
        }
        return Query.of(group, columns);
    }

    private Query filtered(Query query) {
        if (!rows.chance(25)) {
            return query;
        }
        return query.where(new RandomPredicates(query.group().schema(), rows).any(2));
    }

    /** Sometimes labels: of the root, or of a group that is joined to it. */
    private FeatureViewSpec.Builder labelled(FeatureViewSpec.Builder builder, Query query) {
        if (query.columns().contains("last_0") && rows.chance(50)) {
            return builder.labels("last_0");
        }
        for (Query.Joined join : query.joins()) {
            if (join.query().outputs().size() == 1 && !join.how().required() && rows.chance(20)) {
                return builder.labels(
                        join.how().prefix() + join.query().columns().getFirst());
            }
        }
        return builder;
    }

    // ---- rows

    /** Rows of a group; each has a number of its own. */
    Frame frame(FeatureGroupSpec group, int count) {
        FrameBuilder builder = new FrameBuilder(group.schema(), count);
        for (int row = 0; row < count; row++) {
            builder.append(group.schema().fields().stream()
                    .map(field -> value(group, field))
                    .toArray());
        }
        return builder.build();
    }

    private @Nullable Object value(FeatureGroupSpec group, Field field) {
        if (field.name().startsWith("v_")) {
            return ++values;
        }
        boolean mayLack = field.name().startsWith("w_") || field.name().startsWith("last_");
        if (filled && mayLack && rows.chance(50)) {
            return null;
        }
        boolean foreign = field.name().startsWith("f") || field.name().startsWith("k");
        return foreign && !group.primaryKey().contains(field.name()) ? orNull(field) : rows.value(field);
    }

    /** A value of a column of one of the groups, sometimes null. */
    @Nullable
    Object orNull(Field column) {
        return rows.chance(8) ? null : rows.value(column);
    }

    /** What may happen to the groups, counted as in {@link #groups()}. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            FeatureGroupSpec spec = groups.get(group);
            steps.add(new Step.Insert(group, frame(spec, 2 + rows.below(10))));
            for (int i = rows.below(3); i > 0; i--) {
                steps.add(step(group, spec));
            }
        }
        Collections.shuffle(steps, random);
        return steps;
    }

    private Step step(int group, FeatureGroupSpec spec) {
        Frame frame = frame(spec, 1 + rows.below(6));
        return switch (rows.below(8)) {
            case 0 -> new Step.DeleteRecords(group, frame.slice(0, 1).select(spec.primaryKey()));
            case 1 -> new Step.DeleteRecords(group, frame.select(spec.identity()));
            case 2 -> new Step.Compact(group);
            default -> new Step.Insert(group, frame);
        };
    }
}
