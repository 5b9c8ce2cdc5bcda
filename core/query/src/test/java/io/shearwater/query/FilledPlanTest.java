package io.shearwater.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.AggregateFunction;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.plan.AggregateRule;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.transform.BuiltInFunctions;
import io.shearwater.transform.BuiltIns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a forward fill is in a plan. */
class FilledPlanTest {
    private static final FeatureGroupSpec ROOMS = FeatureGroupSpec.builder("rooms", 1)
            .feature("room", DataType.STRING)
            .feature("at", DataType.TIMESTAMP)
            .feature("sensor", DataType.STRING)
            .feature("size", DataType.INT)
            .primaryKey("room")
            .eventTime("at")
            .build();
    private static final FeatureGroupSpec READINGS = FeatureGroupSpec.builder("readings", 2)
            .feature("sensor", DataType.STRING)
            .feature("ts", DataType.TIMESTAMP)
            .feature("celsius", DataType.DOUBLE)
            .primaryKey("sensor")
            .eventTime("ts")
            .knownAfter(Duration.ofHours(1))
            .ttl(Duration.ofDays(3))
            .build();
    private static final FeatureViewSpec VIEW = FeatureViewSpec.builder(
                    "comfort",
                    1,
                    Query.of(ROOMS, List.of("size"))
                            .join(
                                    Query.of(READINGS, List.of("celsius")),
                                    Join.on("sensor").withPrefix("r_").strictlyBefore()))
            .transform(BuiltIns.forwardFill("r_celsius"), BuiltIns.forwardFill("size"))
            .build();

    private final QueryPlanner planner = new QueryPlanner("homes", BuiltInFunctions::find);

    @Test
    void itIsTheLastValueOverTheTtlAsOfTheTimeAndTheBoundOfItsJoin() {
        PlannedTraining planned = planner.training(VIEW, PlanRequest.of(LabelRows.ofRoot()), Set.of());

        AggregateRule rule = answers(planned.plan()).getFirst().rule();
        assertThat(rule.on()).containsExactly(new KeyPair("n1.sensor", "sensor"));
        assertThat(rule.questionTime().column()).isEqualTo("n0.at");
        assertThat(rule.eventTime().column()).isEqualTo("ts");
        assertThat(rule.knownAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(rule.bound()).isEqualTo(AsOfRule.Bound.STRICTLY_BEFORE);
        assertThat(rule.aggregates())
                .containsExactly(AggregateFunction.last("celsius")
                        .over(AggregationWindow.rolling(Duration.ofDays(3)).exact())
                        .as("celsius"));
        AggregateRule ofRoot = answers(planned.plan()).getLast().rule();
        assertThat(ofRoot.bound()).isEqualTo(AsOfRule.Bound.INCLUSIVE);
        assertThat(ofRoot.aggregates().getFirst().window()).isEqualTo(AggregationWindow.lifetime());
        assertThat(planned.features()).extracting(Plan.Rename::to).containsExactly("size", "r_celsius");
        assertThat(planned.explain())
                .contains("Filled forward: [celsius] of readings version 2, each the last value that is not null, of "
                        + "readings_last_known version 2.");
    }

    /** Those of a plan, the first that is joined first. */
    private static List<Plan.Aggregated> answers(Plan plan) {
        List<Plan.Aggregated> answers = new ArrayList<>();
        plan.inputs().forEach(input -> answers.addAll(answers(input)));
        if (plan instanceof Plan.Aggregated aggregated) {
            answers.add(aggregated);
        }
        return answers;
    }

    @Test
    void theViewAsItIsDeclaredHasNothingOfIt() {
        assertThat(VIEW.query().declared().nodes()).hasSize(2);
        assertThat(VIEW.query().declared().schema()).isEqualTo(VIEW.query().schema());
        assertThat(VIEW.query().filled()).containsExactlyInAnyOrder("size", "r_celsius");
        assertThat(VIEW.withTransformations(List.of()).query())
                .isEqualTo(VIEW.query().declared());
        assertThat(VIEW.withTransformations(VIEW.transformations())).isEqualTo(VIEW);
    }

    /** Each fill is one more projection: what takes twice as long with each would not end. */
    @Test
    void theSchemaOfProjectionsOfProjectionsIsThere() {
        Schema schema = Schema.of(IntStream.range(0, 4)
                .mapToObj(i -> new Field("c" + i, DataType.INT))
                .toList());
        Plan plan = new Plan.Rows(new FrameRef("rows"), schema);
        List<Plan.Rename> same =
                schema.names().stream().map(name -> new Plan.Rename(name, name)).toList();
        for (int i = 0; i < 40; i++) {
            plan = new Plan.Project(plan, same);
        }
        assertThat(plan.schema()).isEqualTo(schema);
    }
}
