package io.shearwater.fraud;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The feature pipeline of {@link FraudGroups#AGGREGATES}: a row for each payment with what its card did in the last 10
 * minutes, hour, day and 7 days, the payment included, both ends included, and with the card's payment before. In SQL:
 *
 * <pre>{@code
 * SUM(COALESCE(amount, 0)) OVER w, COUNT(amount) OVER w, LAG(ts) OVER (PARTITION BY cc_num ORDER BY ts), ...
 * WINDOW w AS (PARTITION BY cc_num ORDER BY ts RANGE BETWEEN INTERVAL '10' MINUTE PRECEDING AND CURRENT ROW), ...
 * }</pre>
 *
 * <p>The same object takes history frame by frame and then live payments one by one. It keeps 7 days of each card. Sums are
 * added up anew for each payment, never reduced by what left the window: that would let rounding errors grow. Not
 * thread-safe.
 */
final class RollingAggregates {
    private static final List<Duration> WINDOWS =
            List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));

    private final CardDirectory cards;
    private final Map<String, Deque<Payment>> recent = new HashMap<>();

    RollingAggregates(CardDirectory cards) {
        this.cards = cards;
    }

    /** What is needed of a row of {@link FraudGroups#TRANSACTIONS}. */
    private record Payment(
            String ccNum, Instant ts, @Nullable Double amount, String ipAddress, Boolean cardPresent) {}

    /**
     * The aggregates as of each payment.
     *
     * @param payments rows of {@link FraudGroups#TRANSACTIONS}, each card's in the order of time
     */
    Frame of(Frame payments) {
        FrameBuilder rows = new FrameBuilder(FraudGroups.AGGREGATES.schema(), payments.rows());
        payments.toRecords(Payment.class).forEach(payment -> rows.append(row(payment)));
        return rows.build();
    }

    private @Nullable Object[] row(Payment payment) {
        Deque<Payment> past = recent.computeIfAbsent(payment.ccNum, card -> new ArrayDeque<>());
        Optional<Payment> previous = Optional.ofNullable(past.peekLast());
        previous.filter(before -> before.ts.isAfter(payment.ts)).ifPresent(before -> {
            throw FraudError.OUT_OF_ORDER.because("The card " + payment.ccNum + " has a payment at " + payment.ts
                    + " after one at " + before.ts + ". Sort the payments by time.");
        });
        forget(past, payment.ts.minus(WINDOWS.getLast()));
        past.addLast(payment);
        Optional<CardDirectory.Details> details = cards.at(payment.ccNum, payment.ts);
        List<@Nullable Object> row = new ArrayList<>();
        row.add(payment.ccNum);
        row.add(payment.ts);
        row.add(details.map(CardDirectory.Details::accountId).orElse(null));
        row.add(details.map(CardDirectory.Details::bankId).orElse(null));
        WINDOWS.forEach(window -> addSumAndCount(row, past, payment.ts.minus(window)));
        row.add(previous.map(Payment::ts).orElse(null));
        row.add(previous.map(Payment::ipAddress).orElse(null));
        row.add(previous.map(Payment::cardPresent).orElse(null));
        row.add(payment.ts);
        row.add(payment.ipAddress);
        return row.toArray();
    }

    private static void addSumAndCount(List<@Nullable Object> row, Deque<Payment> past, Instant start) {
        double sum = 0;
        long count = 0;
        Iterator<Payment> latestFirst = past.descendingIterator();
        while (latestFirst.hasNext()) {
            Payment payment = latestFirst.next();
            if (payment.ts.isBefore(start)) {
                break;
            }
            if (payment.amount != null) {
                sum += payment.amount;
                count++;
            }
        }
        row.add(sum);
        row.add(count);
    }

    /** Drops what no window reaches any more, except the latest payment, which is the next one's previous. */
    private static void forget(Deque<Payment> past, Instant start) {
        while (past.size() > 1 && past.getFirst().ts.isBefore(start)) {
            past.removeFirst();
        }
    }
}
