package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The oracle against answers worked out by hand. */
class NaiveStoreTest {
    private static final FeatureGroupSpec LABELS = FeatureGroupSpec.builder("labels", 1)
            .feature("id", DataType.INT)
            .feature("at", DataType.TIMESTAMP)
            .feature("user_id", DataType.STRING)
            .primaryKey("id")
            .eventTime("at")
            .build();

    private final NaiveStore store = new NaiveStore();
    private final NaiveGroup labels = store.create(LABELS);
    private long commit;

    @Test
    void theNewestRowAtOrBeforeTheLabelIsChosen() {
        NaiveGroup carts = store.create(carts().build());
        insert(carts, "u", at("09:55"), 2);
        insert(carts, "u", at("10:05"), 0);
        insert(labels, 1, at("10:00"), "u");
        insert(labels, 2, at("10:05"), "u");
        insert(labels, 3, at("09:54"), "u");
        insert(labels, 4, at("10:00"), null);
        assertThat(joined(Join.on("user_id"))).isEqualTo(map(1, 2, 2, 0, 3, null, 4, null));
        assertThat(joined(Join.on("user_id").strictlyBefore())).isEqualTo(map(1, 2, 2, 2, 3, null, 4, null));
    }

    @Test
    void ofEqualTimesTheLaterWriteWinsAndAFilterLooksAtTheChosenRowOnly() {
        NaiveGroup carts = store.create(carts().build());
        insert(carts, "u", at("09:55"), 1);
        insert(carts, "u", at("09:58"), 2);
        insert(carts, "u", at("09:58"), 3);
        insert(labels, 1, at("10:00"), "u");
        assertThat(joined(Join.on("user_id"))).isEqualTo(map(1, 3));
        Query query = Query.of(LABELS, List.of("id"))
                .join(
                        Query.of(carts.spec(), List.of("items")).where(Predicate.lessThan("items", 3)),
                        Join.on("user_id"));
        assertThat(items(query)).isEqualTo(map(1, null));
    }

    @Test
    void aJoinThatDoesNotCoverTheKeyTakesTheGreatestKeyAmongEquals() {
        NaiveGroup carts = store.create(FeatureGroupSpec.builder("carts", 1)
                .feature("user_id", DataType.STRING)
                .feature("shop", DataType.INT)
                .feature("at", DataType.TIMESTAMP)
                .feature("items", DataType.INT)
                .primaryKey("shop")
                .eventTime("at")
                .build());
        Frame rows = new FrameBuilder(carts.spec().schema(), 3)
                .append("u", 7, at("09:00"), 70)
                .append("u", 9, at("09:00"), 90)
                .append("u", 8, at("09:00"), 80)
                .build();
        carts.insert(++commit, Instant.EPOCH, rows);
        insert(labels, 1, at("10:00"), "u");
        assertThat(joined(Join.on("user_id"))).isEqualTo(map(1, 90));
    }

    @Test
    void rowsOlderThanTheTtlOrTheLookbackAreAbsent() {
        NaiveGroup carts = store.create(carts().ttl(Duration.ofMinutes(30)).build());
        insert(carts, "u", at("00:15"), 1);
        insert(labels, 1, at("00:45"), "u");
        insert(labels, 2, at("01:00"), "u");
        assertThat(joined(Join.on("user_id"))).isEqualTo(map(1, 1, 2, null));
        assertThat(joined(Join.on("user_id").within(Duration.ofMinutes(29)))).isEqualTo(map(1, null, 2, null));
        assertThat(joined(Join.on("user_id").within(Duration.ofDays(29)))).isEqualTo(map(1, 1, 2, null));
    }

    @Test
    void aDateIsAWholeDayInItsZone() {
        NaiveGroup carts = store.create(FeatureGroupSpec.builder("carts", 1)
                .feature("user_id", DataType.STRING)
                .feature("day", DataType.DATE)
                .feature("items", DataType.INT)
                .primaryKey("user_id")
                .eventTime("day")
                .zone(ZoneId.of("Asia/Shanghai"))
                .build());
        insert(carts, "u", LocalDate.of(2024, 4, 30), 30);
        insert(carts, "u", LocalDate.of(2024, 5, 1), 1);
        insert(labels, 1, Instant.parse("2024-04-30T15:59:59.999999Z"), "u");
        insert(labels, 2, Instant.parse("2024-04-30T16:00:00Z"), "u");
        assertThat(joined(Join.on("user_id"))).isEqualTo(map(1, 30, 2, 1));
        assertThat(joined(Join.on("user_id").strictlyBefore())).isEqualTo(map(1, null, 2, 30));
    }

    @Test
    void aRowIsUsedFromTheMomentItIsKnown() {
        NaiveGroup carts = store.create(carts().knownAfter(Duration.ofHours(1)).build());
        insert(carts, "u", at("09:00"), 9);
        insert(labels, 1, at("09:59"), "u");
        insert(labels, 2, at("10:00"), "u");
        assertThat(joined(Join.on("user_id"))).isEqualTo(map(1, null, 2, 9));
        assertThat(joined(Join.on("user_id").strictlyBefore())).isEqualTo(map(1, null, 2, null));
    }

    @Test
    void aSecondLevelKeyComesFromTheFirstLevelRowAndTheLabelsTimeBoundsBoth() {
        FeatureGroupSpec cards = FeatureGroupSpec.builder("cards", 1)
                .feature("user_id", DataType.STRING)
                .feature("at", DataType.TIMESTAMP)
                .feature("bank", DataType.INT)
                .primaryKey("user_id")
                .eventTime("at")
                .build();
        FeatureGroupSpec banks = FeatureGroupSpec.builder("banks", 1)
                .feature("bank", DataType.INT)
                .feature("at", DataType.TIMESTAMP)
                .feature("items", DataType.INT)
                .primaryKey("bank")
                .eventTime("at")
                .build();
        insert(store.create(cards), "u", at("08:00"), 1);
        insert(store.group(cards.ref()), "u", at("10:00"), 2);
        insert(store.create(banks), 1, at("07:00"), 10);
        insert(store.group(banks.ref()), 1, at("09:00"), 11);
        insert(store.group(banks.ref()), 2, at("09:30"), 20);
        insert(store.group(banks.ref()), 2, at("10:30"), 21);
        insert(labels, 1, at("08:30"), "u");
        insert(labels, 2, at("09:30"), "u");
        insert(labels, 3, at("10:00"), "u");
        insert(labels, 4, at("11:00"), "u");
        Query query = Query.of(LABELS, List.of("id"))
                .join(
                        Query.of(cards, List.of()).join(Query.of(banks, List.of("items")), Join.on("bank")),
                        Join.on("user_id"));
        assertThat(items(query)).isEqualTo(map(1, 10, 2, 11, 3, 20, 4, 21));
    }

    @Test
    void requiredGroupsMarkRowsThatLackThem() {
        NaiveGroup carts = store.create(carts().build());
        insert(carts, "u", at("09:00"), 1);
        insert(labels, 1, at("10:00"), "u");
        insert(labels, 2, at("10:00"), "v");
        Query query = Query.of(LABELS, List.of("id"))
                .join(
                        Query.of(carts.spec(), List.of("items")),
                        Join.on("user_id").requirePresent());
        assertThat(store.now().results(query, TimeRange.ALL))
                .extracting(NaiveQuery.Result::missing)
                .containsExactly(false, true);
    }

    @Test
    void aSpineKeepsItsOrderAndFindsRootColumnsByKey() {
        NaiveGroup carts = store.create(carts().build());
        insert(carts, "u", at("09:00"), 1);
        insert(labels, 7, at("08:00"), "u");
        Query query =
                Query.of(LABELS, List.of("id")).join(Query.of(carts.spec(), List.of("items")), Join.on("user_id"));
        Frame keyed = new FrameBuilder(LABELS.schema().select(List.of("id", "at")), 2)
                .append(7, at("10:00"))
                .append(7, at("07:00"))
                .append(8, at("10:00"))
                .build();
        assertThat(store.now().spine(query, keyed).stream()
                        .map(result -> result.values().get("items")))
                .containsExactly(1, null, null);
        Frame keys = new FrameBuilder(LABELS.schema().select(List.of("user_id", "at")), 2)
                .append("u", at("10:00"))
                .append("u", at("10:00"))
                .build();
        assertThat(store.now().spine(query, keys).stream()
                        .map(result -> result.values().get("items")))
                .containsExactly(1, 1);
    }

    @Test
    void historyIsKeptAndChangesAreByIdentity() {
        NaiveGroup carts = store.create(carts().build());
        Frame twice = new FrameBuilder(carts.spec().schema(), 3)
                .append("u", at("09:00"), 1)
                .append("v", at("09:00"), 1)
                .append("u", at("09:00"), 2)
                .build();
        assertThat(carts.insert(1, Instant.ofEpochSecond(1), twice)).isEqualTo(new Commit.Counts(2, 0, 0, 1));
        assertThat(carts.canAppend(twice)).isFalse();
        Frame one = twice.slice(1, 2);
        assertThat(carts.canAppend(one)).isFalse();
        assertThat(carts.insert(2, Instant.ofEpochSecond(2), one)).isEqualTo(new Commit.Counts(0, 1, 0, 0));
        assertThat(carts.deleteRecords(3, Instant.ofEpochSecond(3), one.select(List.of("user_id"))))
                .isEqualTo(new Commit.Counts(0, 0, 1, 0));
        assertThat(carts.deleteWhere(4, Instant.ofEpochSecond(4), Predicate.greaterThan("items", 5)))
                .isEqualTo(Commit.Counts.NONE);
        assertThat(carts.rows()).hasSize(1);
        assertThat(carts.rowsAsOf(2)).hasSize(2);
        assertThat(carts.rowsAsOf(0)).isEmpty();
        assertThat(carts.rowsAsOf(Instant.ofEpochSecond(2))).hasSize(2);
        assertThat(carts.rowsAsOf(Instant.ofEpochSecond(3).minusNanos(1))).hasSize(2);
        assertThat(carts.rowsAsOf(Instant.ofEpochSecond(9))).hasSize(1);
        assertThat(carts.changes(0, 4)).extracting(NaiveGroup.Change::type).containsExactly("insert");
        assertThat(carts.changes(1, 2)).extracting(NaiveGroup.Change::type).containsExactly("update");
        assertThat(carts.changes(1, 4)).extracting(NaiveGroup.Change::type).containsExactly("delete");
        carts.appendFeatures(List.of(Feature.of("rank", DataType.INT).withDefault(5)));
        carts.widen("items", DataType.LONG);
        assertThat(carts.rows().getFirst().values()).containsEntry("rank", 5).containsEntry("items", 2L);
    }

    @Test
    void vectorsAreThePointInTimeRuleAtNow() {
        NaiveGroup carts =
                store.create(carts().ttl(Duration.ofHours(2)).online().build());
        insert(labels, 1, at("10:00"), "u");
        insert(carts, "u", at("09:00"), 9);
        insert(carts, "u", at("12:00"), null);
        insert(carts, "u", at("20:00"), 20);
        FeatureViewSpec view = FeatureViewSpec.builder(
                        "v",
                        1,
                        Query.of(LABELS, List.of("id"))
                                .join(Query.of(carts.spec(), List.of("items")), Join.on("user_id")))
                .labels("id")
                .build();
        assertThat(NaiveVectors.servingKeys(view)).containsExactly("user_id");
        assertVector(view, Map.of("user_id", "u"), at("08:59"), null, FeatureStatus.NOT_FOUND);
        assertVector(view, Map.of("user_id", "u"), at("11:00"), 9, FeatureStatus.PRESENT);
        assertVector(view, Map.of("user_id", "u"), at("11:01"), null, FeatureStatus.EXPIRED);
        assertVector(view, Map.of("user_id", "u"), at("12:00"), null, FeatureStatus.NULL);
        assertVector(view, Map.of("user_id", ""), at("12:00"), null, FeatureStatus.NOT_FOUND);
        assertVector(view, Map.of("user_id", "u", "items", 3), at("11:01"), 3, FeatureStatus.PRESENT);
        assertVector(view, Map.of("user_id", "u"), at("20:00"), 20, FeatureStatus.PRESENT);
        carts.deleteWhere(++commit, Instant.EPOCH, Predicate.greaterThan("at", at("12:00")));
        assertVector(view, Map.of("user_id", "u"), at("13:00"), null, FeatureStatus.NULL);
    }

    @Test
    void conditionsAreThreeValued() {
        Map<String, Object> row = new HashMap<>(Map.of("x", Double.NaN, "y", 2, "t", "a%b_🐦", "e", ""));
        assertThat(truth(Predicate.equalTo("z", 1), row)).isNull();
        assertThat(truth(Predicate.not(Predicate.equalTo("z", 1)), row)).isNull();
        assertThat(truth(Predicate.isNull("z"), row)).isTrue();
        assertThat(truth(Predicate.equalTo("z", 1).or(Predicate.equalTo("y", 2)), row))
                .isTrue();
        assertThat(truth(Predicate.equalTo("z", 1).or(Predicate.equalTo("y", 3)), row))
                .isNull();
        assertThat(truth(Predicate.equalTo("z", 1).and(Predicate.equalTo("y", 3)), row))
                .isFalse();
        assertThat(truth(Predicate.equalTo("z", 1).and(Predicate.equalTo("y", 2)), row))
                .isNull();
        assertThat(truth(Predicate.all(), row)).isTrue();
        assertThat(truth(Predicate.anyOf(), row)).isFalse();
        assertThat(truth(Predicate.in("y"), row)).isFalse();
        assertThat(truth(Predicate.in("y", 1.0, 2L), row)).isTrue();
        assertThat(truth(Predicate.greaterThan("x", Double.POSITIVE_INFINITY), row))
                .isTrue();
        assertThat(truth(Predicate.equalTo("x", Double.NaN), row)).isTrue();
        assertThat(truth(Predicate.like("t", "a\\%b\\__"), row)).isTrue();
        assertThat(truth(Predicate.like("t", "a%"), row)).isTrue();
        assertThat(truth(Predicate.like("t", "%b"), row)).isFalse();
        assertThat(truth(Predicate.like("e", "%"), row)).isTrue();
        assertThat(truth(Predicate.like("e", "_"), row)).isFalse();
        assertThat(truth(Predicate.lessThan("t", "b"), row)).isTrue();
        assertThat(truth(Predicate.greaterThan("e", "\uFFFD"), Map.of("e", "🐦")))
                .isTrue();
        assertThat(truth(Predicate.equalTo("y", -0.0), Map.of("y", 0.0))).isTrue();
        assertThat(truth(Predicate.lessThan("y", 9007199254740993L), Map.of("y", 9007199254740992.0)))
                .isTrue();
    }

    private static @Nullable Boolean truth(Predicate predicate, Map<String, ?> row) {
        return NaiveValues.truth(predicate, row);
    }

    private void assertVector(
            FeatureViewSpec view, Map<String, ?> entry, Instant now, @Nullable Object value, FeatureStatus status) {
        assertThat(store.vectors().vector(view, entry, now))
                .containsOnly(Map.entry("items", new NaiveVectors.Value(value, status)));
    }

    private static FeatureGroupSpec.Builder carts() {
        return FeatureGroupSpec.builder("carts", 1)
                .feature("user_id", DataType.STRING)
                .feature("at", DataType.TIMESTAMP)
                .feature("items", DataType.INT)
                .primaryKey("user_id")
                .eventTime("at");
    }

    private void insert(NaiveGroup group, @Nullable Object... row) {
        Schema schema = group.spec().schema();
        group.insert(
                ++commit,
                Instant.ofEpochSecond(commit),
                new FrameBuilder(schema, 1).append(row).build());
    }

    private Map<Object, @Nullable Object> joined(Join how) {
        FeatureGroupSpec carts = store.group(new GroupRef("carts", 1)).spec();
        return items(Query.of(LABELS, List.of("id")).join(Query.of(carts, List.of("items")), how));
    }

    private Map<Object, @Nullable Object> items(Query query) {
        Map<Object, @Nullable Object> items = new HashMap<>();
        for (NaiveQuery.Result result : store.now().results(query, TimeRange.ALL)) {
            items.put(
                    Objects.requireNonNull(result.values().get("id")),
                    result.values().get("items"));
        }
        return items;
    }

    private static Map<Object, @Nullable Object> map(@Nullable Object... keysAndValues) {
        Map<Object, @Nullable Object> map = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(Objects.requireNonNull(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return map;
    }

    private static Instant at(String time) {
        return Instant.parse("2024-05-01T" + time + ":00Z");
    }
}
