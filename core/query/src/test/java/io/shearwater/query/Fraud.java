package io.shearwater.query;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** Groups of a fraud detector: transactions, their aggregates by card, the card's bank, merchants, daily weather. */
final class Fraud {
    static final FeatureGroupSpec TRANSACTIONS = FeatureGroupSpec.builder("cc_trans_fg", 1)
            .feature("t_id", DataType.LONG)
            .feature("ts", DataType.TIMESTAMP)
            .feature("cc_num", DataType.STRING)
            .feature("merchant_id", DataType.LONG)
            .feature("amount", DataType.DOUBLE)
            .feature("is_fraud", DataType.BOOLEAN)
            .primaryKey("t_id")
            .eventTime("ts")
            .foreignKey("aggs_fg", "cc_num")
            .foreignKey("merchant_fg", "merchant_id")
            .build();

    static final FeatureGroupSpec AGGREGATES = FeatureGroupSpec.builder("aggs_fg", 1)
            .feature("cc_num", DataType.STRING)
            .feature("ts", DataType.TIMESTAMP)
            .feature("bank_id", DataType.LONG)
            .feature("count_day", DataType.INT)
            .primaryKey("cc_num")
            .eventTime("ts")
            .foreignKey("bank_fg", "bank_id")
            .ttl(Duration.ofDays(2))
            .build();

    static final FeatureGroupSpec BANKS = FeatureGroupSpec.builder("bank_fg", 3)
            .feature("bank_id", DataType.LONG)
            .feature("day", DataType.DATE)
            .feature("rating", DataType.STRING)
            .primaryKey("bank_id")
            .eventTime("day")
            .zone(ZoneId.of("Europe/Stockholm"))
            .knownAfter(Duration.ofHours(24))
            .build();

    static final FeatureGroupSpec MERCHANTS = FeatureGroupSpec.builder("merchant_fg", 1)
            .feature("merchant_id", DataType.LONG)
            .feature("category", DataType.STRING)
            .primaryKey("merchant_id")
            .build();

    static final Query SNOWFLAKE = Query.of(TRANSACTIONS, List.of("amount", "is_fraud"))
            .join(
                    Query.featuresOf(AGGREGATES)
                            .join(Query.featuresOf(BANKS), Join.inferred().withPrefix("bank_")),
                    Join.inferred())
            .join(Query.featuresOf(MERCHANTS), Join.inferred());

    private Fraud() {}
}
