package io.shearwater.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.ShearwaterException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RollingAggregatesTest {
    private static final Instant START = Instant.parse("2025-09-01T10:00:00Z");
    private static final String CARD = "9999000000000017";
    private final RollingAggregates aggregates = new RollingAggregates(noCards());

    record Payment(String card, Instant at, @Nullable Double amount) {}

    static CardDirectory noCards() {
        return new CardDirectory(FrameReader.of(Frame.empty(MartTables.CARD_DETAILS)));
    }

    private static Payment payment(Duration after, double amount) {
        return new Payment(CARD, START.plus(after), amount);
    }

    static Frame frame(List<Payment> payments) {
        FrameBuilder frame = new FrameBuilder(MartTables.CREDIT_CARD_TRANSACTIONS, payments.size());
        long id = 0;
        for (Payment payment : payments) {
            id++;
            frame.append(id, payment.at, payment.card, "M0000001", payment.amount, "10.0.0." + id % 200, id % 2 == 0);
        }
        return frame.build();
    }

    @Test
    void theRowHasTheFifteenColumnsOfTheSpecificationAndTwoForTheNextPayment() {
        assertThat(FraudGroups.AGGREGATES.schema().names())
                .containsExactly(
                        "cc_num",
                        "event_time",
                        "account_id",
                        "bank_id",
                        "sum_10min",
                        "count_10min",
                        "sum_1hour",
                        "count_1hour",
                        "sum_1day",
                        "count_1day",
                        "sum_7day",
                        "count_7day",
                        "prev_ts_transaction",
                        "prev_ip_transaction",
                        "prev_card_present",
                        "last_ts",
                        "last_ip");
    }

    @Test
    void theHourOfTheSpecificationsExampleSumsUp() {
        int[] minutes = {1, 3, 7, 20, 43, 52, 57, 62, 67};
        double[] amounts = {30.95, 1.99, 11.99, 563.05, 21.00, 98.95, 113.99, 10.00, 44.95};
        double[] sums = {30.95, 32.94, 44.93, 607.98, 628.98, 727.93, 841.92, 820.97, 863.93};
        List<Payment> payments = new ArrayList<>();
        for (int i = 0; i < minutes.length; i++) {
            payments.add(payment(Duration.ofMinutes(minutes[i]), amounts[i]));
        }

        Frame rows = aggregates.of(frame(payments));

        for (int i = 0; i < sums.length; i++) {
            assertThat((Double) rows.value(i, "sum_1hour")).isCloseTo(sums[i], within(1e-9));
        }
    }

    @Test
    void bothEndsOfAWindowBelongToIt() {
        Frame rows = aggregates.of(frame(List.of(
                payment(Duration.ZERO, 1),
                payment(Duration.ofMinutes(10), 2),
                payment(Duration.ofMinutes(20).plus(1, ChronoUnit.MICROS), 4))));

        assertThat(rows.value(1, "count_10min")).isEqualTo(2L);
        assertThat(rows.value(1, "sum_10min")).isEqualTo(3.0);
        assertThat(rows.value(2, "count_10min")).isEqualTo(1L);
        assertThat(rows.value(2, "sum_10min")).isEqualTo(4.0);
    }

    @Test
    void theFirstPaymentOfACardHasNoneBefore() {
        Frame rows = aggregates.of(frame(List.of(payment(Duration.ZERO, 1), payment(Duration.ofDays(20), 2))));

        assertThat(rows.value(0, "prev_ts_transaction")).isNull();
        assertThat(rows.value(0, "prev_ip_transaction")).isNull();
        assertThat(rows.value(0, "prev_card_present")).isNull();
        assertThat(rows.value(1, "prev_ts_transaction")).isEqualTo(START);
        assertThat(rows.value(1, "prev_ip_transaction")).isEqualTo("10.0.0.1");
        assertThat(rows.value(1, "prev_card_present")).isEqualTo(false);
    }

    @Test
    void aNullAmountIsNotCountedAndAddsNothing() {
        Frame rows = aggregates.of(frame(List.of(new Payment(CARD, START, null), payment(Duration.ofMinutes(1), 2))));

        assertThat(rows.value(0, "count_10min")).isEqualTo(0L);
        assertThat(rows.value(0, "sum_10min")).isEqualTo(0.0);
        assertThat(rows.value(1, "count_10min")).isEqualTo(1L);
        assertThat(rows.value(1, "prev_ts_transaction")).isEqualTo(START);
    }

    @Test
    void accountAndBankAreTheOnesOfTheTime() {
        FrameBuilder cards = new FrameBuilder(MartTables.CARD_DETAILS, 2);
        LocalDate issued = LocalDate.of(2025, 1, 1);
        cards.append(CARD, "2029-01", "A1", "B1", issued, "credit", "active", START);
        cards.append(CARD, "2029-01", "A2", "B2", issued, "credit", "active", START.plusSeconds(60));
        RollingAggregates withCards =
                new RollingAggregates(new CardDirectory(cards.build().reader()));

        Frame rows = withCards.of(frame(List.of(
                payment(Duration.ofSeconds(-1), 1),
                payment(Duration.ZERO, 1),
                payment(Duration.ofSeconds(59), 1),
                payment(Duration.ofSeconds(60), 1))));

        assertThat(rows.toMaps()).extracting(row -> row.get("account_id")).containsExactly(null, "A1", "A1", "A2");
        assertThat(rows.toMaps()).extracting(row -> row.get("bank_id")).containsExactly(null, "B1", "B1", "B2");
    }

    @Test
    void aPaymentFromThePastIsRefused() {
        aggregates.of(frame(List.of(payment(Duration.ofMinutes(1), 1))));

        assertThatThrownBy(() -> aggregates.of(frame(List.of(payment(Duration.ZERO, 1)))))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(FraudError.OUT_OF_ORDER))
                .hasMessageContaining(CARD)
                .hasMessageContaining("2025-09-01T10:00:00Z");
    }
}
