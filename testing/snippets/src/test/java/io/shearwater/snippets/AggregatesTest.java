package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import java.time.Duration;
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
}
