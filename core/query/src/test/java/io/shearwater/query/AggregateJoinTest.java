package io.shearwater.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Query;
import io.shearwater.model.TimeRange;
import io.shearwater.plan.AggregateRule;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.Plan;
import io.shearwater.transform.BuiltInFunctions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateJoinTest {
    private static final Instant START = Instant.parse("2026-03-04T00:00:00Z");
    private static final PlanRequest A_DAY =
            PlanRequest.of(new LabelRows.OfRoot(TimeRange.of(START, START.plus(Duration.ofDays(1)))));
    private static final FeatureGroupSpec ACTIVITY = FeatureGroupSpec.builder("activity", 1)
            .primaryKey("cc_num")
            .eventTime("at")
            .aggregating(Aggregation.over(
                    Fraud.TRANSACTIONS.ref(),
                    AggregateFunction.sum("amount").over(AggregationWindow.rolling(Duration.ofHours(6))),
                    AggregateFunction.count().over(AggregationWindow.lifetime()).as("payments")))
            .build()
            .over(Fraud.TRANSACTIONS);

    private final QueryPlanner planner = new QueryPlanner("fraud", BuiltInFunctions::find);

    private static Query joined(Join how, String... columns) {
        return Query.of(Fraud.TRANSACTIONS, List.of("amount"))
                .join(Query.of(ACTIVITY, List.of(columns)), how.withPrefix("card_"));
    }

    @Test
    void eachLabelAsksForTheAggregatesOfItsKeyAtItsTime() {
        Query query = joined(Join.on("cc_num").strictlyBefore(), "amount_sum_6h");

        AggregateRule rule = Plans.only(planner.read(query, A_DAY).plan(), Plan.Aggregated.class)
                .rule();

        assertThat(rule.on()).containsExactly(new KeyPair("n0.cc_num", "cc_num"));
        assertThat(rule.questionTime().column()).isEqualTo("n0.ts");
        assertThat(rule.bound()).isEqualTo(AsOfRule.Bound.STRICTLY_BEFORE);
        assertThat(rule.order()).containsExactly("_seq", "t_id");
        assertThat(rule.aggregates()).extracting("name").containsExactly("amount_sum_6h");
    }

    @Test
    void eventsThatNoWindowOfNoLabelSeesAreNotRead() {
        assertThat(filter(joined(Join.on("cc_num"), "amount_sum_6h")))
                .contains("2026-03-03T17:59:59.999999Z")
                .contains("2026-03-05T00:00:00Z");
    }

    @Test
    void eventsOfAnyAgeAreReadWhereOneOfThemCounts() {
        assertThat(filter(joined(Join.on("cc_num"), "amount_sum_6h", "payments")))
                .doesNotContain("2026-03-03");
        assertThat(filter(joined(Join.on("cc_num").requirePresent(), "amount_sum_6h")))
                .doesNotContain("2026-03-03");
    }

    private String filter(Query query) {
        Plan events = Plans.only(planner.read(query, A_DAY).plan(), Plan.Aggregated.class)
                .events();
        return ((Plan.Scan) events).filter().toString();
    }

    @Test
    void anAgeOfTheRowHasNoMeaning() {
        Query query = joined(Join.on("cc_num").within(Duration.ofDays(1)), "payments");

        assertThatThrownBy(() -> planner.read(query, A_DAY))
                .hasMessageContaining("limits the age of its row")
                .hasMessageContaining("windows");
    }

    @Test
    void theExplanationNamesTheAggregates() {
        assertThat(planner.read(joined(Join.on("cc_num"), "amount_sum_6h"), A_DAY)
                        .explain())
                .contains("aggregates, point in time, on n0.cc_num = cc_num: events with ts <= n0.ts")
                .contains("sum(amount) over rolling 6h");
    }
}
