package io.shearwater.query;

import static io.shearwater.query.Fraud.AGGREGATES;
import static io.shearwater.query.Fraud.BANKS;
import static io.shearwater.query.Fraud.MERCHANTS;
import static io.shearwater.query.Fraud.SNOWFLAKE;
import static io.shearwater.query.Fraud.TRANSACTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.ModelError;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TimeRange;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import io.shearwater.plan.Version;
import io.shearwater.transform.BuiltInFunctions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryPlannerTest {
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
    private static final PlanRequest EVERYTHING = PlanRequest.of(LabelRows.ofRoot());
    private static final FeatureViewSpec VIEW =
            FeatureViewSpec.builder("fraud", 1, SNOWFLAKE).labels("is_fraud").build();

    private final QueryPlanner planner = new QueryPlanner("fraud", BuiltInFunctions::find);

    @Test
    void everyLevelOfASnowflakeIsBoundByTheTimeOfTheLabel() {
        Plan plan = planner.read(SNOWFLAKE, EVERYTHING).plan();

        assertThat(Plans.asOf(plan, "p1").rule())
                .isEqualTo(new AsOfRule(
                        List.of(new KeyPair("n0.cc_num", "n1.cc_num")),
                        new TimeColumn("n0.ts", ZoneId.of("UTC")),
                        new TimeColumn("n1.ts", ZoneId.of("UTC")),
                        Duration.ZERO,
                        AsOfRule.Bound.INCLUSIVE,
                        Optional.of(Duration.ofDays(2)),
                        List.of(),
                        Predicate.all()));
        assertThat(Plans.asOf(plan, "p2").rule())
                .isEqualTo(new AsOfRule(
                        List.of(new KeyPair("n1.bank_id", "n2.bank_id")),
                        new TimeColumn("n0.ts", ZoneId.of("UTC")),
                        new TimeColumn("n2.day", ZoneId.of("Europe/Stockholm")),
                        Duration.ofHours(24),
                        AsOfRule.Bound.INCLUSIVE,
                        Optional.empty(),
                        List.of(),
                        Predicate.all()));
    }

    @Test
    void aGroupWithoutEventTimeIsJoinedAsItIsAndTheExplanationSaysSo() {
        PlannedRows rows = planner.read(SNOWFLAKE, EVERYTHING);

        assertThat(Plans.only(rows.plan(), Plan.KeyJoin.class).rule().on())
                .containsExactly(new KeyPair("n0.merchant_id", "n3.merchant_id"));
        assertThat(rows.explain())
                .contains("join, NOT point in time, on n0.merchant_id = n3.merchant_id")
                .contains("note: merchant_fg version 1: NOT point in time");
    }

    @Test
    void theResultHasTheColumnsOfTheQuery() {
        assertThat(planner.read(SNOWFLAKE, EVERYTHING).plan().schema()).isEqualTo(SNOWFLAKE.schema());
    }

    @Test
    void thePlanIsExplainedInOneLineForEachNode() {
        Query query = Query.of(TRANSACTIONS, List.of("amount"))
                .where(Predicate.greaterThan("amount", 0))
                .join(
                        Query.of(AGGREGATES, List.of("count_day")).where(Predicate.greaterThan("count_day", 1)),
                        Join.inferred()
                                .strictlyBefore()
                                .within(Duration.ofHours(1))
                                .requirePresent());

        assertThat(planner.read(query, EVERYTHING).explain()).isEqualTo("""
                        project n0.amount as amount, n1.count_day as count_day
                        └ filter where p1 = true
                          └ point-in-time join on n0.cc_num = n1.cc_num: the last row with n1.ts < n0.ts, not older than PT1H, \
                        absent unless n1.count_day > 1 -> p1
                            ├ project t_id as n0.t_id, ts as n0.ts, cc_num as n0.cc_num, amount as n0.amount
                            │ └ scan fraud.cc_trans_fg__1 now [t_id, ts, cc_num, amount] where amount > 0
                            └ project cc_num as n1.cc_num, ts as n1.ts, count_day as n1.count_day
                              └ scan fraud.aggs_fg__1 now [cc_num, ts, count_day]
                        """);
    }

    @Test
    void aLookbackOnlyNarrowsTheLifetime() {
        assertThat(ttlWithLookback(Duration.ofHours(1))).contains(Duration.ofHours(1));
        assertThat(ttlWithLookback(Duration.ofDays(9))).contains(Duration.ofDays(2));
    }

    private Optional<Duration> ttlWithLookback(Duration lookback) {
        Query query = Query.of(TRANSACTIONS, List.of("amount"))
                .join(Query.featuresOf(AGGREGATES), Join.inferred().within(lookback));
        return Plans.only(planner.read(query, EVERYTHING).plan(), Plan.AsOfJoin.class)
                .rule()
                .ttl();
    }

    @Test
    void keysThatTheJoinLeavesOpenSettleTies() {
        FeatureGroupSpec rates = FeatureGroupSpec.builder("rates", 1)
                .feature("merchant_id", DataType.LONG)
                .feature("currency", DataType.STRING)
                .feature("at", DataType.TIMESTAMP)
                .feature("rate", DataType.DOUBLE)
                .primaryKey("currency", "merchant_id")
                .eventTime("at")
                .build();
        Query query = Query.of(TRANSACTIONS, List.of("amount"))
                .join(Query.of(rates, List.of("rate")), Join.on("merchant_id"));

        assertThat(Plans.only(planner.read(query, EVERYTHING).plan(), Plan.AsOfJoin.class)
                        .rule()
                        .tieBreak())
                .containsExactly("n1._seq", "n1.currency");
    }

    @Test
    void aWholeKeyLeavesNoTiesToSettle() {
        Query query = Query.of(TRANSACTIONS, List.of("amount")).join(Query.featuresOf(AGGREGATES), Join.inferred());
        Plan plan = planner.read(query, EVERYTHING).plan();

        assertThat(Plans.only(plan, Plan.AsOfJoin.class).rule().tieBreak()).isEmpty();
    }

    @Test
    void aGroupJoinedTwiceKeepsItsColumnsApart() {
        Query query = Query.of(TRANSACTIONS, List.of("amount"))
                .join(
                        Query.of(TRANSACTIONS, List.of("amount")),
                        Join.on("cc_num").strictlyBefore().withPrefix("prev_"))
                .join(
                        Query.of(TRANSACTIONS, List.of("amount")),
                        Join.on("merchant_id").withPrefix("shop_"));

        Plan plan = planner.read(query, EVERYTHING).plan();

        assertThat(((Plan.Project) plan).columns())
                .containsExactly(
                        new Plan.Rename("n0.amount", "amount"),
                        new Plan.Rename("n1.amount", "prev_amount"),
                        new Plan.Rename("n2.amount", "shop_amount"));
    }

    @Test
    void aRangeLimitsTheRootAndPrunesWhatNoLabelCanSee() {
        TimeRange day = TimeRange.of(NOON, NOON.plus(Duration.ofDays(1)));
        Plan plan = planner.read(SNOWFLAKE, PlanRequest.of(new LabelRows.OfRoot(day)))
                .plan();

        assertThat(Plans.scan(plan, "cc_trans_fg__1").filter())
                .isEqualTo(
                        Predicate.greaterThan("ts", NOON).and(Predicate.atMost("ts", NOON.plus(Duration.ofDays(1)))));
        assertThat(Plans.scan(plan, "aggs_fg__1").filter())
                .isEqualTo(Predicate.greaterThan(
                                "ts", NOON.minus(Duration.ofDays(2)).minusNanos(1_000))
                        .and(Predicate.atMost("ts", NOON.plus(Duration.ofDays(1)))));
        assertThat(Plans.scan(plan, "bank_fg__3").filter())
                .isEqualTo(Predicate.atMost("day", LocalDate.of(2026, 3, 4)));
        assertThat(Plans.scan(plan, "merchant_fg__1").filter()).isEqualTo(Predicate.all());
    }

    @Test
    void aFilterOnTheRootAloneReachesItsScanAndTheRestWaitsForTheJoins() {
        Predicate onRoot = Predicate.greaterThan("amount", 3);
        Predicate onJoined = Predicate.equalTo("bank_rating", "A");
        Plan plan = planner.read(SNOWFLAKE, EVERYTHING.where(onRoot).where(onJoined))
                .plan();

        assertThat(Plans.scan(plan, "cc_trans_fg__1").filter()).isEqualTo(onRoot);
        assertThat(Plans.only(plan, Plan.Filter.class).predicate()).isEqualTo(Predicate.equalTo("n2.rating", "A"));
        assertThat(Plans.scan(plan, "bank_fg__3").filter()).isEqualTo(Predicate.all());
    }

    @Test
    void aFilterNamesItsUnknownColumn() {
        assertThatThrownBy(() -> planner.inference(VIEW, EVERYTHING.where(Predicate.isNull("amout"))))
                .hasMessageContaining("feature view 'fraud' version 1")
                .hasMessageContaining("Did you mean 'amount'?");
    }

    @Test
    void eachGroupIsReadInTheStateThatWasAskedFor() {
        List<Version> states =
                List.of(new Version.AtTag("a"), new Version.AtCommit(7), new Version.AtInstant(NOON), Version.latest());
        Plan plan = planner.read(SNOWFLAKE, EVERYTHING.at(states)).plan();

        assertThat(Plans.scan(plan, "cc_trans_fg__1").version()).isEqualTo(new Version.AtTag("a"));
        assertThat(Plans.scan(plan, "aggs_fg__1").version()).isEqualTo(new Version.AtCommit(7));
        assertThat(Plans.scan(plan, "bank_fg__3").version()).isEqualTo(new Version.AtInstant(NOON));
        assertThatThrownBy(() -> planner.read(SNOWFLAKE, EVERYTHING.at(states.subList(0, 2))))
                .hasMessageContaining("has 4 groups [cc_trans_fg, aggs_fg, bank_fg, merchant_fg] and was given 2");
    }

    @Test
    void groupsThatGiveNothingAreNotJoined() {
        FeatureViewSpec view = FeatureViewSpec.builder("v", 1, SNOWFLAKE)
                .labels("bank_rating")
                .trainingHelpers("category")
                .build();

        assertThat(Plans.all(planner.inference(view, EVERYTHING).plan(), Plan.Scan.class))
                .extracting(scan -> scan.table().name())
                .containsExactly("cc_trans_fg__1", "aggs_fg__1");
    }

    @Test
    void aParentIsJoinedForTheSakeOfItsChild() {
        Query query = Query.of(TRANSACTIONS, List.of("amount"))
                .join(Query.of(AGGREGATES, List.of()).join(Query.featuresOf(BANKS), Join.inferred()), Join.inferred());

        assertThat(Plans.all(planner.read(query, EVERYTHING).plan(), Plan.AsOfJoin.class))
                .hasSize(2);
    }

    @Test
    void aRootWithoutEventTimeMustNotSilentlyLoseTheTimeBound() {
        Query query = Query.of(MERCHANTS, List.of("category"))
                .join(Query.of(TRANSACTIONS, List.of("amount")), Join.on("merchant_id"));

        assertThatThrownBy(() -> planner.read(query, EVERYTHING))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(QueryError.NO_TIME_BOUND))
                .hasMessageContaining("'cc_trans_fg' version 1 has an event time, but the root of the query has none");
        Plan latest =
                planner.read(query, PlanRequest.of(new LabelRows.Latest(NOON))).plan();
        assertThat(Plans.only(latest, Plan.AsOfJoin.class).rule().labelTime())
                .isEqualTo(new TimeColumn("at", ZoneOffset.UTC));
        assertThat(Plans.all(latest, Plan.Latest.class)).isEmpty();
    }

    @Test
    void theLatestRowIsKnownAndAliveAndThenFiltered() {
        FeatureGroupSpec group = FeatureGroupSpec.builder("card_fg", 1)
                .feature("cc_num", DataType.STRING)
                .feature("day", DataType.DATE)
                .feature("total", DataType.DOUBLE)
                .primaryKey("cc_num")
                .eventTime("day")
                .knownAfter(Duration.ofDays(1))
                .ttl(Duration.ofDays(7))
                .build();
        Query query = Query.of(group, List.of("total")).where(Predicate.greaterThan("total", 5));

        assertThat(planner.inference(
                                FeatureViewSpec.builder("v", 1, query).build(),
                                PlanRequest.of(new LabelRows.Latest(NOON)))
                        .explain())
                .isEqualTo("""
                        project n0.cc_num as cc_num, n0.day as day, n0.total as total
                        └ constant at = 2026-03-04T12:00:00Z
                          └ filter where n0.total > 5
                            └ latest row of each [n0.cc_num] by [n0.day, n0._seq]
                              └ project cc_num as n0.cc_num, day as n0.day, total as n0.total, _seq as n0._seq
                                └ scan fraud.card_fg__1 now [cc_num, day, total, _seq] \
                        where (day > '2026-02-25') and (day <= '2026-03-03')
                        note: Rows: the latest row of each [cc_num] of card_fg version 1; features as of 2026-03-04T12:00:00Z.
                        """);
    }

    @Test
    void nothingIsAliveWhereRowsAreKnownOnlyAfterTheirLifetime() {
        FeatureGroupSpec group = FeatureGroupSpec.builder("late_fg", 1)
                .feature("id", DataType.LONG)
                .feature("ts", DataType.TIMESTAMP)
                .primaryKey("id")
                .eventTime("ts")
                .knownAfter(Duration.ofDays(2))
                .ttl(Duration.ofDays(1))
                .build();

        Plan plan = planner.read(Query.allOf(group), PlanRequest.of(new LabelRows.Latest(NOON)))
                .plan();

        assertThat(Plans.only(plan, Plan.Scan.class).filter()).isEqualTo(new Predicate.Or(List.of()));
    }

    @Test
    void inferenceLeadsWithTheIndexAndLeavesTheLabelsOut() {
        FeatureViewSpec view = FeatureViewSpec.builder("v", 1, SNOWFLAKE)
                .labels("is_fraud")
                .inferenceHelpers("category")
                .build();

        assertThat(planner.inference(view, EVERYTHING).plan().schema().names())
                .containsExactly("t_id", "ts", "amount", "count_day", "bank_rating", "category");
    }

    @Test
    void anIndexColumnThatIsAFeatureStandsOnce() {
        FeatureViewSpec view = FeatureViewSpec.builder("v", 1, Query.of(TRANSACTIONS, List.of("amount", "ts")))
                .build();

        assertThat(planner.inference(view, EVERYTHING).plan().schema().names()).containsExactly("t_id", "ts", "amount");
    }

    @Test
    void anIndexColumnGivesWayToAJoinedFeatureOfItsName() {
        Query query = Query.of(TRANSACTIONS, List.of("amount"))
                .join(Query.of(AGGREGATES, List.of("ts", "count_day")), Join.inferred());

        assertThat(((Plan.Project) planner.inference(
                                        FeatureViewSpec.builder("v", 1, query).build(), EVERYTHING)
                                .plan())
                        .columns())
                .contains(new Plan.Rename("n0.ts", "cc_trans_fg_ts"), new Plan.Rename("n1.ts", "ts"));
    }

    @Test
    void labelsAreRequiredInTrainingOnly() {
        FeatureGroupSpec labels = FeatureGroupSpec.builder("cc_fraud_fg", 1)
                .feature("t_id", DataType.LONG)
                .feature("fraud", DataType.BOOLEAN)
                .primaryKey("t_id")
                .build();
        Query query = Query.of(TRANSACTIONS, List.of("amount"))
                .join(Query.of(labels, List.of("fraud")), Join.inferred().requirePresent());
        FeatureViewSpec view =
                FeatureViewSpec.builder("v", 1, query).labels("fraud").build();

        assertThat(planner.training(view, EVERYTHING, List.of()).required()).containsExactly("p1");
        assertThat(Plans.all(planner.inference(view, EVERYTHING).plan(), Plan.KeyJoin.class))
                .isEmpty();
    }

    @Test
    void trainingKeepsRowsThatLackARequiredGroupSoThatTheyCanBeCounted() {
        Query query = Query.of(TRANSACTIONS, List.of("amount", "is_fraud"))
                .join(Query.featuresOf(AGGREGATES), Join.inferred().requirePresent());
        FeatureViewSpec view =
                FeatureViewSpec.builder("v", 1, query).labels("is_fraud").build();

        PlannedTraining training = planner.training(view, EVERYTHING, List.of("ts"));

        assertThat(Plans.all(training.plan(), Plan.Filter.class)).isEmpty();
        assertThat(training.required()).containsExactly("p1");
        assertThat(training.plan().schema().field("p1").type()).isEqualTo(DataType.BOOLEAN);
        assertThat(training.index())
                .containsExactly(new Plan.Rename("n0.t_id", "t_id"), new Plan.Rename("n0.ts", "ts"));
        assertThat(training.features())
                .containsExactly(new Plan.Rename("n0.amount", "amount"), new Plan.Rename("n1.count_day", "count_day"));
        assertThat(training.labels()).containsExactly(new Plan.Rename("n0.is_fraud", "is_fraud"));
        assertThat(training.carried()).containsExactly(new Plan.Rename("n0.ts", "ts"));
        assertThat(training.identity()).containsExactly("n0.t_id", "n0.ts");
        assertThat(training.time()).contains(new TimeColumn("n0.ts", ZoneId.of("UTC")));
        assertThatThrownBy(() -> planner.training(view, EVERYTHING, List.of("amunt")))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(ModelError.UNKNOWN_COLUMN))
                .hasMessageContaining("Did you mean 'amount'?");
    }

    @Test
    void aLabelThatIsDatedIsJoinedAsOfItsRowAndTheExplanationWarns() {
        FeatureViewSpec view =
                FeatureViewSpec.builder("v", 1, SNOWFLAKE).labels("bank_rating").build();

        assertThat(planner.training(view, EVERYTHING, List.of()).explain())
                .contains("note: Labels [bank_rating]: joined as of each row's time like any feature");
    }
}
