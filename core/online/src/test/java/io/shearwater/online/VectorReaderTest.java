package io.shearwater.online;

import static io.shearwater.online.Fixture.NOON;
import static io.shearwater.online.Fixture.ago;
import static io.shearwater.online.Fixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorReaderTest {
    private static final FeatureGroupSpec TRANSACTIONS = FeatureGroupSpec.builder("trans", 1)
            .feature("t_id", DataType.LONG)
            .feature("cc_num", DataType.STRING)
            .feature("merchant_id", DataType.LONG)
            .feature("amount", DataType.DOUBLE)
            .feature("ts", DataType.TIMESTAMP)
            .feature("is_fraud", DataType.BOOLEAN)
            .primaryKey("t_id")
            .eventTime("ts")
            .foreignKey("cards", "cc_num")
            .foreignKey("merchants", "merchant_id")
            .build();
    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("cc_num", DataType.STRING)
            .feature("ts", DataType.TIMESTAMP)
            .feature("spent", DataType.DOUBLE)
            .feature("account_id", DataType.LONG)
            .primaryKey("cc_num")
            .eventTime("ts")
            .foreignKey("accounts", "account_id")
            .online()
            .build();
    private static final FeatureGroupSpec MERCHANTS = FeatureGroupSpec.builder("merchants", 1)
            .feature("merchant_id", DataType.LONG)
            .feature("ts", DataType.TIMESTAMP)
            .feature("chargebacks", DataType.INT)
            .primaryKey("merchant_id")
            .eventTime("ts")
            .ttl(Duration.ofHours(1))
            .online()
            .build();
    private static final FeatureGroupSpec ACCOUNTS = FeatureGroupSpec.builder("accounts", 1)
            .feature("account_id", DataType.LONG)
            .feature("bank_id", DataType.INT)
            .feature("owner", DataType.STRING)
            .primaryKey("account_id")
            .foreignKey("banks", "bank_id")
            .online()
            .build();
    private static final FeatureGroupSpec BANKS = FeatureGroupSpec.builder("banks", 1)
            .feature("bank_id", DataType.INT)
            .feature("rating", DataType.INT)
            .primaryKey("bank_id")
            .online()
            .build();

    private final OnlineGroup cards = Fixture.group(1, CARDS);
    private final OnlineGroup merchants = Fixture.group(2, MERCHANTS);
    private final OnlineGroup accounts = Fixture.group(3, ACCOUNTS);
    private final OnlineGroup banks = Fixture.group(4, BANKS);

    @TempDir
    private Path scratch;

    private Fixture fixture;

    @BeforeEach
    void fill() {
        fixture = new Fixture(scratch);
        fixture.put(cards, row("c1", ago(30), 12.5, 7L), row("c2", ago(30), null, null), row("", ago(30), 1.0, 0L));
        fixture.put(merchants, row(1L, ago(50), 3), row(2L, ago(90), 4), row(0L, ago(5), 5));
        fixture.put(accounts, row(7L, 70, "Ada"), row(0L, 0, "zero"), row(9L, 99, "Bob"));
        fixture.put(banks, row(70, 1), row(0, 2));
    }

    private static Query snowflake() {
        return Query.of(TRANSACTIONS, List.of("amount", "is_fraud"))
                .join(
                        Query.of(CARDS, List.of("spent"))
                                .join(
                                        Query.of(ACCOUNTS, List.of("owner"))
                                                .join(Query.of(BANKS, List.of("rating")), Join.inferred()),
                                        Join.inferred()),
                        Join.inferred())
                .join(Query.of(MERCHANTS, List.of("chargebacks")), Join.inferred());
    }

    private FeatureVector vector(Query query, Map<String, ?> entry) {
        return reader(query).vector(entry);
    }

    private VectorReader reader(Query query) {
        FeatureViewSpec.Builder view = FeatureViewSpec.builder("fraud", 1, query);
        if (query.schema().contains("is_fraud")) {
            view.labels("is_fraud");
        }
        return reader(view.build());
    }

    private VectorReader reader(FeatureViewSpec view) {
        return new VectorReader(
                fixture.store, VectorPlan.ofFeatures(view, List.of(cards, merchants, accounts, banks)), fixture.clock);
    }

    private static List<FeatureStatus> statuses(FeatureVector vector) {
        return vector.schema().names().stream().map(vector::status).toList();
    }

    @Test
    void aSnowflakeIsFollowedToItsEnds() {
        FeatureVector vector = vector(snowflake(), Map.of("cc_num", "c1", "merchant_id", 1L, "amount", 9.5));

        assertThat(vector.toMap())
                .containsExactly(
                        Map.entry("amount", 9.5),
                        Map.entry("spent", 12.5),
                        Map.entry("owner", "Ada"),
                        Map.entry("rating", 1),
                        Map.entry("chargebacks", 3));
        assertThat(statuses(vector)).containsOnly(FeatureStatus.PRESENT);
        assertThat(vector.eventTime("spent")).contains(ago(30));
        assertThat(vector.eventTime("owner")).isEmpty();
        assertThat(vector.eventTime("amount")).isEmpty();
        assertThat(vector.sequence("chargebacks")).hasValue(2);
    }

    @Test
    void servingKeysAreWhatTheLabelsGroupIsJoinedBy() {
        VectorPlan plan = reader(snowflake()).plan();

        assertThat(plan.servingKeys())
                .containsExactly(new Field("cc_num", DataType.STRING), new Field("merchant_id", DataType.LONG));
        assertThat(plan.passedFeatures())
                .extracting(Field::name)
                .containsExactlyInAnyOrder(
                        "amount", "spent", "owner", "rating", "chargebacks", "account_id", "bank_id");
        assertThat(plan.schema().names()).containsExactly("amount", "spent", "owner", "rating", "chargebacks");
    }

    @Test
    void aVectorWithoutItsPassedFeatureSaysSo() {
        FeatureVector vector = vector(snowflake(), Map.of("cc_num", "c1", "merchant_id", 1L));

        assertThat(vector.value("amount")).isNull();
        assertThat(vector.status("amount")).isEqualTo(FeatureStatus.NOT_FOUND);
    }

    @Test
    void anUnknownKeyGivesNothingToItsChildrenEither() {
        FeatureVector vector = vector(snowflake(), Map.of("cc_num", "nobody", "merchant_id", 1L));

        assertThat(statuses(vector))
                .containsExactly(
                        FeatureStatus.NOT_FOUND,
                        FeatureStatus.NOT_FOUND,
                        FeatureStatus.NOT_FOUND,
                        FeatureStatus.NOT_FOUND,
                        FeatureStatus.PRESENT);
    }

    @Test
    void aNullForeignKeyFindsNothing() {
        FeatureVector vector = vector(snowflake(), Map.of("cc_num", "c2", "merchant_id", 1L));

        assertThat(vector.status("spent")).isEqualTo(FeatureStatus.NULL);
        assertThat(vector.status("owner")).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(vector.status("rating")).isEqualTo(FeatureStatus.NOT_FOUND);
    }

    @Test
    void emptyAndZeroAreKeysLikeOthers() {
        FeatureVector vector = vector(snowflake(), Map.of("cc_num", "", "merchant_id", 0));

        assertThat(vector.value("owner")).isEqualTo("zero");
        assertThat(vector.value("rating")).isEqualTo(2);
        assertThat(vector.value("chargebacks")).isEqualTo(5);
    }

    @Test
    void aPassedForeignKeyAppliesBeforeTheNextLevel() {
        FeatureVector vector =
                vector(snowflake(), Map.of("cc_num", "nobody", "merchant_id", 1L, "account_id", 9, "bank_id", 70));

        assertThat(vector.value("owner")).isEqualTo("Bob");
        assertThat(vector.value("rating")).isEqualTo(1);
        assertThat(vector.status("spent")).isEqualTo(FeatureStatus.NOT_FOUND);
    }

    @Test
    void aPassedKeyOfAParentIsForItsChildrenOnly() {
        FeatureGroupSpec ratings = FeatureGroupSpec.builder("ratings", 1)
                .feature("account_id", DataType.LONG)
                .feature("rating", DataType.INT)
                .primaryKey("account_id")
                .online()
                .build();
        OnlineGroup group = Fixture.group(8, ratings);
        fixture.put(group, row(7L, 1), row(9L, 2));
        Query query = Query.of(TRANSACTIONS, List.of("is_fraud"))
                .join(
                        Query.of(ACCOUNTS, List.of("owner"))
                                .join(Query.of(ratings, List.of("rating")), Join.on("account_id")),
                        Join.onPair("merchant_id", "account_id"));
        FeatureViewSpec view =
                FeatureViewSpec.builder("keys", 1, query).labels("is_fraud").build();
        VectorReader reader =
                new VectorReader(fixture.store, VectorPlan.ofFeatures(view, List.of(accounts, group)), fixture.clock);

        assertThat(reader.plan().roundTrips()).isEqualTo(1);
        assertThat(reader.vector(Map.of("merchant_id", 7L)).toMap()).isEqualTo(Map.of("owner", "Ada", "rating", 1));
        assertThat(reader.vector(Map.of("merchant_id", 7L, "account_id", 9L)).toMap())
                .isEqualTo(Map.of("owner", "Ada", "rating", 2));
        assertThat(statuses(reader.vector(Map.of("merchant_id", 99L, "account_id", 9L))))
                .containsExactly(FeatureStatus.NOT_FOUND, FeatureStatus.PRESENT);
        assertThat(statuses(reader.vector(Map.of("merchant_id", 99L)))).containsOnly(FeatureStatus.NOT_FOUND);
    }

    @Test
    void aPassedFeatureWinsOverTheStoredOne() {
        Map<String, Object> entry = new HashMap<>(Map.of("cc_num", "c1", "merchant_id", 1L, "spent", 99));
        entry.put("owner", null);
        FeatureVector vector = vector(snowflake(), entry);

        assertThat(vector.value("spent")).isEqualTo(99.0);
        assertThat(vector.eventTime("spent")).isEmpty();
        assertThat(vector.status("owner")).isEqualTo(FeatureStatus.NULL);
        assertThat(vector.value("rating")).isEqualTo(1);
    }

    @Test
    void aRowBeyondItsTimeToLiveIsExpired() {
        FeatureVector vector = vector(snowflake(), Map.of("cc_num", "c1", "merchant_id", 2L));

        assertThat(vector.value("chargebacks")).isNull();
        assertThat(vector.status("chargebacks")).isEqualTo(FeatureStatus.EXPIRED);
        assertThat(vector.eventTime("chargebacks")).contains(ago(90));
    }

    @Test
    void aRowIsAliveAtExactlyItsTimeToLive() {
        fixture.put(merchants, row(5L, ago(60), 8));

        assertThat(vector(snowflake(), Map.of("cc_num", "c1", "merchant_id", 5L))
                        .value("chargebacks"))
                .isEqualTo(8);
        fixture.clock.advance(Duration.ofNanos(1_000));
        assertThat(vector(snowflake(), Map.of("cc_num", "c1", "merchant_id", 5L))
                        .status("chargebacks"))
                .isEqualTo(FeatureStatus.EXPIRED);
    }

    @Test
    void aLookbackNarrowsAndPassesItsStatusOn() {
        Query query = Query.of(TRANSACTIONS, List.of("amount", "is_fraud"))
                .join(
                        Query.of(CARDS, List.of("spent")).join(Query.of(ACCOUNTS, List.of("owner")), Join.inferred()),
                        Join.inferred().within(Duration.ofMinutes(10)));

        FeatureVector vector = vector(query, Map.of("cc_num", "c1"));

        assertThat(vector.status("spent")).isEqualTo(FeatureStatus.EXPIRED);
        assertThat(vector.status("owner")).isEqualTo(FeatureStatus.EXPIRED);
        assertThat(vector(query, Map.of("cc_num", "c1", "account_id", 9L)).value("owner"))
                .isEqualTo("Bob");
    }

    @Test
    void aRowOfTheFutureWaits() {
        fixture.put(cards, row("c1", NOON.plusSeconds(60), 77.0, 9L));

        assertThat(vector(snowflake(), Map.of("cc_num", "c1", "merchant_id", 1L))
                        .value("spent"))
                .isEqualTo(12.5);
        fixture.clock.advance(Duration.ofMinutes(1));
        assertThat(vector(snowflake(), Map.of("cc_num", "c1", "merchant_id", 1L))
                        .value("spent"))
                .isEqualTo(77.0);
    }

    @Test
    void strictlyBeforeLeavesOutTheRowOfNow() {
        fixture.put(cards, row("c1", NOON, 77.0, 9L));
        Query inclusive =
                Query.of(TRANSACTIONS, List.of("is_fraud")).join(Query.of(CARDS, List.of("spent")), Join.inferred());
        Query strict = Query.of(TRANSACTIONS, List.of("is_fraud"))
                .join(Query.of(CARDS, List.of("spent")), Join.inferred().strictlyBefore());

        assertThat(vector(inclusive, Map.of("cc_num", "c1")).value("spent")).isEqualTo(77.0);
        assertThat(vector(strict, Map.of("cc_num", "c1")).value("spent")).isEqualTo(12.5);
    }

    @Test
    void oneGroupIsReadByTwoRulesAndTwoKeys() {
        fixture.put(cards, row("c1", NOON, 77.0, 9L));
        Query query = Query.of(TRANSACTIONS, List.of("is_fraud"))
                .join(Query.of(CARDS, List.of("spent")), Join.inferred())
                .join(
                        Query.of(CARDS, List.of("spent")),
                        Join.inferred().strictlyBefore().withPrefix("before_"))
                .join(
                        Query.of(CARDS, List.of("cc_num", "ts", "account_id")),
                        Join.inferred().withPrefix("again_"));

        FeatureVector vector = vector(query, Map.of("cc_num", "c1"));

        assertThat(vector.toMap())
                .containsExactly(
                        Map.entry("spent", 77.0),
                        Map.entry("before_spent", 12.5),
                        Map.entry("again_cc_num", "c1"),
                        Map.entry("again_ts", NOON),
                        Map.entry("again_account_id", 9L));
    }

    @Test
    void aRowThatAFilterRefusesIsAbsent() {
        Query query = Query.of(TRANSACTIONS, List.of("is_fraud"))
                .join(
                        Query.of(CARDS, List.of("spent"))
                                .where(Predicate.greaterThan("account_id", 6).and(Predicate.like("cc_num", "c%")))
                                .join(Query.of(ACCOUNTS, List.of("owner")), Join.inferred()),
                        Join.inferred());

        assertThat(vector(query, Map.of("cc_num", "c1")).value("owner")).isEqualTo("Ada");
        assertThat(statuses(vector(query, Map.of("cc_num", "c2")))).containsOnly(FeatureStatus.NOT_FOUND);
        assertThat(statuses(vector(query, Map.of("cc_num", "")))).containsOnly(FeatureStatus.NOT_FOUND);
    }

    @Test
    void vectorsAreAlignedWithTheirEntries() {
        List<FeatureVector> vectors = reader(snowflake())
                .vectors(List.of(
                        Map.of("cc_num", "c1", "merchant_id", 1L, "amount", 1.0),
                        Map.of("cc_num", "nobody", "merchant_id", 1L, "amount", 2.0),
                        Map.of("cc_num", "c1", "merchant_id", 0L, "amount", 3.0),
                        Map.of("cc_num", "c1", "merchant_id", 1L, "amount", 4.0)));

        assertThat(vectors).extracting(vector -> vector.value("amount")).containsExactly(1.0, 2.0, 3.0, 4.0);
        assertThat(vectors).extracting(vector -> vector.value("owner")).containsExactly("Ada", null, "Ada", "Ada");
        assertThat(vectors).extracting(vector -> vector.value("rating")).containsExactly(1, null, 1, 1);
        assertThat(vectors).extracting(vector -> vector.value("chargebacks")).containsExactly(3, 3, 5, 3);
    }

    @Test
    void noEntriesGiveNoVectors() {
        assertThat(reader(snowflake()).vectors(List.of())).isEmpty();
    }

    @Test
    void aRootThatIsOnlineIsLookedUpByItsPrimaryKey() {
        Query query =
                Query.of(CARDS, List.of("spent", "cc_num")).join(Query.of(ACCOUNTS, List.of("owner")), Join.inferred());
        VectorReader reader = reader(query);

        assertThat(reader.plan().servingKeys()).containsExactly(new Field("cc_num", DataType.STRING));
        assertThat(reader.vector(Map.of("cc_num", "c1")).toMap())
                .containsExactly(Map.entry("spent", 12.5), Map.entry("cc_num", "c1"), Map.entry("owner", "Ada"));
    }

    @Test
    void aMissingServingKeyIsNamed() {
        assertThatThrownBy(() -> vector(snowflake(), Map.of("cc_num", "c1")))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("'merchant_id'")
                .hasMessageContaining("'fraud'")
                .extracting(error -> ((ShearwaterException) error).code())
                .isEqualTo(OnlineError.MISSING_KEY);
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearestOne() {
        assertThatThrownBy(() -> vector(snowflake(), Map.of("cc_num", "c1", "merchant_idd", 1L)))
                .hasMessageContaining("'merchant_idd'")
                .hasMessageContaining("Did you mean 'merchant_id'?");
        assertThatThrownBy(() -> vector(snowflake(), Map.of("cc_num", "c1", "merchant_id", 1L, "is_fraud", true)))
                .hasMessageContaining("label");
    }

    @Test
    void aValueOfTheWrongTypeIsNamed() {
        assertThatThrownBy(() -> vector(snowflake(), Map.of("cc_num", 5, "merchant_id", 1L)))
                .hasMessageContaining("'cc_num'")
                .hasMessageContaining("'5'");
        assertThatThrownBy(() -> vector(snowflake(), Map.of("cc_num", "c1", "merchant_id", 1.5)))
                .hasMessageContaining("'merchant_id'")
                .hasMessageContaining("1.5");
    }

    @Test
    void aNullServingKeyFindsNothing() {
        Map<String, Object> entry = new HashMap<>(Map.of("merchant_id", 1L));
        entry.put("cc_num", null);

        FeatureVector vector = vector(snowflake(), entry);

        assertThat(vector.status("spent")).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(vector.value("chargebacks")).isEqualTo(3);
    }

    @Test
    void aJoinOfSomethingElseThanThePrimaryKeyIsRefused() {
        Query query = Query.of(TRANSACTIONS, List.of("is_fraud"))
                .join(
                        Query.of(ACCOUNTS, List.of("owner")),
                        Join.onPair("merchant_id", "account_id").and("cc_num", "owner"));

        assertThatThrownBy(() -> reader(query))
                .hasMessageContaining("'accounts'")
                .extracting(error -> ((ShearwaterException) error).code())
                .isEqualTo(OnlineError.NO_LOOKUP);
    }

    @Test
    void aJoinedGroupThatIsNotOnlineIsNamed() {
        FeatureViewSpec view = FeatureViewSpec.builder("fraud", 1, snowflake())
                .labels("is_fraud")
                .build();

        assertThatThrownBy(() -> VectorPlan.ofFeatures(view, List.of(cards, merchants, accounts)))
                .hasMessageContaining("'banks'")
                .hasMessageContaining("not kept online");
    }

    @Test
    void inferenceHelpersComeByThemselves() {
        FeatureViewSpec view = FeatureViewSpec.builder("fraud", 1, snowflake())
                .labels("is_fraud")
                .inferenceHelpers("owner")
                .build();
        List<OnlineGroup> groups = List.of(cards, merchants, accounts, banks);
        VectorPlan plan = VectorPlan.ofInferenceHelpers(view, groups);

        assertThat(plan.servingKeys()).extracting(Field::name).containsExactly("cc_num");
        assertThat(VectorPlan.ofFeatures(view, groups).schema().names()).doesNotContain("owner");
        assertThat(new VectorReader(fixture.store, plan, fixture.clock)
                        .vector(Map.of("cc_num", "c1", "merchant_id", 1L, "amount", 5.0))
                        .toMap())
                .isEqualTo(Map.of("owner", "Ada"));
    }

    @Test
    void aDayIsKnownOnlyAfterItsDelay() {
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        FeatureGroupSpec daily = FeatureGroupSpec.builder("daily", 1)
                .feature("city", DataType.STRING)
                .feature("day", DataType.DATE)
                .feature("mean", DataType.DOUBLE)
                .primaryKey("city")
                .eventTime("day")
                .zone(zone)
                .knownAfter(Duration.ofDays(1))
                .online()
                .build();
        OnlineGroup group = Fixture.group(9, daily);
        LocalDate today = LocalDate.ofInstant(NOON, zone);
        fixture.put(group, row("x", today, 3.0), row("x", today.minusDays(1), 2.0), row("x", today.minusDays(2), 1.0));
        FeatureViewSpec view = FeatureViewSpec.builder("air", 1, Query.of(daily, List.of("day", "mean")))
                .build();
        VectorReader reader =
                new VectorReader(fixture.store, VectorPlan.ofFeatures(view, List.of(group)), fixture.clock);

        assertThat(reader.vector(Map.of("city", "x")).toMap())
                .isEqualTo(Map.of("day", today.minusDays(1), "mean", 2.0));
        fixture.clock.set(today.plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1_000));
        assertThat(reader.vector(Map.of("city", "x")).value("mean")).isEqualTo(2.0);
        fixture.clock.set(today.plusDays(1).atStartOfDay(zone).toInstant());
        assertThat(reader.vector(Map.of("city", "x")).value("mean")).isEqualTo(3.0);
        assertThat(reader.vector(Map.of("city", "x")).eventTime("mean"))
                .contains(today.atStartOfDay(zone).toInstant());
    }
}
