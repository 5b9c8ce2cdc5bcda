package io.shearwater.fraud;

import io.shearwater.api.TrainingData;
import io.shearwater.model.Frame;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What comes of joining by card and day, {@code ON cc_num AND date(ts) = date(event_time)}, instead of point in time. The
 * measure is a rule that stops a payment when its card made {@value #MANY} payments or more within an hour. No rule can
 * stop a chain attack at its first payment in this way, for nothing has happened yet. Over the careless join it seems to
 * stop them all: the day's busiest row was written by the payments that came after.
 */
final class CarelessJoin {
    private static final long MANY = 5;

    private final Map<CardAndDay, Long> busiest = new HashMap<>();

    private record CardAndDay(String card, LocalDate day) {
        static CardAndDay of(String card, Instant time) {
            return new CardAndDay(card, time.atOffset(ZoneOffset.UTC).toLocalDate());
        }
    }

    /** A payment of a chain attack, with the count that the point-in-time join gave it. */
    private record Chained(
            String card, Instant at, @Nullable Long count) {}

    /** @param aggregates columns {@code cc_num}, {@code event_time} and {@code count_1hour} of the whole group */
    CarelessJoin(Frame aggregates) {
        for (int row = 0; row < aggregates.rows(); row++) {
            String card = (String) aggregates.column("cc_num").valueAt(row);
            Instant time = (Instant) aggregates.column("event_time").valueAt(row);
            Long count = (Long) aggregates.column("count_1hour").valueAt(row);
            busiest.merge(CardAndDay.of(card, time), count, Math::max);
        }
    }

    /** Counts the chain attacks that the rule stops at their first payment. */
    QuickstartReport.Leak besides(TrainingData pointInTime) {
        List<Chained> first = firstPayments(pointInTime);
        int naive = 0;
        int honest = 0;
        for (Chained payment : first) {
            naive += stops(busiest.get(CardAndDay.of(payment.card, payment.at)));
            honest += stops(payment.count);
        }
        return new QuickstartReport.Leak(first.size(), naive, honest);
    }

    private static int stops(@Nullable Long count) {
        return count != null && count >= MANY ? 1 : 0;
    }

    /** Fraud without the card that comes more than an hour after the card's last such payment begins a chain. */
    private static List<Chained> firstPayments(TrainingData data) {
        List<Chained> chained = new ArrayList<>();
        data.parts().values().forEach(part -> addChained(part, chained));
        chained.sort(Comparator.comparing(Chained::card).thenComparing(Chained::at));
        List<Chained> first = new ArrayList<>();
        for (int i = 0; i < chained.size(); i++) {
            if (i == 0 || !follows(chained.get(i), chained.get(i - 1))) {
                first.add(chained.get(i));
            }
        }
        return first;
    }

    private static boolean follows(Chained payment, Chained before) {
        Duration gap = Duration.between(before.at, payment.at);
        return payment.card.equals(before.card) && gap.compareTo(Attacks.LONGEST_CHAIN) <= 0;
    }

    private static void addChained(TrainingData.Part part, List<Chained> into) {
        for (int row = 0; row < part.labels().rows(); row++) {
            boolean fraud = Objects.equals(part.labels().value(row, "is_fraud"), true);
            boolean inHand = Objects.equals(part.features().value(row, "card_present"), true);
            if (fraud && !inHand) {
                into.add(new Chained(
                        (String) part.helpers().column("cc_num").valueAt(row),
                        (Instant) part.index().column("ts").valueAt(row),
                        (Long) part.features().value(row, "count_1hour")));
            }
        }
    }
}
