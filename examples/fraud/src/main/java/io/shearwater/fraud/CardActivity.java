package io.shearwater.fraud;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Join;
import io.shearwater.model.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a card did, declared over its payments: the same numbers in training data, at a request and in a table, as of any time.
 */
public final class CardActivity {
    // region: fraud.windows
    private static final AggregationWindow EVER = AggregationWindow.lifetime();

    /** Sums and counts of four windows, and the payment before. Nothing is stored: the rows follow from the payments. */
    public static final FeatureGroupSpec GROUP = FeatureGroupSpec.builder("card_activity_fg", 1)
            .description("Rolling sums and counts of each card's payments")
            .primaryKey("cc_num")
            .eventTime("event_time")
            .online()
            .aggregating(Aggregation.over(FraudGroups.TRANSACTIONS.ref(), aggregates()))
            .build();

    private static Aggregate[] aggregates() {
        List<Aggregate> all = new ArrayList<>();
        all.addAll(sumAndCount(AggregationWindow.rolling(Duration.ofMinutes(10)), "10min"));
        all.addAll(sumAndCount(AggregationWindow.rolling(Duration.ofHours(1)), "1hour"));
        all.addAll(sumAndCount(AggregationWindow.rolling(Duration.ofDays(1)), "1day"));
        all.addAll(sumAndCount(AggregationWindow.rolling(Duration.ofDays(7)).exact(), "7day"));
        all.add(previous("ts").as("prev_ts_transaction"));
        all.add(previous("ip_address").as("prev_ip_transaction"));
        all.add(previous("card_present").as("prev_card_present"));
        return all.toArray(Aggregate[]::new);
    }

    /** LAG: also where a payment sees itself, it is the one before. */
    private static Aggregate previous(String column) {
        return AggregateFunction.last(column).over(EVER).excludeCurrent();
    }

    /** SUM(COALESCE(amount, 0)) and COUNT(amount). */
    private static List<Aggregate> sumAndCount(AggregationWindow window, String name) {
        return List.of(
                AggregateFunction.sum("amount").over(window).as("sum_" + name).whenMissing(0.0),
                AggregateFunction.count("amount").over(window).as("count_" + name));
    }
    // end

    private CardActivity() {}

    /**
     * Writes the table {@code cc_trans_aggs_fg}: a row for each payment with what its card did until then, the payment itself
     * included, and with the card's account and bank at that time. For programs that want a table; the view does not read it.
     */
    public static FeatureGroup materialize(FeatureStore store, FraudGroups groups) {
        // region: fraud.materialized
        var rows = groups.activity()
                .selectFeatures()
                .join(groups.cards().select("account_id", "bank_id"), Join.on("cc_num"));
        FeatureView asOfPayments = store.getOrCreateFeatureView(FeatureViewSpec.builder("cc_trans_aggs_fv", 1, rows)
                .description("What a card did, as of each of its payments")
                .build());
        FeatureGroup table = store.getOrCreateFeatureGroup(FeatureGroupSpec.builder("cc_trans_aggs_fg", 1)
                .description("Rolling sums and counts of each card's payments, as of each payment")
                .primaryKey("cc_num")
                .eventTime("event_time")
                .build());
        table.insert(asOfPayments.batchData(TimeRange.ALL), WriteOptions.plain());
        // end
        return table;
    }
}
