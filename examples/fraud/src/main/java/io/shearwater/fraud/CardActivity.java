package io.shearwater.fraud;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.FeatureGroupSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a card did, declared over its payments instead of computed by a pipeline: the same numbers, as of any time. */
public final class CardActivity {
    // region: fraud.windows
    private static final AggregationWindow EVER = AggregationWindow.lifetime();

    /** Sums and counts of four windows, and the payment before. Nothing is stored: the rows follow from the payments. */
    public static final FeatureGroupSpec GROUP = FeatureGroupSpec.builder("card_activity_fg", 1)
            .description("Rolling sums and counts of each card's payments")
            .primaryKey("cc_num")
            .eventTime("event_time")
            .aggregating(Aggregation.over(FraudGroups.TRANSACTIONS.ref(), aggregates()))
            .build();

    private static Aggregate[] aggregates() {
        List<Aggregate> all = new ArrayList<>();
        all.addAll(sumAndCount(AggregationWindow.rolling(Duration.ofMinutes(10)), "10min"));
        all.addAll(sumAndCount(AggregationWindow.rolling(Duration.ofHours(1)), "1hour"));
        all.addAll(sumAndCount(AggregationWindow.rolling(Duration.ofDays(1)), "1day"));
        all.addAll(sumAndCount(AggregationWindow.rolling(Duration.ofDays(7)).exact(), "7day"));
        all.add(AggregateFunction.lag("ts", 1).over(EVER).as("prev_ts_transaction"));
        all.add(AggregateFunction.lag("ip_address", 1).over(EVER).as("prev_ip_transaction"));
        all.add(AggregateFunction.lag("card_present", 1).over(EVER).as("prev_card_present"));
        return all.toArray(Aggregate[]::new);
    }

    /** SUM(COALESCE(amount, 0)) and COUNT(amount). */
    private static List<Aggregate> sumAndCount(AggregationWindow window, String name) {
        return List.of(
                AggregateFunction.sum("amount").over(window).as("sum_" + name).whenMissing(0.0),
                AggregateFunction.count("amount").over(window).as("count_" + name));
    }
    // end

    private CardActivity() {}
}
