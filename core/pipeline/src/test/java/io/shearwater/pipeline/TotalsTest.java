package io.shearwater.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.FeatureGroup;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TotalsTest extends PaymentStore {
    private static final Schema EVENTS = Schema.of(
            new Field("cc_num", DataType.STRING),
            new Field("ts", DataType.TIMESTAMP),
            new Field("amount", DataType.DOUBLE),
            new Field("shop", DataType.STRING));
    private static final Totals TOTALS =
            Totals.by("cc_num").time("ts").numbers("amount").distinct("shop").quantiles(0.5, 0.9);

    /** The totals of seven days up to the last one, of a card. */
    private Map<String, @Nullable Object> week(Object[]... events) {
        FrameBuilder rows = new FrameBuilder(EVENTS, events.length);
        for (Object[] event : events) {
            rows.append("a", BEGIN.plus(Duration.ofDays((int) event[0])), event[1], event[2]);
        }
        Frame given = rows.build();
        FeaturePipeline pipeline = FeaturePipeline.named("totals")
                .source(
                        "events",
                        Source.rows(EVENTS, range -> FrameReader.of(given))
                                .time("ts")
                                .since(Instant.parse("2025-01-01T00:00:00Z")))
                .node("daily", Node.dailyTotals("events", TOTALS))
                .node("weekly", Node.rollUp("daily", TOTALS, 7))
                .output("weekly", "weekly")
                .build();
        FeatureGroup weekly = store.getOrCreateFeatureGroup(FeatureGroupSpec.builder("weekly", 1)
                .primaryKey("cc_num")
                .eventTime("day")
                .knownAfter(Duration.ofDays(1))
                .build());
        pipeline.run(store, Run.ofDays(FIRST_DAY, FIRST_DAY.plusDays(6)));
        Frame all = weekly.read();
        return all.row(lastOf(all));
    }

    private static int lastOf(Frame rows) {
        int last = 0;
        for (int row = 1; row < rows.rows(); row++) {
            Instant day = (Instant) Objects.requireNonNull(rows.value(row, "day"));
            last = day.isAfter((Instant) Objects.requireNonNull(rows.value(last, "day"))) ? row : last;
        }
        return last;
    }

    private static double number(Map<String, @Nullable Object> row, String column) {
        return (double) Objects.requireNonNull(row.get(column), column);
    }

    @Test
    void theTotalsOfTwoDaysFollowFromThoseOfEach() {
        Map<String, @Nullable Object> week =
                week(new Object[] {0, 10.0, "x"}, new Object[] {0, 20.0, "y"}, new Object[] {1, 60.0, "y"});

        assertThat(week)
                .containsEntry("n_7d", 3L)
                .containsEntry("amount_count_7d", 3L)
                .containsEntry("amount_sum_7d", 90.0)
                .containsEntry("amount_max_7d", 60.0)
                .containsEntry("amount_min_7d", 10.0)
                // Not 37.5, the mean of the means of the days.
                .containsEntry("amount_mean_7d", 30.0)
                .containsEntry("shop_distinct_7d", 2L);
        assertThat(number(week, "amount_stddev_7d")).isCloseTo(26.457513, within(1e-6));
        assertThat(number(week, "amount_stddev_pop_7d")).isCloseTo(21.602469, within(1e-6));
        assertThat(number(week, "amount_p50_7d")).isCloseTo(20.0, within(20.0 / 256));
        assertThat(number(week, "amount_p90_7d")).isCloseTo(60.0, within(60.0 / 256));
    }

    @Test
    void theDeviationOfOneTwoAndThreeIsThatOfAllThree() {
        Map<String, @Nullable Object> week =
                week(new Object[] {0, 1.0, "a"}, new Object[] {0, 2.0, "b"}, new Object[] {1, 3.0, "c"});

        double deviation = number(week, "amount_stddev_pop_7d");
        assertThat(deviation).isCloseTo(0.816497, within(1e-6));
        assertThat(deviation * deviation).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void whatIsThereOnTwoDaysCountsOnce() {
        Map<String, @Nullable Object> week =
                week(new Object[] {0, 1.0, "a"}, new Object[] {0, 1.0, "b"}, new Object[] {1, 1.0, "b"}, new Object[] {
                    1, 1.0, "c"
                });

        assertThat(week).containsEntry("shop_distinct_7d", 3L);
    }

    @Test
    void equalNumbersDeviateByNothingAlthoughTheirSquaresAreRounded() {
        Map<String, @Nullable Object> week =
                week(new Object[] {0, 0.1, "a"}, new Object[] {1, 0.1, "a"}, new Object[] {2, 0.1, "a"});

        // The sum of the squares is less than the square of the sum divided by three: the root would be NaN.
        assertThat(0.1 * 0.1 + 0.1 * 0.1 + 0.1 * 0.1 - (0.1 + 0.1 + 0.1) / 3 * (0.1 + 0.1 + 0.1))
                .isNegative();
        assertThat(number(week, "amount_stddev_7d")).isZero();
    }

    @Test
    void sevenDaysAreNoMore() {
        Map<String, @Nullable Object> week = week(new Object[] {-1, 5.0, "a"}, new Object[] {6, 7.0, "b"});
        assertThat(week).containsEntry("amount_sum_7d", 7.0).containsEntry("n_7d", 1L);
        Map<String, @Nullable Object> all = week(new Object[] {0, 5.0, "a"}, new Object[] {6, 7.0, "b"});
        assertThat(all).containsEntry("amount_sum_7d", 12.0);
    }

    @Test
    void aTextHasNoTotals() {
        FeaturePipeline pipeline = FeaturePipeline.named("wrong")
                .source("payments", Source.group("payments"))
                .node(
                        "daily",
                        Node.dailyTotals(
                                "payments", Totals.by("cc_num").time("ts").numbers("note")))
                .output("daily", "card_daily")
                .build();
        pay("a", 1, Duration.ofDays(1));

        assertThatThrownBy(() -> pipeline.run(store, Run.everything()))
                .hasMessageContaining("'note' is string")
                .hasMessageContaining("distinct(\"note\")");
    }
}
