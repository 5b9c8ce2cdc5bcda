package io.shearwater.fraud;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import java.util.HashSet;
import java.util.Set;

/**
 * The feature pipelines: from the tables of the data mart to the rows of the feature groups. Rows are made while they are
 * read, in any number. What cards did needs none: {@link CardActivity} is declared.
 *
 * @param payments how many of the mart's payments have happened; the rest is still to come
 */
public record FraudPipelines(DataMart mart, long payments) {
    /** Rows of {@link FraudGroups#TRANSACTIONS}: the mart's table, with what is computed on demand from. */
    public FrameReader transactions() {
        return Frames.rows(allTransactions(), 0, payments);
    }

    /** Rows of {@link FraudGroups#TRANSACTIONS} that are still to come. */
    public FrameReader transactionsToCome() {
        return Frames.rows(allTransactions(), payments, Long.MAX_VALUE);
    }

    private FrameReader allTransactions() {
        PaymentInputs inputs = new PaymentInputs(new CardDirectory(mart.cardDetails()));
        return Frames.each(mart.creditCardTransactions(), PaymentInputs.SCHEMA, inputs::of);
    }

    /**
     * Payments that have happened, drawn at random.
     *
     * @param most how many, if there are so many
     * @param purpose another one draws others
     */
    Frame drawn(int most, String purpose) {
        Dice dice = Dice.of(mart.spec().seed(), purpose);
        Set<Long> ids = new HashSet<>();
        int wanted = (int) Math.min(most, payments);
        while (ids.size() < wanted) {
            ids.add(1 + (long) (dice.unit() * payments));
        }
        return Frames.matching(transactions(), "t_id", ids).readAll();
    }

    /** Rows of {@link FraudGroups#CARDS}: the mart's table as it is. */
    public FrameReader cards() {
        return mart.cardDetails();
    }

    /** Rows of {@link FraudGroups#LABELS}. */
    public FrameReader labels() {
        FraudLabels verdicts = new FraudLabels(mart.ccFraud());
        return Frames.each(transactions(), FraudGroups.LABELS.schema(), verdicts::of);
    }

    /** Rows of {@link FraudGroups#MERCHANTS}. */
    public FrameReader merchants() {
        MerchantFeatures features = new MerchantFeatures();
        return Frames.each(mart.merchantDetails(), FraudGroups.MERCHANTS.schema(), features::of);
    }

    /** Rows of {@link FraudGroups#ACCOUNTS}: the mart's table as it is. */
    public FrameReader accounts() {
        return mart.accountDetails();
    }

    /** Rows of {@link FraudGroups#BANKS}. */
    public FrameReader banks() {
        return Frames.each(mart.bankDetails(), FraudGroups.BANKS.schema(), BankFeatures::of);
    }
}
