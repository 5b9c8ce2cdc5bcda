package io.shearwater.fraud;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Join;
import io.shearwater.transform.BuiltIns;
import io.shearwater.transform.Transformations;
import java.util.List;

/**
 * The feature groups for fraud and the view over them: a snowflake. A payment points at its card and at its merchant, the
 * card points at the account and at the bank; whoever asks online knows the card and the merchant only.
 *
 * @param activity what cards did: aggregates of the payments, of which nothing is written
 */
public record FraudGroups(
        FeatureGroup transactions,
        FeatureGroup activity,
        FeatureGroup cards,
        FeatureGroup merchants,
        FeatureGroup accounts,
        FeatureGroup banks,
        FeatureGroup labels) {

    /**
     * Payments, the rows that training data is made of, and the events of {@link CardActivity}. Never read online themselves: a
     * payment comes with the request.
     */
    public static final FeatureGroupSpec TRANSACTIONS = FeatureGroupSpec.builder("cc_trans_fg", 1)
            .description("Payments by credit card")
            .feature("t_id", DataType.LONG, "Number of the payment")
            .feature("ts", DataType.TIMESTAMP, "When it was made")
            .feature("cc_num", DataType.string(16), "Card, 16 digits")
            .feature("merchant_id", DataType.STRING, "Who is paid")
            .feature("amount", DataType.DOUBLE, "How much")
            .feature("ip_address", DataType.STRING, "Where it came from")
            .feature("card_present", DataType.BOOLEAN, "Whether the card was in the terminal")
            .feature("time_since_last_trans", DataType.LONG, "Seconds since the card paid last")
            .feature("haversine_distance", DataType.DOUBLE, "Kilometres from where the card paid last")
            .feature("days_to_card_expiry", DataType.INT, "Days until the card expires")
            .onDemand(
                    Transformations.method(CardFeatures.class, "timeSinceLastTrans"),
                    Transformations.method(CardFeatures.class, "haversineDistance"),
                    Transformations.method(CardFeatures.class, "daysToCardExpiry"))
            .primaryKey("t_id")
            .eventTime("ts")
            .foreignKey("card_fg", "cc_num")
            .foreignKey("merchant_fg", "merchant_id")
            .build();

    /** Cards through time; they point at their account and their bank. */
    public static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("card_fg", 1)
            .description("Cards and what they belong to")
            .feature("cc_num", DataType.string(16), "Card, 16 digits")
            .feature("cc_expiry_date", DataType.string(7), "Month in which it expires, 2029-03")
            .feature("account_id", DataType.STRING, "Account that it draws on")
            .feature("bank_id", DataType.STRING, "Bank that issued it")
            .feature("issue_date", DataType.DATE, "Day on which it was issued")
            .feature("card_type", DataType.STRING, "credit, debit or prepaid")
            .feature("status", DataType.STRING, "active, blocked or lost/stolen")
            .feature("last_modified", DataType.TIMESTAMP, "When the row was written")
            .primaryKey("cc_num")
            .eventTime("last_modified")
            .foreignKey("account_fg", "account_id")
            .foreignKey("bank_fg", "bank_id")
            .online()
            .build();

    /** Merchants through time. */
    public static final FeatureGroupSpec MERCHANTS = FeatureGroupSpec.builder("merchant_fg", 1)
            .description("Merchants and what came back of their sales")
            .feature("merchant_id", DataType.STRING, "Merchant")
            .feature("last_modified", DataType.TIMESTAMP, "When the row was written")
            .feature("category", DataType.STRING, "What is sold")
            .feature("country", DataType.STRING, "Where the merchant is registered, ISO 3166")
            .feature("cnt_chrgback_prev_day", DataType.decimal(10, 2), "Charged back of the sales of the day before")
            .feature("chargeback_rate_prev_week", DataType.DOUBLE, "Charged back a day, mean of 7 days")
            .feature("chargeback_rate_prev_month", DataType.DOUBLE, "Charged back a day, mean of 30 days")
            .primaryKey("merchant_id")
            .eventTime("last_modified")
            .online()
            .build();

    /** Accounts through time. */
    public static final FeatureGroupSpec ACCOUNTS = FeatureGroupSpec.builder("account_fg", 1)
            .description("Accounts that cards draw on")
            .feature("account_id", DataType.STRING, "Account")
            .feature("zipcode", DataType.STRING, "Where the holder lives")
            .feature("debt_end_prev_month", DataType.decimal(10, 2), "Owed at the end of the month before")
            .feature("last_modified", DataType.TIMESTAMP, "When the row was written")
            .primaryKey("account_id")
            .eventTime("last_modified")
            .online()
            .build();

    /** Banks through time. */
    // region: fraud.banks
    public static final FeatureGroupSpec BANKS = FeatureGroupSpec.builder("bank_fg", 1)
            .description("Banks that issue cards")
            .feature("bank_id", DataType.STRING, "Bank")
            .feature("last_modified", DataType.TIMESTAMP, "When the row was written")
            .feature("credit_rating", DataType.STRING, "AAA to BB")
            .feature("country", DataType.STRING, "Seat, ISO 3166")
            .feature("days_since_bank_cr_changed", DataType.LONG, "Days since the rating changed")
            .primaryKey("bank_id")
            .eventTime("last_modified")
            .online()
            .build();
    // end

    /**
     * Verdicts. Without event time on purpose: a verdict is about its payment, whenever it was reached, so that it joins as
     * it is. Never read online.
     */
    public static final FeatureGroupSpec LABELS = FeatureGroupSpec.builder("cc_fraud_fg", 1)
            .description("Which payments turned out to be fraud")
            .feature("t_id", DataType.LONG, "Number of the payment")
            .feature("is_fraud", DataType.BOOLEAN, "Whether it was fraud")
            .feature("explanation", DataType.STRING, "Why; null for an honest payment")
            .feature("reporter", DataType.STRING, "Who reported it; null for an honest payment")
            .primaryKey("t_id")
            .build();

    /** The groups, made where they are not there yet. */
    public static FraudGroups in(FeatureStore store) {
        return new FraudGroups(
                store.getOrCreateFeatureGroup(TRANSACTIONS),
                store.getOrCreateFeatureGroup(CardActivity.GROUP),
                store.getOrCreateFeatureGroup(CARDS),
                store.getOrCreateFeatureGroup(MERCHANTS),
                store.getOrCreateFeatureGroup(ACCOUNTS),
                store.getOrCreateFeatureGroup(BANKS),
                store.getOrCreateFeatureGroup(LABELS));
    }

    /** All of them. */
    public List<FeatureGroup> all() {
        return List.of(transactions, activity, cards, merchants, accounts, banks, labels);
    }

    /**
     * What a model of fraud reads. A payment is to be judged by what its card did until then, without the payment itself: its
     * aggregates are joined strictly before.
     */
    public FeatureView view(FeatureStore store) {
        // region: fraud.view
        var card = cards.select("card_type", "status")
                .join(accounts.selectFeatures(), Join.inferred())
                .join(banks.selectFeatures(), Join.inferred());
        var payment = transactions
                .select(
                        "cc_num",
                        "amount",
                        "ip_address",
                        "card_present",
                        "time_since_last_trans",
                        "haversine_distance",
                        "days_to_card_expiry")
                .join(labels.select("is_fraud"), Join.on("t_id"))
                .join(activity.selectFeatures(), Join.on("cc_num").strictlyBefore())
                .join(card, Join.inferred())
                .join(merchants.selectFeatures(), Join.inferred().withPrefix("merchant_"));
        return store.getOrCreateFeatureView(FeatureViewSpec.builder("cc_fraud_fv", 1, payment)
                .description("Is this payment fraud?")
                .labels("is_fraud")
                .trainingHelpers("cc_num", "country")
                .transform(
                        BuiltIns.imputeMedian("haversine_distance"),
                        BuiltIns.standardScaler("amount"),
                        BuiltIns.labelEncoder("credit_rating"),
                        BuiltIns.labelEncoder("card_type"),
                        BuiltIns.labelEncoder("status"),
                        BuiltIns.oneHotEncoder("merchant_category"))
                .build());
        // end
    }
}
