package io.shearwater.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeaturePipelinesTest {
    private static final Instant NIGHT = Instant.parse("2025-09-02T02:00:00Z");

    private static Frame merchants(int nights) {
        FrameBuilder frame = new FrameBuilder(MartTables.MERCHANT_DETAILS, nights);
        for (int night = 0; night < nights; night++) {
            Instant at = NIGHT.plus(Duration.ofDays(night));
            frame.append("M1", "fuel", "SE", BigDecimal.valueOf(night + 1, 0).setScale(2), at);
        }
        return frame.build();
    }

    @Test
    void aMerchantsWeekIsSevenNightsAndItsMonthThirty() {
        Frame rows = new MerchantFeatures().of(merchants(40));

        assertThat(rows.value(0, "chargeback_rate_prev_week")).isEqualTo(1.0 / 7);
        assertThat(rows.value(6, "chargeback_rate_prev_week")).isEqualTo(28.0 / 7);
        assertThat(rows.value(7, "chargeback_rate_prev_week")).isEqualTo((28.0 + 8 - 1) / 7);
        assertThat(rows.value(39, "chargeback_rate_prev_month")).isEqualTo((11 + 40) * 15.0 / 30);
    }

    @Test
    void merchantsInSeveralFramesAreAsInOne() {
        Frame whole = merchants(40);
        MerchantFeatures parts = new MerchantFeatures();
        parts.of(whole.slice(0, 20));

        assertThat(parts.of(whole.slice(20, 40)))
                .isEqualTo(new MerchantFeatures().of(whole).slice(20, 40));
    }

    @Test
    void theAgeOfABanksRatingIsCountedInDays() {
        FrameBuilder banks = new FrameBuilder(MartTables.BANK_DETAILS, 1);
        banks.append("B1", "SE", "AA", LocalDate.of(2025, 8, 31), NIGHT);

        assertThat(BankFeatures.of(banks.build()).row(0))
                .containsEntry("credit_rating", "AA")
                .containsEntry("days_since_bank_cr_changed", 2L);
    }

    @Test
    void everyPaymentGetsAVerdict() {
        FrameBuilder fraud = new FrameBuilder(MartTables.CC_FRAUD, 1);
        fraud.append(2L, "Chain attack", "bank");
        FrameBuilder payments = new FrameBuilder(MartTables.CREDIT_CARD_TRANSACTIONS, 2);
        payments.append(1L, NIGHT, "9999000000000017", "M1", 1.0, "10.0.0.1", true);
        payments.append(2L, NIGHT, "9999000000000017", "M1", 1.0, "10.0.0.1", true);

        Frame verdicts = new FraudLabels(fraud.build().reader()).of(payments.build());

        assertThat(verdicts.row(0)).containsEntry("is_fraud", false).containsEntry("explanation", null);
        assertThat(verdicts.row(1)).containsEntry("is_fraud", true).containsEntry("reporter", "bank");
    }

    @Test
    void historyAndWhatIsToComeAreTheWholeMart() {
        DataMart mart = new DataMart(MartSpec.scaled(0.004, 7));
        FraudPipelines pipelines = new FraudPipelines(mart, 18_000);
        Frame all = mart.creditCardTransactions().readAll();

        List<String> columns = all.schema().names();
        assertThat(pipelines.transactions().readAll().select(columns)).isEqualTo(all.slice(0, 18_000));
        assertThat(pipelines.transactionsToCome().readAll().select(columns)).isEqualTo(all.slice(18_000, all.rows()));
        assertThat(pipelines.labels().readAll().rows()).isEqualTo(18_000);
    }

    @Test
    void matchingRowsAreKeptInOrder() {
        Frame all = merchants(20);
        Object fifth = all.value(4, "last_modified");
        Object ninth = all.value(8, "last_modified");

        FrameReader kept = Frames.matching(all.reader(), "last_modified", Set.of(ninth, fifth));

        assertThat(kept.readAll().toMaps())
                .extracting(row -> row.get("last_modified"))
                .isEqualTo(List.of(fifth, ninth));
    }
}
