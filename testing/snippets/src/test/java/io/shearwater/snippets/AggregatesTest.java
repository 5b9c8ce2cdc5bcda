package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.transform.Transformations;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AggregatesTest extends CardStore {
    private FeatureGroup activity() {
        // region: aggregates.group
        AggregationWindow day = AggregationWindow.rolling(Duration.ofDays(1));
        FeatureGroup activity = store.createFeatureGroup(FeatureGroupSpec.builder("card_activity", 1)
                .primaryKey("cc_num")
                .eventTime("asked_at")
                .aggregating(Aggregation.over(
                                payments.spec().ref(),
                                AggregateFunction.count().over(day).as("count_1d"),
                                AggregateFunction.sum("amount")
                                        .over(day)
                                        .as("sum_1d")
                                        .whenMissing(0.0),
                                AggregateFunction.lag("ts", 1)
                                        .over(AggregationWindow.lifetime())
                                        .as("paid_before"))
                        .where(Predicate.greaterThan("amount", 0.0)))
                .build());
        // end
        return activity;
    }

    @Test
    void aggregatesAreJoinedAtTheTimesOfLabels() {
        FeatureGroup activity = activity();
        // region: aggregates.view
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "busy_cards",
                        1,
                        payments.select("amount", "is_fraud")
                                .join(
                                        activity.selectFeatures(),
                                        Join.on("cc_num").strictlyBefore()))
                .labels("is_fraud")
                .build());
        Frame features = view.trainingData().train().features();
        // end
        assertThat(features.column("count_1d").valueAt(0)).isEqualTo(0L);
        assertThat(features.column("count_1d").valueAt(39)).isEqualTo(2L);
        assertThat(features.column("sum_1d").valueAt(39)).isEqualTo(46.0 + 43.0);
    }

    @Test
    void rowsAreReadAtTheTimesOfEvents() {
        FeatureGroup activity = activity();
        // region: aggregates.read
        Frame rows = activity.read(ReadOptions.all().where(Predicate.equalTo("cc_num", FIRST_CARD)));

        FeatureGroup kept = store.createFeatureGroup(FeatureGroupSpec.builder("card_activity_rows", 1)
                .primaryKey("cc_num")
                .eventTime("asked_at")
                .build());
        kept.insert(activity.reader(ReadOptions.all()), WriteOptions.plain());
        // end
        assertThat(rows.rows()).isEqualTo(14);
        assertThat(kept.read().rows()).isEqualTo(40);
    }

    @Test
    void theSameIsWrittenInSql() {
        // region: aggregates.sql
        FeatureGroupSpec activity = FeatureGroupSpec.builder("card_activity", 1)
                .aggregating(payments.spec(), """
                        SELECT cc_num, count(*) OVER day AS count_1d, sum(amount) OVER day AS sum_1d
                        FROM payments
                        WHERE amount > 0
                        WINDOW day AS (PARTITION BY cc_num ORDER BY ts
                                       RANGE BETWEEN INTERVAL '1 day' PRECEDING AND CURRENT ROW)
                        """)
                .build();
        // end
        assertThat(store.createFeatureGroup(activity).spec().featureNames()).containsExactly("count_1d", "sum_1d");
    }

    @Test
    void columnsAreComputedOfAggregates() {
        // region: aggregates.derived
        AggregationWindow hour = AggregationWindow.rolling(Duration.ofHours(1));
        AggregationWindow day = AggregationWindow.rolling(Duration.ofDays(1));
        FeatureGroup scores = store.createFeatureGroup(FeatureGroupSpec.builder("card_scores", 1)
                .primaryKey("cc_num")
                .eventTime("asked_at")
                .online()
                .aggregating(Aggregation.over(
                        payments.spec().ref(),
                        AggregateFunction.sum("amount").over(hour).as("sum_1h"),
                        AggregateFunction.sum("amount").over(day).as("sum_1d"),
                        AggregateFunction.avg("amount").over(day).as("avg_1d"),
                        AggregateFunction.stddevPop("amount").over(day).as("dev_1d")))
                .feature("hour_share", DataType.DOUBLE)
                .feature("amount_score", DataType.DOUBLE)
                .onDemand(
                        Transformations.method(ActivityFunctions.class, "hourShare"),
                        Transformations.method(ActivityFunctions.class, "amountScore"))
                .build());
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "odd_payments",
                        1,
                        payments.select("amount", "is_fraud")
                                .join(
                                        scores.select("amount_score", "hour_share"),
                                        Join.on("cc_num").strictlyBefore()))
                .labels("is_fraud")
                .build());
        Frame features = view.trainingData().train().features();
        FeatureVector vector =
                view.featureVector(Map.of("cc_num", FIRST_CARD, "ts", BEGIN.plus(Duration.ofDays(2)), "amount", 90.0));
        // end
        double mean = (10.0 + 13) / 2;
        assertThat(features.column("amount_score").valueAt(6)).isEqualTo((16.0 - mean) / 1.5);
        double later = (19.0 + 22 + 25) / 3;
        assertThat((Double) vector.value("amount_score")).isCloseTo((90 - later) / Math.sqrt(6), Offset.offset(1e-12));
        assertThat(vector.value("hour_share")).isNull();
    }

    @Test
    void whatIsMissingIsTheLastThatWasKnown() {
        FeatureGroup readings = store.createFeatureGroup(FeatureGroupSpec.builder("readings", 1)
                .feature("sensor", DataType.STRING)
                .feature("ts", DataType.TIMESTAMP)
                .feature("celsius", DataType.DOUBLE)
                .feature("is_comfortable", DataType.BOOLEAN)
                .primaryKey("sensor")
                .eventTime("ts")
                .build());
        FrameBuilder rows = new FrameBuilder(readings.spec().schema(), 4);
        rows.append("s1", BEGIN, 20.5, true);
        rows.append("s1", BEGIN.plusSeconds(60), null, true);
        rows.append("s1", BEGIN.plusSeconds(120), null, false);
        rows.append("s1", BEGIN.plusSeconds(180), 27.0, false);
        readings.insert(rows.build());
        // region: aggregates.filled
        FeatureGroup filled = store.createFeatureGroup(FeatureGroupSpec.builder("filled_readings", 1)
                .primaryKey("sensor")
                .eventTime("asked_at")
                .online()
                .aggregating(Aggregation.over(
                        readings.spec().ref(),
                        AggregateFunction.last("celsius")
                                .over(AggregationWindow.lifetime())
                                .as("last_celsius")))
                .feature("filled_celsius", DataType.DOUBLE)
                .onDemand(Transformations.method(ReadingFunctions.class, "filledCelsius"))
                .build());
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "comfort",
                        1,
                        readings.select("celsius", "is_comfortable")
                                .join(
                                        filled.select("filled_celsius"),
                                        Join.on("sensor").strictlyBefore()))
                .labels("is_comfortable")
                .build());
        // end
        Frame features = view.trainingData().train().features();
        assertThat(features.column("filled_celsius").valueAt(0)).isEqualTo(20.5);
        assertThat(features.column("filled_celsius").valueAt(1)).isEqualTo(20.5);
        assertThat(features.column("filled_celsius").valueAt(2)).isEqualTo(20.5);
        assertThat(features.column("filled_celsius").valueAt(3)).isEqualTo(27.0);
        Map<String, @Nullable Object> request = new HashMap<>(Map.of("sensor", "s1", "ts", BEGIN.plusSeconds(120)));
        request.put("celsius", null);
        assertThat(view.featureVector(request).value("filled_celsius")).isEqualTo(20.5);
        request.put("celsius", 21.0);
        assertThat(view.featureVector(request).value("filled_celsius")).isEqualTo(21.0);
    }
}
