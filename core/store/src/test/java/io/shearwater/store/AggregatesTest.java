package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregatesTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final AggregationWindow HOUR = AggregationWindow.rolling(Duration.ofHours(1));

    @TempDir
    private Path directory;

    private FeatureStore store;

    private static FeatureGroupSpec payments() {
        return FeatureGroupSpec.builder("payments", 1)
                .feature("t_id", DataType.LONG)
                .feature("event_time", DataType.TIMESTAMP)
                .feature("cc_num", DataType.STRING)
                .feature("amount", DataType.DOUBLE)
                .primaryKey("t_id")
                .eventTime("event_time")
                .build();
    }

    private static FeatureGroupSpec activity() {
        return FeatureGroupSpec.builder("card_activity", 1)
                .primaryKey("cc_num")
                .eventTime("event_time")
                .aggregating(Aggregation.over(
                        payments().ref(),
                        AggregateFunction.sum("amount").over(HOUR).as("sum_1hour"),
                        AggregateFunction.count("amount").over(HOUR).as("count_1hour"),
                        AggregateFunction.count("amount")
                                .over(HOUR)
                                .excludeCurrent()
                                .as("count_before")))
                .build();
    }

    @BeforeEach
    void open() {
        store = Shearwater.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private FeatureGroup insertPayments() {
        FeatureGroup payments = store.getOrCreateFeatureGroup(payments());
        int[] minutes = {1, 3, 7, 20, 43, 52, 57, 62, 67};
        double[] amounts = {30.95, 1.99, 11.99, 563.05, 21.00, 98.95, 113.99, 10.00, 44.95};
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < minutes.length; i++) {
            rows.add(Map.of(
                    "t_id",
                    (long) i,
                    "event_time",
                    START.plus(Duration.ofMinutes(minutes[i])),
                    "cc_num",
                    "4001",
                    "amount",
                    amounts[i]));
        }
        payments.insert(Frame.of(payments().schema(), rows));
        return payments;
    }

    @Test
    void aRollingSumIsTheSameAsInThePrintedFigure() {
        FeatureGroup payments = insertPayments();
        FeatureGroup activity = store.getOrCreateFeatureGroup(activity());
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "fraud", 1, payments.select("amount").join(activity.selectFeatures(), Join.on("cc_num")))
                .labels("amount")
                .build());

        Frame features = view.trainingData().parts().values().iterator().next().features();

        assertThat(column(features, "sum_1hour"))
                .containsExactly(30.95, 32.94, 44.93, 607.98, 628.98, 727.93, 841.92, 820.97, 863.93);
        assertThat(column(features, "count_1hour")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 7L, 7L);
        assertThat(column(features, "count_before")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 6L, 6L);
    }

    @Test
    void anEventDoesNotSeeItselfWhereTheJoinIsStrictlyBefore() {
        FeatureGroup payments = insertPayments();
        FeatureGroup activity = store.getOrCreateFeatureGroup(activity());
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "fraud",
                        1,
                        payments.select("amount")
                                .join(
                                        activity.selectFeatures(),
                                        Join.on("cc_num").strictlyBefore()))
                .labels("amount")
                .build());

        Frame features = view.trainingData().parts().values().iterator().next().features();

        assertThat(column(features, "count_1hour")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 6L, 6L);
        assertThat(column(features, "sum_1hour").subList(0, 3)).containsExactly(null, 30.95, 32.94);
    }

    @Test
    void aViewTellsHowEachWindowSlidesAndWhy() {
        FeatureGroup payments = insertPayments();
        FeatureGroup activity = store.getOrCreateFeatureGroup(activity());
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "fraud", 1, payments.select("amount").join(activity.selectFeatures(), Join.on("cc_num")))
                .build());

        assertThat(view.explain())
                .contains("aggregates, point in time")
                .contains("-- sum(amount) over rolling 1h as sum_1hour: block stacks, since what leaves")
                .contains("-- count(amount) over rolling 1h as count_1hour: subtracting, since what leaves")
                .contains("-- count(amount) over rolling 1h excluding current as count_before: subtracting");
    }

    private static List<Object> column(Frame frame, String name) {
        List<Object> values = new ArrayList<>();
        for (int row = 0; row < frame.rows(); row++) {
            Object value = frame.value(row, name);
            values.add(value instanceof Double number ? (Object) (Math.round(number * 100) / 100.0) : value);
        }
        return values;
    }
}
