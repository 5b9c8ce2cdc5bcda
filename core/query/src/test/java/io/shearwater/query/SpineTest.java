package io.shearwater.query;

import static io.shearwater.query.Fraud.SNOWFLAKE;
import static io.shearwater.query.Fraud.TRANSACTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Join;
import io.shearwater.model.ModelError;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TimeRange;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import io.shearwater.transform.BuiltInFunctions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpineTest {
    private static final Field T_ID = new Field("t_id", DataType.LONG);
    private static final Field TS = new Field("ts", DataType.TIMESTAMP);
    private static final Field CC_NUM = new Field("cc_num", DataType.string(16));
    private static final Field MERCHANT = new Field("merchant_id", DataType.LONG);
    private static final Field NOTE = new Field("My note", DataType.STRING);
    private static final Field IS_FRAUD = new Field("is_fraud", DataType.BOOLEAN);
    private static final FeatureViewSpec VIEW =
            FeatureViewSpec.builder("fraud", 1, SNOWFLAKE).labels("is_fraud").build();

    private final QueryPlanner planner = new QueryPlanner("fraud", BuiltInFunctions::find);

    @Test
    void itsColumnsComeFirstAndItsTimeBoundsTheJoins() {
        Plan plan = inference(CC_NUM, NOTE, TS, MERCHANT);

        assertThat(plan.schema().names())
                .containsExactly(
                        "cc_num", "My note", "ts", "merchant_id", "amount", "count_day", "bank_rating", "category");
        assertThat(Plans.asOf(plan, "p1").rule().labelTime()).isEqualTo(new TimeColumn("s.ts", ZoneId.of("UTC")));
        assertThat(Plans.asOf(plan, "p2").rule().labelTime()).isEqualTo(new TimeColumn("s.ts", ZoneId.of("UTC")));
        assertThat(Plans.all(plan, Plan.Filter.class)).isEmpty();
    }

    @Test
    void aRootColumnThatItLacksIsNullWithoutThePrimaryKey() {
        Plan plan = inference(CC_NUM, TS, MERCHANT);

        Plan.Constant constant = Plans.only(plan, Plan.Constant.class);
        assertThat(constant.column()).isEqualTo(new Field("n0.amount", DataType.DOUBLE));
        assertThat(constant.value()).isNull();
        assertThat(planner.inference(VIEW, request(CC_NUM, TS, MERCHANT)).explain())
                .contains("note: Root columns [amount]: null");
    }

    @Test
    void aRootColumnThatItLacksIsLookedUpByThePrimaryKeyAsOfItsTime() {
        Plan plan = inference(T_ID, TS, MERCHANT);

        Plan.AsOfJoin lookup = Plans.asOf(plan, "p0");
        assertThat(lookup.rule().labelTime()).isEqualTo(new TimeColumn("s.ts", ZoneId.of("UTC")));
        assertThat(Plans.asOf(plan, "p1").rule().on().getFirst().left()).isEqualTo("n0.cc_num");
        assertThat(Plans.only(plan, Plan.KeyJoin.class).rule().on().getFirst().left())
                .isEqualTo("s.merchant_id");
    }

    @Test
    void nothingIsLookedUpWhereItHasAllThatIsNeeded() {
        Plan plan = inference(T_ID, TS, MERCHANT, CC_NUM, new Field("amount", DataType.DOUBLE));

        assertThat(Plans.all(plan, Plan.Scan.class))
                .extracting(scan -> scan.table().name())
                .doesNotContain("cc_trans_fg__1");
    }

    @Test
    void theErrorNamesTheKeysThatItLacks() {
        assertThatThrownBy(() -> inference(CC_NUM, TS))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(ModelError.MISSING_COLUMN))
                .hasMessageContaining("The spine lacks [merchant_id] of 'cc_trans_fg'")
                .hasMessageContaining("or the primary key [t_id]");
    }

    @Test
    void theErrorNamesTheTimeThatItLacks() {
        assertThatThrownBy(() -> inference(CC_NUM, MERCHANT))
                .hasMessageContaining("The spine has no column 'ts', the event time of 'cc_trans_fg'");
    }

    @Test
    void theErrorNamesTheLabelThatItLacksInTraining() {
        assertThatThrownBy(() -> planner.training(VIEW, request(CC_NUM, TS, MERCHANT), List.of()))
                .hasMessageContaining("The spine lacks [is_fraud]");
        assertThat(planner.training(VIEW, request(CC_NUM, TS, MERCHANT, IS_FRAUD), List.of())
                        .labels())
                .containsExactly(new Plan.Rename("s.is_fraud", "is_fraud"));
    }

    @Test
    void theErrorNamesAColumnOfAnotherType() {
        assertThatThrownBy(() -> inference(CC_NUM, TS, new Field("merchant_id", DataType.INT)))
                .hasMessageContaining("The spine's column 'merchant_id' is int, but in 'cc_trans_fg' it is long");
    }

    @Test
    void aColumnOfItsOwnMustNotTakeTheNameOfAFeature() {
        assertThatThrownBy(() -> inference(CC_NUM, TS, MERCHANT, new Field("category", DataType.STRING)))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(ModelError.DUPLICATE_COLUMN))
                .hasMessageContaining("'category'");
    }

    @Test
    void theRootsFilterIsAConditionOnItsRows() {
        Query query = Query.of(TRANSACTIONS, List.of("amount")).where(Predicate.equalTo("merchant_id", 7L));
        FeatureViewSpec view = FeatureViewSpec.builder("v", 1, query).build();

        Plan plan = planner.inference(view, request(TS, MERCHANT)).plan();

        assertThat(Plans.only(plan, Plan.Filter.class).predicate()).isEqualTo(Predicate.equalTo("s.merchant_id", 7L));
        assertThatThrownBy(() -> planner.inference(view, request(TS)))
                .hasMessageContaining("The spine lacks [merchant_id]");
    }

    @Test
    void aRangeLimitsItsRows() {
        Instant noon = Instant.parse("2026-03-04T12:00:00Z");
        Schema schema = Schema.of(CC_NUM, TS, MERCHANT);
        Plan plan = planner.inference(
                        VIEW,
                        PlanRequest.of(new LabelRows.OfSpine(new FrameRef("spine"), schema, TimeRange.upTo(noon))))
                .plan();

        assertThat(Plans.only(plan, Plan.Filter.class).predicate()).isEqualTo(Predicate.atMost("s.ts", noon));
        assertThat(Plans.scan(plan, "aggs_fg__1").filter()).isEqualTo(Predicate.atMost("ts", noon));
    }

    @Test
    void itGivesTheTimeToARootThatHasNone() {
        Query query = Query.featuresOf(Fraud.MERCHANTS)
                .join(Query.of(TRANSACTIONS, List.of("amount")), Join.on("merchant_id"));
        FeatureViewSpec view = FeatureViewSpec.builder("v", 1, query).build();
        Field time = new Field("event_time", DataType.DATE);

        Plan plan = planner.inference(view, request(MERCHANT, time)).plan();

        assertThat(Plans.only(plan, Plan.AsOfJoin.class).rule().labelTime())
                .isEqualTo(new TimeColumn("s.event_time", ZoneOffset.UTC));
        assertThatThrownBy(() -> planner.inference(view, request(MERCHANT)))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(QueryError.NO_TIME_BOUND));
        assertThatThrownBy(() -> planner.inference(view, request(MERCHANT, new Field("event_time", DataType.LONG))))
                .hasMessageContaining("'event_time' is long");
    }

    @Test
    void aRowIsKnownAgainByItsIdentityOrElseByItsKeysAndTime() {
        assertThat(planner.training(VIEW, request(NOTE, T_ID, TS), List.of()).identity())
                .containsExactly("s.t_id", "s.ts");
        assertThat(planner.training(VIEW, request(NOTE, TS, MERCHANT, CC_NUM, IS_FRAUD), List.of())
                        .identity())
                .containsExactly("s.cc_num", "s.merchant_id", "s.ts");
    }

    private Plan inference(Field... fields) {
        return planner.inference(VIEW, request(fields)).plan();
    }

    private static PlanRequest request(Field... fields) {
        return PlanRequest.of(new LabelRows.OfSpine(
                new FrameRef("spine"), Schema.of(new ArrayList<>(List.of(fields))), TimeRange.ALL));
    }
}
