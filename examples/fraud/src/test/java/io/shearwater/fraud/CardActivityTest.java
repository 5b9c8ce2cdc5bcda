package io.shearwater.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardActivityTest {
    private static final int PAYMENTS = 6_000;
    private static final Map<String, Duration> WINDOWS = Map.of(
            "10min", Duration.ofMinutes(10),
            "1hour", Duration.ofHours(1),
            "1day", Duration.ofDays(1),
            "7day", Duration.ofDays(7));

    @TempDir
    private Path directory;

    private FeatureStore store;
    private FraudGroups groups;
    private List<Payment> payments;
    private final FraudPipelines pipelines = new FraudPipelines(new DataMart(MartSpec.scaled(0.004, 7)), PAYMENTS);

    private record Payment(long tId, Instant ts, String ccNum, double amount, String ipAddress, boolean cardPresent) {}

    private record CardAndTime(String card, Instant time) {}

    @BeforeEach
    void open() {
        store = Shearwater.open(directory);
        groups = FraudGroups.in(store);
        groups.cards().insert(pipelines.cards(), WriteOptions.plain());
        groups.transactions().insert(pipelines.transactions(), WriteOptions.plain());
        payments = groups.transactions().read().toRecords(Payment.class);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** The table of the streaming chapter: sums and counts include the payment, "previous" is the one before it. */
    @Test
    void aTableAtTheTimesOfPaymentsHasTheFifteenColumnsOfTheSpecification() {
        Frame rows = CardActivity.materialize(store, groups).read();

        assertThat(rows.schema().names())
                .containsExactlyInAnyOrder(
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
                        "prev_card_present");
        assertThat(rows.rows()).isEqualTo(PAYMENTS);
        Map<CardAndTime, Map<String, @Nullable Object>> table = byCardAndTime(rows);
        CardDirectory cards = new CardDirectory(pipelines.cards());
        for (int i = 0; i < PAYMENTS; i += 37) {
            Payment payment = payments.get(i);
            Map<String, @Nullable Object> row =
                    table.getOrDefault(new CardAndTime(payment.ccNum, payment.ts), Map.of());
            List<Payment> upToIt = ofCard(payment)
                    .filter(other -> !other.ts.isAfter(payment.ts))
                    .toList();
            compareWindows(row, payment, upToIt);
            comparePrevious(row, payment);
            CardDirectory.Details card = cards.at(payment.ccNum, payment.ts).orElseThrow();
            assertThat(row)
                    .as("%s", payment)
                    .containsEntry("account_id", card.accountId())
                    .containsEntry("bank_id", card.bankId());
        }
    }

    /** A payment sees its card's earlier payments of the window, as of its own time, and not itself. */
    @Test
    void aPaymentDoesNotSeeItself() {
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "payments_and_activity",
                        1,
                        groups.transactions()
                                .select("cc_num", "amount")
                                .join(
                                        groups.activity().selectFeatures(),
                                        Join.on("cc_num").strictlyBefore()))
                .build());
        Frame rows = view.trainingData().train().features();

        assertThat(rows.rows()).isEqualTo(PAYMENTS);
        for (int i = 0; i < PAYMENTS; i += 97) {
            Payment payment = payments.get(i);
            List<Payment> before = ofCard(payment)
                    .filter(other -> other.ts.isBefore(payment.ts))
                    .toList();
            compareWindows(rows.row(i), payment, before);
            comparePrevious(rows.row(i), payment);
            Map<String, @Nullable Object> served = view.featureVector(
                            Map.of("cc_num", payment.ccNum, "amount", payment.amount, "ts", payment.ts))
                    .toMap();
            assertThat(served).as("%s", payment).isEqualTo(rows.row(i));
        }
    }

    private Stream<Payment> ofCard(Payment payment) {
        return payments.stream().filter(other -> other.ccNum.equals(payment.ccNum));
    }

    private static void compareWindows(Map<String, @Nullable Object> row, Payment asOf, List<Payment> seen) {
        WINDOWS.forEach((name, length) -> {
            List<Payment> within = seen.stream()
                    .filter(other -> !other.ts.isBefore(asOf.ts.minus(length)))
                    .toList();
            assertThat(row.get("count_" + name)).as(name + " of " + asOf).isEqualTo((long) within.size());
            assertThat((Double) row.get("sum_" + name))
                    .as(name + " of " + asOf)
                    .isCloseTo(within.stream().mapToDouble(Payment::amount).sum(), within(1e-6));
        });
    }

    private void comparePrevious(Map<String, @Nullable Object> row, Payment payment) {
        Optional<Payment> before =
                ofCard(payment).filter(other -> other.ts.isBefore(payment.ts)).max(Comparator.comparing(Payment::ts));
        assertThat(row)
                .as("%s", payment)
                .containsEntry("prev_ts_transaction", before.map(Payment::ts).orElse(null))
                .containsEntry(
                        "prev_ip_transaction", before.map(Payment::ipAddress).orElse(null))
                .containsEntry(
                        "prev_card_present", before.map(Payment::cardPresent).orElse(null));
    }

    private static Map<CardAndTime, Map<String, @Nullable Object>> byCardAndTime(Frame rows) {
        return rows.toMaps().stream()
                .collect(Collectors.toMap(
                        row -> new CardAndTime((String) Objects.requireNonNull(row.get("cc_num")), (Instant)
                                Objects.requireNonNull(row.get("event_time"))),
                        row -> row));
    }
}
