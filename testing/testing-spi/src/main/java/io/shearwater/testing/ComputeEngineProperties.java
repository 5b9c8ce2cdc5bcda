package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.QueryContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** That plans mean the same on an engine as on the {@link NaiveEngine}, for random rows and rules. */
public abstract class ComputeEngineProperties {
    private static final Field KEY = new Field("key", DataType.STRING);
    private static final Field NUMBER = new Field("number", DataType.LONG);
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"), ZoneId.of("Europe/Stockholm"), ZoneId.of("America/Havana"), ZoneId.of("Asia/Kolkata"));
    private static final long HOUR = 3_600_000_000L;
    private static final long DAY = 24 * HOUR;

    private final NaiveEngine oracle = new NaiveEngine();

    /** The engine under test; one for all tries, for opening one may take long. */
    protected abstract ComputeEngine engine();

    /** Two tables and a rule between them. */
    public record AsOf(Frame labels, Frame features, AsOfRule rule) {
        Plan plan() {
            return new Plan.AsOfJoin(
                    GivenSources.rows("labels", labels), GivenSources.rows("features", features), rule, "f_present");
        }

        @Override
        public String toString() {
            return rule + "\nlabels " + labels.toMaps() + "\nfeatures " + features.toMaps();
        }
    }

    @Property(tries = 300)
    void theAsOfJoinFollowsItsRule(@ForAll("asOfJoins") AsOf join) {
        GivenSources sources = sources(join);
        assertThat(read(engine(), join.plan(), sources)).isEqualTo(read(oracle, join.plan(), sources(join)));
    }

    @Property(tries = 60)
    void joinsOfJoinsKeepTheLabelsAndTheirOrder(@ForAll("asOfJoins") AsOf first, @ForAll("asOfJoins") AsOf second) {
        // The second join's features are joined to the result of the first, by the first's labels.
        Plan right = renamed(GivenSources.rows("more", second.features()), "g_");
        AsOfRule rule = second.rule();
        AsOfRule other = new AsOfRule(
                rule.on().stream()
                        .map(pair -> new KeyPair(pair.left(), "g_" + pair.right()))
                        .toList(),
                first.rule().labelTime(),
                new TimeColumn("g_f_time", rule.eventTime().zone()),
                rule.knownAfter(),
                rule.bound(),
                rule.ttl(),
                rule.tieBreak().stream().map(column -> "g_" + column).toList(),
                Predicate.all());
        Plan plan = new Plan.Limit(new Plan.AsOfJoin(first.plan(), right, other, "g_present"), 30);
        assertThat(read(engine(), plan, sources(first).with("more", second.features())))
                .isEqualTo(read(oracle, plan, sources(first).with("more", second.features())));
    }

    @Property(tries = 200)
    void aggregatesFollowTheirRule(@ForAll("asOfJoins") AsOf join, @ForAll("aggregates") List<Aggregate> aggregates) {
        Predicate keep = Predicate.anyOf(
                Predicate.isNull("seen"),
                Predicate.notEqualTo("seen", join.features().rows() % 4L));
        Plan plan = AggregatedPlans.aggregated(
                GivenSources.rows("labels", join.labels()),
                join,
                aggregates,
                join.rule().keep().passesAll() ? Predicate.all() : keep,
                "present");
        assertThat(read(engine(), plan, sources(join))).isEqualTo(read(oracle, plan, sources(join)));
    }

    @Property(tries = 200)
    void eventsAskForTheirKeysAndTimes(
            @ForAll("asOfJoins") AsOf join, @ForAll("aggregates") List<Aggregate> aggregates) {
        Plan plan = AggregatedPlans.atEvents(join, aggregates);
        List<String> names = plan.schema().names();
        assertThat(sorted(read(engine(), plan, sources(join)), names))
                .isEqualTo(sorted(read(oracle, plan, sources(join)), names));
    }

    private static List<String> sorted(Frame frame, List<String> names) {
        assertThat(frame.schema().names()).isEqualTo(names);
        return Canonical.sorted(frame);
    }

    @Property(tries = 60)
    void aggregatesOfAggregatedRowsKeepTheQuestionsAndTheirOrder(
            @ForAll("asOfJoins") AsOf join,
            @ForAll("aggregates") List<Aggregate> first,
            @ForAll("aggregates") List<Aggregate> second) {
        Plan inner = AggregatedPlans.aggregated(
                GivenSources.rows("labels", join.labels()), join, first, Predicate.all(), "present_inside");
        List<Aggregate> others = second.stream()
                .map(aggregate -> aggregate.as("other_" + aggregate.name()))
                .toList();
        Plan plan = new Plan.Limit(AggregatedPlans.aggregated(inner, join, others, Predicate.all(), "present"), 20);
        assertThat(read(engine(), plan, sources(join))).isEqualTo(read(oracle, plan, sources(join)));
    }

    @Property(tries = 200)
    void theKeyJoinTakesTheGreatestRowOfAKey(@ForAll("asOfJoins") AsOf join, @ForAll("conditions") Predicate keep) {
        Plan plan = new Plan.KeyJoin(
                GivenSources.rows("labels", join.labels()),
                GivenSources.rows("features", join.features()),
                new Plan.KeyRule(join.rule().on(), List.of("f_seq", "f_id"), keep),
                "present");
        assertThat(read(engine(), plan, sources(join))).isEqualTo(read(oracle, plan, sources(join)));
    }

    @Property(tries = 200)
    void filtersPassTheSameRows(@ForAll("rows") Frame rows, @ForAll("filters") Predicate condition) {
        Plan plan = new Plan.Numbered(new Plan.Filter(GivenSources.rows("rows", rows), condition), "n");
        assertThat(read(engine(), plan, new GivenSources().with("rows", rows)))
                .isEqualTo(read(oracle, plan, new GivenSources().with("rows", rows)));
    }

    @Property(tries = 100)
    void semiJoinsCompareIdentities(
            @ForAll("rows") Frame left, @ForAll("rows") Frame right, @ForAll Plan.SemiJoin.Kind kind) {
        List<KeyPair> on = List.of(new KeyPair("f_key", "f_key"), new KeyPair("f_double", "f_double"));
        Plan plan = new Plan.SemiJoin(GivenSources.rows("left", left), GivenSources.rows("right", right), on, kind);
        assertThat(read(engine(), plan, new GivenSources().with("left", left).with("right", right)))
                .isEqualTo(
                        read(oracle, plan, new GivenSources().with("left", left).with("right", right)));
    }

    @Property(tries = 100)
    void latestTakesOneRowOfEachKey(@ForAll("rows") Frame rows) {
        Plan plan = new Plan.Latest(
                GivenSources.rows("rows", rows), List.of("f_key", "f_double"), List.of("f_seq", "f_time", "f_id"));
        assertThat(read(engine(), plan, new GivenSources().with("rows", rows)).toMaps())
                .containsExactlyInAnyOrderElementsOf(read(oracle, plan, new GivenSources().with("rows", rows))
                        .toMaps());
    }

    @Property(tries = 100)
    void sortsAreStableAndPutNullsFirst(@ForAll("rows") Frame rows, @ForAll List<Plan.SortKey.Direction> directions) {
        List<String> columns = List.of("f_double", "f_key", "f_time", "f_seq");
        List<Plan.SortKey> keys = new ArrayList<>();
        for (int i = 0; i < Math.min(columns.size(), directions.size()); i++) {
            keys.add(new Plan.SortKey(columns.get(i), directions.get(i)));
        }
        Plan plan = new Plan.Sort(GivenSources.rows("rows", rows), keys);
        Plan cut = new Plan.Numbered(new Plan.Limit(plan, 7), "n");
        assertThat(read(engine(), plan, new GivenSources().with("rows", rows)))
                .isEqualTo(read(oracle, plan, new GivenSources().with("rows", rows)));
        assertThat(read(engine(), cut, new GivenSources().with("rows", rows)))
                .isEqualTo(read(oracle, cut, new GivenSources().with("rows", rows)));
    }

    @Property(tries = 60)
    void unionsNumbersConstantsAndProjectionsKeepTheOrder(
            @ForAll("rows") Frame first, @ForAll("rows") Frame second, @ForAll("conditions") Predicate condition) {
        Plan left = new Plan.Filter(GivenSources.rows("first", first), condition);
        Plan right = new Plan.Sort(
                GivenSources.rows("second", second),
                List.of(new Plan.SortKey("f_id", Plan.SortKey.Direction.DESCENDING)));
        Plan again = GivenSources.rows("first", first);
        Plan union = new Plan.Numbered(new Plan.Union(List.of(left, right, again)), "n");
        Plan plan = new Plan.Constant(
                new Plan.Project(union, List.of(new Plan.Rename("n", "position"), new Plan.Rename("f_id", "id"))),
                new Field("what", DataType.STRING),
                "it's");
        assertThat(read(engine(), plan, new GivenSources().with("first", first).with("second", second)))
                .isEqualTo(read(
                        oracle, plan, new GivenSources().with("first", first).with("second", second)));
    }

    private static Plan renamed(Plan plan, String prefix) {
        return new Plan.Project(
                plan,
                plan.schema().names().stream()
                        .map(name -> new Plan.Rename(name, prefix + name))
                        .toList());
    }

    private static GivenSources sources(AsOf join) {
        return new GivenSources().with("labels", join.labels()).with("features", join.features());
    }

    private static Frame read(ComputeEngine engine, Plan plan, GivenSources sources) {
        return engine.read(plan, sources, QueryContext.plain()).readAll();
    }

    // ---- what is random

    /** Joins over few keys and few times, so that equal keys, equal times and nulls are common. */
    @Provide
    Arbitrary<AsOf> asOfJoins() {
        Arbitrary<DataType> times = Arbitraries.of(DataType.TIMESTAMP, DataType.TIMESTAMP, DataType.DATE);
        return Combinators.combine(times, times)
                .flatAs((labelType, eventType) -> Combinators.combine(labels(labelType), features(eventType), rules())
                        .as((labels, features, rule) -> {
                            // Without anything that settles ties there must be none.
                            Frame rows = rule.tieBreak().isEmpty() ? withoutTies(features, rule) : features;
                            return new AsOf(labels, rows, rule);
                        }));
    }

    private Arbitrary<AsOfRule> rules() {
        Arbitrary<List<KeyPair>> keys = Arbitraries.of(
                List.<KeyPair>of(),
                List.of(new KeyPair("key", "f_key")),
                List.of(new KeyPair("key", "f_key"), new KeyPair("number", "f_number")));
        Arbitrary<ZoneId> zones = Arbitraries.of(ZONES);
        Arbitrary<Duration> known = Arbitraries.of(
                Duration.ZERO, Duration.ZERO, Duration.ofHours(1), Duration.ofDays(1), Duration.ofNanos(1_500));
        Arbitrary<Optional<Duration>> ttl = Arbitraries.of(
                Optional.<Duration>empty(),
                Optional.of(Duration.ZERO),
                Optional.of(Duration.ofHours(30)),
                Optional.of(Duration.ofNanos(1_999)),
                Optional.of(Duration.ofSeconds(Long.MAX_VALUE)));
        Arbitrary<List<String>> ties = Arbitraries.of(List.of(), List.of("f_seq", "f_id"), List.of("f_key", "f_id"));
        return Combinators.combine(keys, zones, known, Arbitraries.of(AsOfRule.Bound.class), ttl, ties, conditions())
                .as((on, zone, knownAfter, bound, age, tieBreak, keep) -> new AsOfRule(
                        on,
                        new TimeColumn("time", ZONES.get((ZONES.indexOf(zone) + 1) % ZONES.size())),
                        new TimeColumn("f_time", zone),
                        knownAfter,
                        bound,
                        age,
                        tieBreak,
                        keep));
    }

    private static Frame withoutTies(Frame rows, AsOfRule rule) {
        List<String> identity =
                new ArrayList<>(rule.on().stream().map(KeyPair::right).toList());
        identity.add(rule.eventTime().column());
        Set<List<@Nullable Object>> seen = new HashSet<>();
        List<Map<String, @Nullable Object>> kept = new ArrayList<>();
        for (Map<String, @Nullable Object> row : rows.toMaps()) {
            List<@Nullable Object> key = new ArrayList<>();
            identity.forEach(column -> key.add(row.get(column)));
            if (seen.add(key)) {
                kept.add(row);
            }
        }
        return Frame.of(rows.schema(), kept);
    }

    private Arbitrary<Frame> labels(DataType time) {
        Schema schema = Schema.of(NUMBER, new Field("time", time), KEY);
        return Combinators.combine(numbers(), times(time), keys())
                .as((number, at, key) -> Arrays.<@Nullable Object>asList(number, at, key))
                .list()
                .ofMaxSize(25)
                .map(rows -> frame(schema, rows));
    }

    private Arbitrary<Frame> features(DataType time) {
        return Combinators.combine(keys(), numbers(), times(time), sequences(), doubles())
                .as((key, number, at, seq, value) -> Arrays.<@Nullable Object>asList(key, number, at, seq, value))
                .list()
                .ofMaxSize(40)
                .map(rows -> numbered(
                        Schema.of(
                                new Field("f_key", DataType.STRING),
                                new Field("f_number", DataType.INT),
                                new Field("f_time", time),
                                new Field("f_seq", DataType.LONG),
                                new Field("f_double", DataType.DOUBLE),
                                new Field("f_id", DataType.LONG)),
                        rows));
    }

    /** Aggregates of features that are exact, the first being how many are seen. */
    @Provide
    Arbitrary<List<Aggregate>> aggregates() {
        Arbitrary<AggregateFunction> functions = Arbitraries.of(
                AggregateFunction.sum("f_number"),
                AggregateFunction.avg("f_number"),
                AggregateFunction.min("f_key"),
                AggregateFunction.max("f_double"),
                AggregateFunction.first("f_id"),
                AggregateFunction.lag("f_seq", 1),
                AggregateFunction.lastN(2, "f_id", "f_key"),
                AggregateFunction.countDistinct("f_double"),
                AggregateFunction.argMin("f_id", "f_number"));
        Arbitrary<AggregationWindow> windows = Arbitraries.of(
                AggregationWindow.rolling(Duration.ofNanos(1_000)),
                AggregationWindow.rolling(Duration.ofHours(30)).exact(),
                AggregationWindow.rolling(Duration.ofDays(2)).resolution(Duration.ofDays(1)),
                AggregationWindow.tumbling(Duration.ofDays(1)).offset(Duration.ofHours(5)),
                AggregationWindow.hopping(Duration.ofHours(9), Duration.ofHours(4)),
                AggregationWindow.lifetime(),
                AggregationWindow.session(Duration.ofHours(2)),
                AggregationWindow.latest(3));
        Arbitrary<Predicate> conditions =
                Arbitraries.of(Predicate.all(), Predicate.all(), Predicate.atLeast("f_number", 0));
        Arbitrary<Boolean> truth = Arbitraries.of(false, false, true);
        return Combinators.combine(functions, windows, conditions, truth, truth)
                .as((function, window, condition, excludes, isDivided) -> {
                    Aggregate aggregate = function.over(window).where(condition);
                    Aggregate divided = isDivided ? aggregate.by("f_key") : aggregate;
                    return excludes ? divided.excludeCurrent() : divided;
                })
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(list -> {
                    List<Aggregate> named = new ArrayList<>();
                    named.add(AggregateFunction.count()
                            .over(AggregationWindow.lifetime())
                            .as("seen"));
                    list.forEach(aggregate -> named.add(aggregate.as("a" + named.size())));
                    return named;
                });
    }

    /** Rows of one table; the columns are those of features. */
    @Provide
    Arbitrary<Frame> rows() {
        return features(DataType.TIMESTAMP);
    }

    private static Frame numbered(Schema schema, List<List<@Nullable Object>> rows) {
        List<List<@Nullable Object>> numbered = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            List<@Nullable Object> longer = new ArrayList<>(row);
            // Not in the order of the rows.
            longer.add((numbered.size() * 7919L) % 1_000_003);
            Object number = longer.get(1);
            longer.set(1, number == null ? null : ((Long) number).intValue());
            numbered.add(longer);
        }
        return frame(schema, numbered);
    }

    private static Frame frame(Schema schema, List<List<@Nullable Object>> rows) {
        FrameBuilder frame = new FrameBuilder(schema, rows.size());
        rows.forEach(row -> frame.append(row.toArray()));
        return frame.build();
    }

    private static Arbitrary<@Nullable String> keys() {
        return Arbitraries.of("", "a", "b", "😀", "a long key of more than twelve bytes")
                .injectNull(0.1);
    }

    private static Arbitrary<@Nullable Long> numbers() {
        return Arbitraries.of(0L, 1L, -5L).injectNull(0.1);
    }

    private static Arbitrary<@Nullable Long> sequences() {
        return Arbitraries.of(Long.MIN_VALUE, 0L, 1L, Long.MAX_VALUE).injectNull(0.2);
    }

    private static Arbitrary<@Nullable Double> doubles() {
        return Arbitraries.of(
                        0.0, -0.0, 1.5, -1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300)
                .injectNull(0.1);
    }

    /** Around the epoch and around changes of the clocks in {@link #ZONES}, in steps of hours and single microseconds. */
    private static Arbitrary<@Nullable Object> times(DataType type) {
        List<Instant> centres = List.of(
                Instant.EPOCH,
                Instant.parse("2024-03-31T01:00:00Z"),
                Instant.parse("2024-11-03T05:00:00Z"),
                Instant.parse("2024-03-10T05:00:00Z"));
        return Combinators.combine(
                        Arbitraries.of(centres),
                        Arbitraries.longs().between(-50, 50),
                        Arbitraries.longs().between(-2, 2))
                .as((centre, hours, micros) -> {
                    Instant instant = centre.plusNanos((hours * HOUR + micros) * 1_000);
                    return type instanceof DataType.DateType
                            ? (Object) LocalDate.ofEpochDay(Math.floorDiv(instant.getEpochSecond() * 1_000_000L, DAY))
                            : instant;
                })
                .injectNull(0.05);
    }

    /** Conditions on the columns of features. */
    @Provide
    Arbitrary<Predicate> conditions() {
        Arbitrary<Predicate> leaf = Arbitraries.oneOf(
                comparisons("f_double", List.of(0, 1.5, Double.NaN, Double.NEGATIVE_INFINITY, 1e308, 3L, 0.1f)),
                comparisons("f_number", List.of(0, 0.5, -4.5, 1L << 40, Double.NaN, Double.NEGATIVE_INFINITY)),
                comparisons("f_seq", List.of(0, Double.POSITIVE_INFINITY, 9.3e18, -9.3e18, Long.MAX_VALUE, 0.5f)),
                comparisons("f_key", List.of("", "a", "b", "it's")),
                Arbitraries.of("%", "a%", "_", "%long%", "\\%", "a\\b", "%\\_%", "")
                        .map(p -> Predicate.like("f_key", p)),
                Arbitraries.of("f_key", "f_double", "f_seq").map(Predicate::isNull),
                Arbitraries.of(
                        Predicate.in("f_number", 1, 0.5, -5L),
                        Predicate.in("f_key"),
                        Predicate.in("f_key", "a", ""),
                        Predicate.in("f_number", 0.5)));
        Arbitrary<Predicate> pairs = Combinators.combine(
                        leaf, leaf, Arbitraries.integers().between(0, 4))
                .as((left, right, how) -> switch (how) {
                    case 0 -> left.and(right);
                    case 1 -> left.or(right);
                    case 2 -> Predicate.not(left.and(right));
                    case 3 -> Predicate.not(left).or(Predicate.not(right));
                    default -> Predicate.not(left);
                });
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(Predicate.all())), Tuple.of(3, leaf), Tuple.of(3, pairs));
    }

    /** Conditions on the columns of {@link #rows}. */
    @Provide
    Arbitrary<Predicate> filters() {
        return Arbitraries.oneOf(
                conditions(), comparisons("f_time", List.of(Instant.EPOCH, Instant.parse("2024-03-31T01:00:00Z"))));
    }

    private static Arbitrary<Predicate> comparisons(String column, List<?> constants) {
        return Combinators.combine(Arbitraries.of(Predicate.Operator.class), Arbitraries.of(constants))
                .as((operator, constant) -> new Predicate.Compare(column, operator, constant));
    }
}
