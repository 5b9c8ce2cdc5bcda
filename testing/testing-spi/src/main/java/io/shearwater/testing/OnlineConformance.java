package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The online table of a group: rows through time, its relation to history, how it is made anew, groups without history. */
public abstract class OnlineConformance extends StoreConformance {
    private static final List<String> MARKETS = List.of("", "a", "a\0", "b");

    /** Removes all online rows of a store that is closed, as if their files were lost. */
    protected abstract void loseOnlineRows(Path store);

    private static FeatureGroupSpec prices(UnaryOperator<FeatureGroupSpec.Builder> more) {
        return more.apply(FeatureGroupSpec.builder(name("prices"), 1)
                        .feature("market", DataType.STRING)
                        .feature("item", DataType.INT)
                        .feature("at", DataType.TIMESTAMP)
                        .feature("price", DataType.INT)
                        .primaryKey("market", "item")
                        .eventTime("at"))
                .build();
    }

    private static FeatureGroupSpec online() {
        return prices(FeatureGroupSpec.Builder::online);
    }

    private static FeatureGroupSpec withTtl(Duration ttl) {
        return prices(builder -> builder.online().ttl(ttl));
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(ShearwaterException.class).hasMessageContainingAll(parts);
    }

    private FeatureView view(FeatureGroupSpec group) {
        return store().createFeatureView(
                        FeatureViewSpec.builder(name("view"), 1, Query.of(group, List.of("price", "at")))
                                .build());
    }

    private static Map<String, Object> key(String market, int item) {
        return Map.of("market", market, "item", item);
    }

    private static List<Map<String, Object>> allKeys() {
        List<Map<String, Object>> keys = new ArrayList<>();
        MARKETS.forEach(market -> List.of(0, 1, -1).forEach(item -> keys.add(key(market, item))));
        return keys;
    }

    private List<String> vectors(FeatureView view) {
        return view.featureVectors(allKeys()).stream().map(Canonical::vector).toList();
    }

    private List<String> expectedVectors(Twin twin, FeatureView view) {
        return allKeys().stream()
                .map(key -> Canonical.vector(twin.oracle().vectors().vector(view.spec(), key, now())))
                .toList();
    }

    /** What history has of an entity in a range, newest first: all of a TTL group, else the current row and later ones. */
    private List<String> expectedRows(
            Twin twin, FeatureGroupSpec spec, Map<String, Object> prefix, TimeRange range, int most) {
        Map<List<@Nullable Object>, List<NaiveRow>> entities = new LinkedHashMap<>();
        twin.oracle().rows(spec.ref()).stream()
                .filter(row -> prefix.entrySet().stream()
                        .allMatch(part -> part.getValue().equals(row.get(part.getKey()))))
                .forEach(row -> entities.computeIfAbsent(
                                NaiveValues.key(row.values(), spec.primaryKey()), key -> new ArrayList<>())
                        .add(row));
        List<String> lines = new ArrayList<>();
        for (List<NaiveRow> rows : entities.values()) {
            rows.sort(Comparator.comparing(OnlineConformance::at).reversed());
            Instant current = rows.stream()
                    .map(OnlineConformance::at)
                    .filter(time -> !time.isAfter(now()))
                    .findFirst()
                    .orElse(Instant.MIN);
            rows.stream()
                    .filter(row -> spec.ttl().isPresent() || !at(row).isBefore(current))
                    .filter(row -> range.contains(NaiveTime.at(at(row)).low()))
                    .limit(most)
                    .forEach(row -> lines.add(Canonical.row(row.values())));
        }
        return lines.stream().sorted().toList();
    }

    private static Instant at(NaiveRow row) {
        return (Instant) Objects.requireNonNull(row.get("at"));
    }

    private static Map<String, @Nullable Object> entry(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entry.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return entry;
    }

    private void check(Twin twin, FeatureGroupSpec spec, FeatureView view) {
        assertThat(vectors(view)).isEqualTo(expectedVectors(twin, view));
        FeatureGroup group = twin.group(spec);
        List<TimeRange> ranges = List.of(
                TimeRange.ALL,
                TimeRange.upTo(now()),
                TimeRange.after(now()),
                TimeRange.of(minutes(-20), minutes(-10)),
                TimeRange.of(minutes(-10), minutes(-10)));
        List<Map<String, Object>> prefixes = new ArrayList<>(allKeys());
        prefixes.add(Map.of());
        MARKETS.forEach(market -> prefixes.add(Map.of("market", market)));
        for (Map<String, Object> prefix : prefixes) {
            TimeRange range = ranges.get(prefixes.indexOf(prefix) % ranges.size());
            for (int most : List.of(1, 2, 100)) {
                Frame rows = group.onlineRows(prefix, range, most);
                assertThat(Canonical.sorted(rows))
                        .as("%s in %s, %s", prefix, range, most)
                        .isEqualTo(expectedRows(twin, spec, prefix, range, most));
                assertNewestFirst(rows);
            }
        }
    }

    private static void assertNewestFirst(Frame rows) {
        Map<String, Instant> last = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> row : rows.toMaps()) {
            String entity = Canonical.of(row.get("market")) + Canonical.of(row.get("item"));
            Instant at = (Instant) Objects.requireNonNull(row.get("at"));
            assertThat(at).as("newest first of %s", entity).isBefore(last.getOrDefault(entity, Instant.MAX));
            last.put(entity, at);
        }
    }

    // ---- random histories

    static LongStream onlineSeeds() {
        return seeds(6);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("onlineSeeds")
    void aRandomHistoryIsServedAsTheOracleSays(long seed) {
        RandomRows rows = new RandomRows(
                new Random(seed),
                Map.of(
                        "market", MARKETS,
                        "item", List.of(0, 1, -1),
                        "at",
                                List.of(
                                        minutes(-20),
                                        minutes(-10),
                                        minutes(-9),
                                        minutes(0),
                                        minutes(10),
                                        minutes(30),
                                        Instant.EPOCH,
                                        Instant.parse("1969-12-31T23:59:59.999999Z")),
                        "price", List.of(1, 2, 3)));
        FeatureGroupSpec shape = rows.chance(50) ? online() : withTtl(Duration.ofDays(40_000));
        RandomPredicates predicates = new RandomPredicates(shape.schema(), rows);
        List<OnlineStep> steps = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            Frame frame = rows.frame(shape.schema(), 1 + rows.below(8));
            steps.add(
                    switch (rows.below(12)) {
                        case 0 -> new OnlineStep.Write(new Step.DeleteRecords(0, frame.select(shape.primaryKey())));
                        case 1, 2 -> new OnlineStep.Write(new Step.DeleteRecords(0, frame.select(shape.identity())));
                        case 3 -> new OnlineStep.Write(new Step.DeleteWhere(0, predicates.any(2)));
                        case 4 -> new OnlineStep.Call("compact", FeatureGroup::compact);
                        case 5 -> new OnlineStep.Call("materialize", group -> group.materialize(TimeRange.ALL));
                        case 6 -> new OnlineStep.Call("rebuild", FeatureGroup::rebuildOnline);
                        case 7 -> new OnlineStep.Call("purge", FeatureGroup::purgeExpired);
                        case 8 -> new OnlineStep.Wait(Duration.ofMinutes(1 + rows.below(12)));
                        default -> new OnlineStep.Write(new Step.Insert(0, frame));
                    });
        }
        Histories.check(seed, steps, some -> run(shape, some, seed));
        clock().set(START);
    }

    /** What may happen to a group that is served. */
    private sealed interface OnlineStep {
        record Write(Step step) implements OnlineStep {}

        record Call(String name, Consumer<FeatureGroup> work) implements OnlineStep {}

        record Wait(Duration time) implements OnlineStep {}
    }

    private void run(FeatureGroupSpec shape, List<OnlineStep> steps, long seed) {
        clock().set(START);
        Twin twin = twin();
        FeatureGroupSpec spec =
                prices(builder -> shape.ttl().map(builder::ttl).orElse(builder).online());
        twin.create(spec);
        FeatureView view = view(spec);
        for (OnlineStep step : steps) {
            switch (step) {
                case OnlineStep.Write write -> twin.apply(write.step(), spec);
                case OnlineStep.Call call -> call.work().accept(twin.group(spec));
                case OnlineStep.Wait wait -> clock().advance(wait.time());
            }
            check(twin, spec, view);
        }
        if (seed % 3 == 0) {
            reopen();
            check(twin, spec, store().featureView(view.spec().name(), 1));
        }
    }

    @Test
    void keysThatReadAlikeTogetherAreNotOneKey() {
        FeatureGroupSpec pairs = FeatureGroupSpec.builder(name("pairs"), 1)
                .feature("x", DataType.STRING)
                .feature("y", DataType.STRING)
                .feature("z", DataType.BOOLEAN)
                .feature("v", DataType.INT)
                .primaryKey("x", "y", "z")
                .online()
                .build();
        filled(
                pairs,
                row("1", "23", false, 1),
                row("12", "3", false, 2),
                row("", "", false, 3),
                row("", "\0", false, 4),
                row("\0", "", false, 5),
                row("", "", true, 6));
        FeatureView view = store().createFeatureView(
                        FeatureViewSpec.builder(name("view"), 1, Query.of(pairs, List.of("v")))
                                .build());
        List<Map<String, @Nullable Object>> entries = List.of(
                entry("x", "1", "y", "23", "z", false),
                entry("x", "12", "y", "3", "z", false),
                entry("x", "", "y", "", "z", false),
                entry("x", "", "y", "\0", "z", false),
                entry("x", "\0", "y", "", "z", false),
                entry("x", "", "y", "", "z", true),
                entry("x", "123", "y", "", "z", false),
                entry("x", "", "y", null, "z", true));
        assertThat(view.featureVectors(entries))
                .extracting(vector -> vector.value("v"))
                .containsExactly(1, 2, 3, 4, 5, 6, null, null);
    }

    // ---- from history

    @Test
    void materializingWhatIsOnlineChangesNothingAndResurrectsNothing() {
        Twin twin = twin();
        FeatureGroupSpec spec = online();
        twin.create(spec);
        FeatureView view = view(spec);
        twin.insert(
                spec,
                frame(spec, row("a", 0, minutes(-10), 1), row("a", 1, minutes(-5), 2), row("b", 0, minutes(60), 3)));
        twin.insert(spec, frame(spec, row("a", 0, minutes(-20), 4)));
        twin.deleteRecords(spec, frame(spec.schema().select(List.of("market", "item")), row("a", 1)));
        twin.deleteRecords(
                spec, frame(spec.schema().select(List.of("market", "item", "at")), row("a", 0, minutes(-10))));
        FeatureGroup group = twin.group(spec);
        check(twin, spec, view);
        assertThat(group.materialize(TimeRange.ALL)).isEqualTo(2);
        check(twin, spec, view);
        assertThat(group.materialize(TimeRange.of(minutes(-20), minutes(60)))).isEqualTo(1);
        assertThat(group.materialize(TimeRange.after(minutes(60)))).isZero();
        assertThat(group.materializeIncremental()).isZero();
        check(twin, spec, view);
        assertThat(group.rebuildOnline()).isEqualTo(2);
        check(twin, spec, view);
    }

    @Test
    void lostOnlineRowsAreThereAgainAfterOpening() {
        Twin twin = twin();
        FeatureGroupSpec spec = online();
        FeatureGroupSpec brief = withTtl(Duration.ofMinutes(15));
        for (FeatureGroupSpec group : List.of(spec, brief)) {
            twin.create(group);
            twin.insert(
                    group,
                    frame(
                            group,
                            row("a", 0, minutes(-10), 1),
                            row("a", 0, minutes(-5), 2),
                            row("b", 0, minutes(30), 3)));
            twin.insert(group, frame(group, row("", -1, minutes(-20), 4)));
            twin.deleteWhere(group, Predicate.equalTo("price", 2));
        }
        FeatureView view = view(spec);
        FeatureView briefView = view(brief);
        reopen(this::loseOnlineRows);
        check(twin, spec, store().featureView(view.spec().name(), 1));
        check(twin, brief, store().featureView(briefView.spec().name(), 1));
        twin.insert(spec, frame(spec, row("a", 0, minutes(-1), 5)));
        twin.deleteRecords(spec, frame(spec.schema().select(List.of("market", "item")), row("", -1)));
        check(twin, spec, store().featureView(view.spec().name(), 1));
        reopen();
        check(twin, spec, store().featureView(view.spec().name(), 1));
    }

    @Test
    void aGroupThatIsNotOnlineSaysSo() {
        FeatureGroupSpec spec = prices(builder -> builder);
        FeatureGroup group = filled(spec, row("a", 0, minutes(0), 1));
        assertRefused(() -> group.onlineRows(Map.of(), TimeRange.ALL, 1), spec.name(), "online");
        assertRefused(() -> group.materialize(TimeRange.ALL), spec.name(), "online");
        assertRefused(group::materializeIncremental, spec.name(), "online");
        assertRefused(group::rebuildOnline, spec.name(), "online");
        assertRefused(group::purgeExpired, spec.name(), "online");
    }

    @Test
    void requestsForRowsThatMakeNoSenseAreRefused() {
        FeatureGroup group = filled(online(), row("a", 0, minutes(0), 1));
        assertRefused(() -> group.onlineRows(Map.of("item", 0), TimeRange.ALL, 1), "market");
        assertRefused(() -> group.onlineRows(Map.of("markt", "a"), TimeRange.ALL, 1), "markt", "market");
        assertRefused(() -> group.onlineRows(Map.of("market", 7), TimeRange.ALL, 1), "market", "7");
        for (int most : List.of(0, -1)) {
            assertRefused(() -> group.onlineRows(Map.of("market", "a"), TimeRange.ALL, most), Integer.toString(most));
        }
    }

    // ---- groups without history

    @Test
    void aGroupThatIsOnlineOnlyServesTheLatestRowAlsoAfterReopening() {
        FeatureGroupSpec spec = prices(FeatureGroupSpec.Builder::onlineOnly);
        FeatureGroup group = filled(spec, row("a", 0, minutes(-10), 1), row("a", 0, minutes(-20), 2));
        FeatureView view = view(spec);
        group.insert(frame(spec, row("a", 0, minutes(-15), 3), row("a", 1, minutes(-1), 4)));
        group.insert(frame(spec, row("a", 0, minutes(5), 6), row("a", 0, minutes(5), 7)));
        assertThat(view.featureVector(key("a", 0)).value("price")).isEqualTo(1);
        assertThat(view.featureVector(key("a", 1)).value("price")).isEqualTo(4);
        FeatureGroup again = reopened(group);
        FeatureView reopened = store().featureView(view.spec().name(), 1);
        assertThat(reopened.featureVector(key("a", 0)).value("price")).isEqualTo(1);
        assertThat(again.commits()).hasSize(3);
        clock().advance(Duration.ofMinutes(5));
        assertThat(reopened.featureVector(key("a", 0)).value("price"))
                .as("of equal identities the last")
                .isEqualTo(7);
        clock().set(START);
        again.deleteRecords(frame(spec.schema().select(List.of("market", "item")), row("a", 0)));
        assertThat(reopened.featureVector(key("a", 0)).status("price")).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(reopened.featureVector(key("a", 1)).value("price")).isEqualTo(4);
    }

    @Test
    void ofAGroupThatIsOnlineOnlyARowIsDeletedByItsWholeIdentity() {
        FeatureGroupSpec spec = prices(builder -> builder.onlineOnly().ttl(Duration.ofDays(1)));
        FeatureGroup group =
                filled(spec, row("a", 0, minutes(-10), 1), row("a", 0, minutes(-20), 2), row("a", 0, minutes(-30), 3));
        FeatureView view = view(spec);
        group.deleteRecords(frame(spec.schema().select(List.of("market", "item", "at")), row("a", 0, minutes(-10))));
        assertThat(view.featureVector(key("a", 0)).value("price")).isEqualTo(2);
        group.deleteRecords(frame(
                spec.schema().select(List.of("market", "item", "at")),
                row("a", 0, minutes(-25)),
                row("b", 0, minutes(-20))));
        assertThat(group.onlineRows(key("a", 0), TimeRange.ALL, 10).rows()).isEqualTo(2);
        group.insert(frame(spec, row("a", 0, minutes(-10), 4)));
        assertThat(view.featureVector(key("a", 0)).value("price")).isEqualTo(4);
    }

    @Test
    void whatNeedsHistoryIsRefusedOfAGroupThatIsOnlineOnly() {
        FeatureGroupSpec spec = prices(FeatureGroupSpec.Builder::onlineOnly);
        FeatureGroup group = filled(spec, row("a", 0, minutes(-10), 1));
        FeatureView view = view(spec);
        assertRefused(group::read, spec.name());
        assertRefused(() -> group.append(frame(spec, row("a", 0, minutes(-10), 2))), spec.name());
        assertRefused(() -> group.deleteWhere(Predicate.equalTo("price", 1)), spec.name());
        assertRefused(group::compact, spec.name());
        assertRefused(() -> group.expireCommits(now()), spec.name());
        assertRefused(() -> group.changes(0, 1).readAll(), spec.name());
        assertRefused(() -> group.materialize(TimeRange.ALL), spec.name());
        assertRefused(group::rebuildOnline, spec.name());
        assertRefused(() -> view.batchData(TimeRange.ALL).readAll(), spec.name());
        assertRefused(() -> view.latest().readAll(), spec.name());
        assertThat(view.featureVector(key("a", 0)).value("price")).isEqualTo(1);
    }
}
