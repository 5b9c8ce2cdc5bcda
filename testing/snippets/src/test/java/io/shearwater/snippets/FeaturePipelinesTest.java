package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.pipeline.Cardinality;
import io.shearwater.pipeline.FeaturePipeline;
import io.shearwater.pipeline.Fill;
import io.shearwater.pipeline.Node;
import io.shearwater.pipeline.PipelineReport;
import io.shearwater.pipeline.Run;
import io.shearwater.pipeline.Source;
import io.shearwater.pipeline.Totals;
import io.shearwater.pipeline.Window;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeaturePipelinesTest extends CardStore {
    // region: pipelines.first
    private static FeaturePipeline spending() {
        return FeaturePipeline.named("spending")
                .source("events", Source.group("payments").select("cc_num", "ts", "amount"))
                .node("daily", Node.sql("""
                        SELECT cc_num, date_trunc('day', ts) AS day, count(*) AS n, sum(amount) AS total
                        FROM events GROUP BY cc_num, date_trunc('day', ts)""").window(Window.ofDays(1), "day"))
                .node("recent", Node.sql("""
                        SELECT cc_num, day, sum(n) OVER last_days AS n, sum(total) OVER last_days AS total FROM daily
                        WINDOW last_days AS (PARTITION BY cc_num ORDER BY day NULLS FIRST
                          RANGE BETWEEN INTERVAL 2 DAYS PRECEDING AND CURRENT ROW)""").window(Window.ofDays(3), "day"))
                .output("daily", "spending_1d")
                .output("recent", "spending_3d")
                .build();
    }
    // end

    private void group(String name) {
        store.createFeatureGroup(FeatureGroupSpec.builder(name, 1)
                .feature("cc_num", DataType.string(16))
                .feature("day", DataType.TIMESTAMP)
                .feature("n", DataType.LONG)
                .feature("total", DataType.DOUBLE)
                .primaryKey("cc_num")
                .eventTime("day")
                .knownAfter(Duration.ofDays(1))
                .online()
                .build());
    }

    @Test
    void oneProgramForThePastAndEachDay() {
        group("spending_1d");
        group("spending_3d");
        // region: pipelines.run
        FeaturePipeline pipeline = spending();
        pipeline.run(store, Run.ofDays(LocalDate.of(2025, 3, 1), LocalDate.of(2025, 3, 4)));
        PipelineReport report = pipeline.run(store, Run.sinceLast());
        // end
        assertThat(report.commits()).hasSize(2);
        // Two days begin before the data do.
        assertThat(store.sql("SELECT count(DISTINCT day) AS days, min(day) AS first FROM spending_3d")
                        .toMaps()
                        .getFirst())
                .containsEntry("first", BEGIN.plus(Duration.ofDays(2)));
        assertThat(pipeline.explain(store, Run.everything())).contains("spending over");
    }

    @Test
    void daysOfAPlace() {
        group("spending_1d");
        // region: pipelines.zone
        FeaturePipeline pipeline = FeaturePipeline.named("stockholm")
                .zone(ZoneId.of("Europe/Stockholm"))
                .source("events", Source.group("payments"))
                .node("daily", Node.sql("""
                        SELECT cc_num, date_trunc('day', ts) AS day, count(*) AS n, sum(amount) AS total
                        FROM events GROUP BY cc_num, date_trunc('day', ts)""").window(Window.ofDays(1), "day"))
                .output("daily", "spending_1d")
                .build();
        // end
        pipeline.run(store, Run.ofDays(LocalDate.of(2025, 3, 1), LocalDate.of(2025, 3, 4)));
        assertThat(store.sql("SELECT DISTINCT hour(day) AS hour FROM spending_1d")
                        .toMaps())
                .containsExactly(Map.of("hour", 23L));
    }

    @Test
    void functionsOfJava() {
        store.createFeatureGroup(
                FeatureGroupSpec.builder("large", 1).primaryKey("t_id").build());
        // region: pipelines.java
        FeaturePipeline pipeline = FeaturePipeline.named("large_payments")
                .source("events", Source.group("payments").select("t_id", "amount"))
                .node(
                        "rounded",
                        Node.rows("events", FeaturePipelinesTest::rounded).gives(Cardinality.PRESERVING))
                .node(
                        "large",
                        Node.sql("SELECT t_id, euros FROM rounded WHERE euros > 30")
                                .gives(Cardinality.REDUCING))
                .output("large", "large")
                .build();
        // end
        pipeline.run(store, Run.everything());
        assertThat(store.featureGroup("large").read().rows()).isEqualTo(19);
    }

    private static Frame rounded(Frame rows) {
        FrameBuilder whole = new FrameBuilder(
                Schema.of(new Field("t_id", DataType.LONG), new Field("euros", DataType.LONG)), rows.rows());
        double[][] amounts = rows.select(List.of("amount")).toDoubles();
        for (int row = 0; row < rows.rows(); row++) {
            whole.append(rows.value(row, "t_id"), Math.round(amounts[row][0]));
        }
        return whole.build();
    }

    @Test
    void totalsOfManyDaysFromThoseOfOne() {
        for (String name : List.of("card_days", "card_weeks", "card_limits")) {
            store.createFeatureGroup(FeatureGroupSpec.builder(name, 1)
                    .primaryKey("cc_num")
                    .eventTime(name.equals("card_limits") ? "changed" : "day")
                    .knownAfter(name.equals("card_limits") ? Duration.ZERO : Duration.ofDays(1))
                    .build());
        }
        // region: pipelines.totals
        Totals totals = Totals.by("cc_num")
                .time("ts")
                .numbers("amount")
                .distinct("t_id")
                .quantiles(0.9);
        FeaturePipeline pipeline = FeaturePipeline.named("card_totals")
                .source("events", Source.group("payments"))
                .node("days", Node.dailyTotals("events", totals))
                .node("weeks", Node.rollUp("days", totals, 3))
                .output("days", "card_days")
                .output("weeks", "card_weeks")
                .build();
        // end
        pipeline.run(store, Run.everything());
        assertThat(store.featureGroup("card_weeks").spec().schema().names())
                .contains("amount_mean_3d", "amount_stddev_3d", "amount_p90_3d", "t_id_distinct_3d");

        // region: pipelines.fill
        FeaturePipeline limits = FeaturePipeline.named("card_limits")
                .source("states", Source.group("cards"))
                .node(
                        "known",
                        Node.forwardFill(
                                "states", Fill.by("cc_num").time("changed").columns("limit_left")))
                .output("known", "card_limits")
                .build();
        // end
        limits.run(store, Run.everything());
        assertThat(store.featureGroup("card_limits").read().rows()).isEqualTo(15);
    }
}
