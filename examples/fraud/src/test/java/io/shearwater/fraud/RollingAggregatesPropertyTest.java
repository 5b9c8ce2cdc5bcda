package io.shearwater.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.fraud.RollingAggregatesTest.Payment;
import io.shearwater.model.Frame;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class RollingAggregatesPropertyTest {
    private static final Instant START = Instant.parse("2025-09-01T10:00:00Z");
    private static final Map<String, Duration> WINDOWS = Map.of(
            "10min", Duration.ofMinutes(10),
            "1hour", Duration.ofHours(1),
            "1day", Duration.ofDays(1),
            "7day", Duration.ofDays(7));

    @Property(tries = 300)
    void anyPaymentsInAnyFramesEqualBruteForce(@ForAll("payments") List<Payment> payments, @ForAll("cuts") int cut) {
        RollingAggregates inOneGo = new RollingAggregates(RollingAggregatesTest.noCards());
        RollingAggregates inTwo = new RollingAggregates(RollingAggregatesTest.noCards());
        int middle = Math.min(cut, payments.size());
        Frame whole = RollingAggregatesTest.frame(payments);

        List<Map<String, @Nullable Object>> rows = inOneGo.of(whole).toMaps();
        List<Map<String, @Nullable Object>> halves =
                new ArrayList<>(inTwo.of(whole.slice(0, middle)).toMaps());
        halves.addAll(inTwo.of(whole.slice(middle, whole.rows())).toMaps());

        assertThat(halves).isEqualTo(rows);
        for (int i = 0; i < payments.size(); i++) {
            assertEqualsBruteForce(payments, i, rows.get(i));
        }
    }

    private static void assertEqualsBruteForce(List<Payment> payments, int index, Map<String, @Nullable Object> row) {
        Payment now = payments.get(index);
        WINDOWS.forEach((name, length) -> {
            List<Double> amounts = payments.subList(0, index + 1).stream()
                    .filter(payment -> payment.card().equals(now.card()))
                    .filter(payment -> payment.at().compareTo(now.at().minus(length)) >= 0)
                    .map(Payment::amount)
                    .filter(Objects::nonNull)
                    .toList();
            double sum = amounts.stream().mapToDouble(Double::doubleValue).sum();
            assertThat(row.get("count_" + name)).isEqualTo((long) amounts.size());
            assertThat((Double) row.get("sum_" + name)).isCloseTo(sum, within(1e-9 * (1 + sum)));
        });
        Instant previous = payments.subList(0, index).stream()
                .filter(payment -> payment.card().equals(now.card()))
                .map(Payment::at)
                .reduce((first, second) -> second)
                .orElse(null);
        assertThat(row.get("prev_ts_transaction")).isEqualTo(previous);
    }

    /** Payments of three cards, often exactly a window apart, some at one instant, some without amount. */
    @Provide
    Arbitrary<List<Payment>> payments() {
        Arbitrary<Duration> steps = Arbitraries.of(
                Duration.ZERO,
                Duration.of(1, ChronoUnit.MICROS),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofMinutes(30),
                Duration.ofHours(1),
                Duration.ofHours(12),
                Duration.ofDays(1),
                Duration.ofDays(3),
                Duration.ofDays(7));
        Arbitrary<String> cards = Arbitraries.of("9999000000000017", "9999000000000025", "9999000000000033");
        Arbitrary<@Nullable Double> amounts = Arbitraries.integers()
                .between(1, 1_000_000)
                .map(cents -> cents / 100.0)
                .injectNull(0.1);
        return Combinators.combine(cards, steps, amounts)
                .as(Step::new)
                .list()
                .ofMaxSize(40)
                .map(RollingAggregatesPropertyTest::walk);
    }

    private record Step(
            String card, Duration later, @Nullable Double amount) {}

    private static List<Payment> walk(List<Step> steps) {
        List<Payment> payments = new ArrayList<>();
        Instant now = START;
        for (Step step : steps) {
            now = now.plus(step.later);
            payments.add(new Payment(step.card, now, step.amount));
        }
        return payments;
    }

    @Provide
    Arbitrary<Integer> cuts() {
        return Arbitraries.integers().between(0, 40);
    }
}
