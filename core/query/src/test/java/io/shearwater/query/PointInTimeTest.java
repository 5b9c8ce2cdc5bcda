package io.shearwater.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.plan.FrameRef;
import io.shearwater.testing.NaiveQuery;
import io.shearwater.testing.NaiveStore;
import io.shearwater.testing.NaiveValues;
import io.shearwater.transform.BuiltInFunctions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Plans carried out naively against the rule applied to one label row at a time: random keys, ties, nulls, early and late
 * rows, lifetimes, dates beside timestamps, snowflakes three levels deep.
 */
class PointInTimeTest {
    private static final Instant START = Instant.parse("2026-03-28T20:00:00Z");
    private static final QueryPlanner PLANNER = new QueryPlanner("p", BuiltInFunctions::find);

    @Property(tries = 300)
    void everyRowSeesWhatWasKnownAtItsTime(@ForAll long seed) {
        World world = new World(seed);
        TimeRange range = world.range();

        List<Map<String, @Nullable Object>> rows =
                world.engine.run(PLANNER.read(world.query, PlanRequest.of(new LabelRows.OfRoot(range)))
                        .plan());

        assertThat(rows).containsExactlyElementsOf(values(world.oracle.results(world.query, range)));
    }

    @Property(tries = 200)
    void aFilterOnResultsChoosesAmongTheSameRows(@ForAll long seed) {
        World world = new World(seed);
        Predicate filter = Predicate.greaterThan("amount", 2L)
                .and(Predicate.anyOf(Predicate.isNull("b_x"), Predicate.lessThan("b_x", 5L)));

        List<Map<String, @Nullable Object>> rows = world.engine.run(
                PLANNER.read(world.query, PlanRequest.of(LabelRows.ofRoot()).where(filter))
                        .plan());

        assertThat(rows)
                .containsExactlyElementsOf(values(world.oracle.results(world.query, TimeRange.ALL)).stream()
                        .filter(row -> NaiveValues.passes(filter, row))
                        .toList());
    }

    @Property(tries = 200)
    void trainingMarksTheRowsThatLackARequiredGroup(@ForAll long seed) {
        World world = new World(seed);
        PlannedTraining training = PLANNER.training(world.view(), PlanRequest.of(LabelRows.ofRoot()), List.of());

        List<Map<String, @Nullable Object>> rows = world.engine.run(training.plan());

        List<NaiveQuery.Result> expected = world.oracle.results(world.query, TimeRange.ALL);
        assertThat(rows).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            Map<String, @Nullable Object> row = rows.get(i);
            boolean missing = training.required().stream().anyMatch(column -> Boolean.FALSE.equals(row.get(column)));
            assertThat(missing).isEqualTo(expected.get(i).missing());
        }
    }

    @Property(tries = 200)
    void theLatestRowsSeeWhatIsKnownNow(@ForAll long seed) {
        World world = new World(seed);
        Instant now = world.time();

        List<Map<String, @Nullable Object>> rows =
                world.engine.run(PLANNER.inference(world.view(), PlanRequest.of(new LabelRows.Latest(now)))
                        .plan());

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(world.oracle.latest(world.query, now).stream()
                        .filter(result -> !result.missing())
                        .map(result -> led(result, List.of("id", "ts"), result.root()))
                        .toList());
    }

    @Property(tries = 200)
    void everyRowOfASpineIsAnsweredInItsPlace(@ForAll long seed) {
        World world = new World(seed);
        Frame spine = world.spine();
        FrameRef ref = new FrameRef("spine");
        world.engine.put(ref, spine);

        List<Map<String, @Nullable Object>> rows = world.engine.run(PLANNER.inference(
                        world.view(), PlanRequest.of(new LabelRows.OfSpine(ref, spine.schema(), TimeRange.ALL)))
                .plan());

        List<NaiveQuery.Result> expected = world.oracle.spine(world.query, spine);
        List<Map<String, @Nullable Object>> wanted = new ArrayList<>();
        for (NaiveQuery.Result result : expected) {
            if (!result.missing()) {
                wanted.add(led(result, spine.schema().names(), result.root()));
            }
        }
        assertThat(rows).containsExactlyElementsOf(wanted);
    }

    private static List<Map<String, @Nullable Object>> values(List<NaiveQuery.Result> results) {
        return results.stream()
                .filter(result -> !result.missing())
                .map(NaiveQuery.Result::values)
                .toList();
    }

    private static Map<String, @Nullable Object> led(
            NaiveQuery.Result result, List<String> lead, Map<String, @Nullable Object> from) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        lead.forEach(column -> row.put(column, from.get(column)));
        result.values().forEach(row::putIfAbsent);
        return row;
    }

    /** A random snowflake with random rows, once for the oracle and once for the engine. */
    private static final class World {
        private final Random random;
        private final EngineRows engine = new EngineRows();
        private final NaiveStore store = new NaiveStore();
        private final NaiveQuery oracle = store.now();
        private final Query query;

        World(long seed) {
            this.random = new Random(seed);
            FeatureGroupSpec root = root();
            FeatureGroupSpec a = group("a", Time.values()[random.nextInt(3)], "k2", List.of("k"));
            FeatureGroupSpec b = group("b", Time.values()[random.nextInt(3)], "k3", List.of("k2"));
            FeatureGroupSpec c = group("c", Time.values()[random.nextInt(3)], "other", List.of("k3", "part"));
            FeatureGroupSpec d = group("d", Time.values()[random.nextInt(3)], "other", List.of("k"));
            List.of(root, a, b, c, d).forEach(this::fill);
            Query third = Query.of(c, List.of("x", "part")).where(some("x"));
            Query second = Query.of(b, List.of("x", "z"))
                    .where(some("x"))
                    .join(third, how(c, "k3").withPrefix("c_"));
            Query first =
                    Query.of(a, List.of("x", "z")).join(second, how(b, "k2").withPrefix("b_"));
            this.query = Query.of(root, List.of("amount"))
                    .where(some("amount"))
                    .join(first, how(a, "k"))
                    .join(
                            Query.of(d, List.of("x")).where(some("x")),
                            how(d, "k").withPrefix("d_"));
        }

        FeatureViewSpec view() {
            return FeatureViewSpec.builder("v", 1, query).build();
        }

        private enum Time {
            TIMESTAMP,
            DATE,
            NONE
        }

        private FeatureGroupSpec root() {
            FeatureGroupSpec.Builder root = FeatureGroupSpec.builder("root", 1)
                    .feature("id", DataType.LONG)
                    .feature("k", DataType.LONG)
                    .feature("amount", DataType.LONG)
                    .primaryKey("id");
            timed(root, random.nextBoolean() ? Time.TIMESTAMP : Time.DATE);
            return root.build();
        }

        private FeatureGroupSpec group(String name, Time time, String foreign, List<String> key) {
            FeatureGroupSpec.Builder group = FeatureGroupSpec.builder(name, 1)
                    .feature("x", DataType.LONG)
                    .feature("z", DataType.STRING)
                    .feature(foreign, DataType.LONG)
                    .primaryKey(key.toArray(String[]::new));
            key.forEach(column -> group.feature(column, DataType.LONG));
            timed(group, time);
            return group.build();
        }

        private void timed(FeatureGroupSpec.Builder group, Time time) {
            if (time == Time.NONE) {
                return;
            }
            group.feature("ts", time == Time.DATE ? DataType.DATE : DataType.TIMESTAMP)
                    .eventTime("ts")
                    .zone(ZoneId.of(random.nextBoolean() ? "Europe/Stockholm" : "America/Los_Angeles"));
            if (random.nextInt(3) == 0) {
                group.knownAfter(age());
            }
            if (random.nextInt(3) == 0) {
                group.ttl(age());
            }
        }

        private Join how(FeatureGroupSpec group, String key) {
            Join how = Join.on(key);
            if (group.eventTime().isPresent()) {
                how = random.nextInt(3) == 0 ? how.strictlyBefore() : how;
                how = random.nextInt(3) == 0 ? how.within(age()) : how;
            }
            return random.nextInt(4) == 0 ? how.requirePresent() : how;
        }

        /** Often exactly what lies between two instants. */
        private Duration age() {
            return random.nextBoolean()
                    ? Duration.ofHours(4L * (1 + random.nextInt(5)))
                    : Duration.ofHours(1 + random.nextInt(30));
        }

        private Predicate some(String column) {
            return random.nextInt(3) == 0 ? Predicate.greaterThan(column, 2L) : Predicate.all();
        }

        private void fill(FeatureGroupSpec group) {
            store.create(group);
            int commits = random.nextInt(5);
            for (int commit = 1; commit <= commits; commit++) {
                List<Map<String, @Nullable Object>> rows = new ArrayList<>();
                int count = 1 + random.nextInt(6);
                for (int i = 0; i < count; i++) {
                    rows.add(row(group));
                }
                store.group(group.ref()).insert(commit, START, Frame.of(group.schema(), rows));
            }
            engine.put("p", group, store.rows(group.ref()));
        }

        private Map<String, @Nullable Object> row(FeatureGroupSpec group) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (Field field : group.schema().fields()) {
                boolean nullable = !group.identity().contains(field.name());
                row.put(field.name(), nullable && random.nextInt(6) == 0 ? null : value(field.type()));
            }
            return row;
        }

        private Object value(DataType type) {
            return switch (type) {
                case DataType.LongType t -> (long) random.nextInt(4);
                case DataType.StringType t -> "s" + random.nextInt(3);
                case DataType.TimestampType t -> time();
                case DataType.DateType t -> LocalDate.of(2026, 3, 27).plusDays(random.nextInt(5));
                default -> throw new IllegalStateException(type.toString());
            };
        }

        /** Few different instants, around the night in which Stockholm's clocks go forward. */
        Instant time() {
            return START.plus(Duration.ofHours(random.nextInt(12) * 4L)).plusNanos(random.nextInt(4) == 0 ? 1_000 : 0);
        }

        TimeRange range() {
            Instant start = time();
            return switch (random.nextInt(4)) {
                case 0 -> TimeRange.ALL;
                case 1 -> TimeRange.after(start);
                case 2 -> TimeRange.upTo(start);
                default -> TimeRange.of(start, start.plus(Duration.ofHours(random.nextInt(40))));
            };
        }

        Frame spine() {
            Schema root = query.group().schema();
            List<Field> fields = new ArrayList<>();
            boolean hasKey = random.nextBoolean();
            for (Field field : root.fields()) {
                boolean wanted = switch (field.name()) {
                    case "id" -> hasKey;
                    case "ts" -> true;
                    case "k" -> !hasKey || random.nextBoolean();
                    default -> (!hasKey && !query.filter().passesAll()) || random.nextBoolean();
                };
                if (wanted) {
                    fields.add(field);
                }
            }
            fields.add(new Field("My column", DataType.STRING));
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            int count = random.nextInt(8);
            for (int i = 0; i < count; i++) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                fields.forEach(field -> row.put(
                        field.name(),
                        random.nextInt(8) == 0 && !field.name().equals("ts") ? null : value(field.type())));
                rows.add(row);
                if (random.nextInt(4) == 0) {
                    rows.add(row);
                }
            }
            return Frame.of(Schema.of(fields), rows);
        }
    }
}
