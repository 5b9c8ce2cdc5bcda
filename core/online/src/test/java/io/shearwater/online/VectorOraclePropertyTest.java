package io.shearwater.online;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.testing.NaiveGroup;
import io.shearwater.testing.NaiveRow;
import io.shearwater.testing.NaiveStore;
import io.shearwater.testing.NaiveVectors;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Random histories of a snowflake, read online after every change, beside the oracle that keeps them as lists. */
class VectorOraclePropertyTest {
    private static final int KEYS = 4;
    private static final int STEPS = 12;
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("UTC"), ZoneId.of("Asia/Kathmandu"), ZoneId.of("America/St_Johns"));

    private static final FeatureGroupSpec LABELS = FeatureGroupSpec.builder("labels", 1)
            .feature("t", DataType.LONG)
            .feature("k1", DataType.LONG)
            .feature("passed", DataType.DOUBLE)
            .feature("label", DataType.INT)
            .primaryKey("t")
            .build();

    /** The groups, the view and their histories. */
    private static final class World {
        private final RandomValues random;
        private final Fixture fixture = new Fixture(Path.of("unused"));
        private final NaiveStore oracle = new NaiveStore();
        private final List<OnlineGroup> groups = new ArrayList<>();
        private final Map<GroupRef, Long> writes = new HashMap<>();
        private final FeatureViewSpec view;
        private boolean purged;

        World(long seed) {
            random = new RandomValues(seed);
            add(instants());
            add(days());
            add(timeless());
            view = view();
        }

        private void add(FeatureGroupSpec spec) {
            groups.add(Fixture.group(groups.size() + 1, spec));
            oracle.create(spec);
            writes.put(spec.ref(), 0L);
        }

        private Duration knownAfter() {
            return random.oneOf(List.of(Duration.ZERO, Duration.ZERO, Duration.ofHours(2)));
        }

        private FeatureGroupSpec instants() {
            FeatureGroupSpec.Builder spec = FeatureGroupSpec.builder("instants", 1)
                    .feature("k1", DataType.LONG)
                    .feature("at", DataType.TIMESTAMP)
                    .feature("v1", DataType.INT)
                    .feature("k2", DataType.STRING)
                    .primaryKey("k1")
                    .eventTime("at")
                    .knownAfter(knownAfter())
                    .online();
            return (random.random().nextBoolean() ? spec.ttl(Duration.ofHours(5)) : spec).build();
        }

        private FeatureGroupSpec days() {
            FeatureGroupSpec.Builder spec = FeatureGroupSpec.builder("days", 1)
                    .feature("k2", DataType.STRING)
                    .feature("day", DataType.DATE)
                    .feature("v2", DataType.STRING)
                    .feature("k3", DataType.DATE)
                    .primaryKey("k2")
                    .eventTime("day")
                    .zone(random.oneOf(ZONES))
                    .knownAfter(knownAfter())
                    .online();
            return (random.random().nextBoolean() ? spec.ttl(Duration.ofDays(2)) : spec).build();
        }

        private FeatureGroupSpec timeless() {
            return FeatureGroupSpec.builder("timeless", 1)
                    .feature("k3", DataType.DATE)
                    .feature("v3", DataType.DOUBLE)
                    .primaryKey("k3")
                    .online()
                    .build();
        }

        private Join how() {
            Join how = random.random().nextInt(3) == 0 ? Join.inferred().strictlyBefore() : Join.inferred();
            return random.random().nextInt(3) == 0 ? how.within(Duration.ofHours(3)) : how;
        }

        private FeatureViewSpec view() {
            Query last = Query.of(groups.get(2).spec(), List.of("v3"));
            Query middle = Query.of(groups.get(1).spec(), List.of("v2", "day")).join(last, Join.inferred());
            Query first = Query.of(groups.getFirst().spec(), List.of("v1"));
            if (random.random().nextInt(3) == 0) {
                first = first.where(Predicate.greaterThan("v1", 20));
            }
            if (random.random().nextInt(3) == 0) {
                middle = middle.where(Predicate.isNull("v2").or(Predicate.notEqualTo("v2", "a")));
            }
            first = first.join(middle, how());
            Query root = Query.of(LABELS, List.of("passed", "label")).join(first, how());
            boolean fromOnline = random.random().nextInt(4) == 0;
            return fromOnline
                    ? FeatureViewSpec.builder("view", 1, first).build()
                    : FeatureViewSpec.builder("view", 1, root).labels("label").build();
        }

        private Object key(int group) {
            int number = random.random().nextInt(KEYS);
            return switch (group) {
                case 0 -> (long) number;
                case 1 -> List.of("", "a", "a\0", "😀").get(number);
                default -> LocalDate.EPOCH.plusDays(number);
            };
        }

        private @Nullable Object foreignKey(int group) {
            return random.random().nextInt(5) == 0 ? null : key(group);
        }

        /** Near now, often the same, sometimes exactly now. */
        private Instant time() {
            return fixture.clock
                    .instant()
                    .plus(Duration.ofMinutes(30L * random.random().nextInt(-14, 4)));
        }

        private @Nullable Object[] row(int group) {
            return switch (group) {
                case 0 -> Fixture.row(key(0), time(), random.random().nextInt(100), foreignKey(1));
                case 1 ->
                    Fixture.row(
                            key(1),
                            LocalDate.ofInstant(time(), ZONES.getFirst())
                                    .plusDays(random.random().nextInt(-3, 2)),
                            random.nullable(DataType.STRING),
                            foreignKey(2));
                default -> Fixture.row(key(2), random.nullable(DataType.DOUBLE));
            };
        }

        void step() {
            int number = random.random().nextInt(groups.size());
            OnlineGroup group = groups.get(number);
            switch (random.random().nextInt(10)) {
                case 0, 1 -> delete(group, number);
                case 2 -> fixture.writer.rebuild(group, history(group).reader());
                case 3 -> purge(group);
                case 4, 5 ->
                    fixture.clock.advance(
                            Duration.ofMinutes(30L * random.random().nextInt(1, 8)));
                default -> insert(group, number);
            }
        }

        private long next(OnlineGroup group) {
            return writes.merge(group.spec().ref(), 1L, Long::sum);
        }

        /** Of equal identities in one write the last counts, as offline; online it is offered once. */
        private void insert(OnlineGroup group, int number) {
            @Nullable Object[][] rows = new @Nullable Object[random.random().nextInt(1, 6)][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row(number);
            }
            long write = next(group);
            oracle.group(group.spec().ref())
                    .insert(write, Instant.EPOCH, Fixture.frame(group.spec().schema(), rows));
            fixture.writer.put(group, Fixture.frame(group, write, rows));
        }

        private void delete(OnlineGroup group, int number) {
            Object key = key(number);
            String column = group.spec().primaryKey().getFirst();
            Frame keys = Fixture.frame(Fixture.keySchema(group), Fixture.row(key));
            NaiveGroup history = oracle.group(group.spec().ref());
            List<NaiveRow> rows = history.rows().stream()
                    .filter(row -> key.equals(row.get(column)))
                    .toList();
            if (rows.isEmpty()) {
                return;
            }
            long write = next(group);
            Frame identity = Frame.of(
                    group.spec().schema().select(group.spec().identity()),
                    List.of(only(group.spec().identity(), random.oneOf(rows))));
            boolean whole = random.random().nextBoolean();
            history.deleteRecords(write, Instant.EPOCH, whole ? keys : identity);
            List<Map<String, @Nullable Object>> left = history.rows().stream()
                    .filter(row -> key.equals(row.get(column)))
                    .map(NaiveRow::values)
                    .toList();
            fixture.writer.replace(group, keys, Frame.of(group.spec().schema(), left), write);
        }

        private static Map<String, @Nullable Object> only(List<String> columns, NaiveRow row) {
            Map<String, @Nullable Object> values = new HashMap<>();
            columns.forEach(column -> values.put(column, row.get(column)));
            return values;
        }

        private Frame history(OnlineGroup group) {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (NaiveRow row : oracle.rows(group.spec().ref())) {
                Map<String, @Nullable Object> values = new HashMap<>(row.values());
                values.put("_seq", row.written());
                rows.add(values);
            }
            return Frame.of(Fixture.rowSchema(group), rows);
        }

        private void purge(OnlineGroup group) {
            fixture.writer.purge(group, writes.getOrDefault(group.spec().ref(), 0L));
            purged = true;
        }

        void check() {
            VectorReader reader = new VectorReader(fixture.store, VectorPlan.ofFeatures(view, groups), fixture.clock);
            List<Map<String, @Nullable Object>> entries = new ArrayList<>();
            for (long key = 0; key < KEYS; key++) {
                Map<String, @Nullable Object> entry = new HashMap<>(Map.of("k1", key));
                if (random.random().nextInt(4) == 0) {
                    entry.put("k2", foreignKey(1));
                }
                if (random.random().nextInt(4) == 0) {
                    entry.put("v2", "passed");
                }
                entries.add(entry);
            }
            List<FeatureVector> vectors = reader.vectors(entries);
            for (int i = 0; i < KEYS; i++) {
                Map<String, NaiveVectors.Value> expected =
                        oracle.vectors().vector(view, entries.get(i), fixture.clock.instant());
                assertThat(seen(vectors.get(i)))
                        .as("%s of %s", entries.get(i), view.query())
                        .isEqualTo(shown(expected));
            }
        }

        private Map<String, Object> seen(FeatureVector vector) {
            Map<String, Object> values = new HashMap<>();
            for (String name : vector.schema().names()) {
                values.put(name, shown(vector.value(name), vector.status(name)));
            }
            return values;
        }

        private Map<String, Object> shown(Map<String, NaiveVectors.Value> expected) {
            Map<String, Object> values = new HashMap<>();
            expected.forEach((name, value) -> values.put(name, shown(value.value(), value.status())));
            return values;
        }

        /** A row that was too old is expired until it is purged. */
        private String shown(@Nullable Object value, FeatureStatus status) {
            return value + " " + (purged && status == FeatureStatus.EXPIRED ? FeatureStatus.NOT_FOUND : status);
        }
    }

    @Property(tries = 300)
    void vectorsAreWhatTheRuleSays(@ForAll long seed) {
        World world = new World(seed);
        for (int step = 0; step < STEPS; step++) {
            world.step();
            world.check();
        }
    }
}
