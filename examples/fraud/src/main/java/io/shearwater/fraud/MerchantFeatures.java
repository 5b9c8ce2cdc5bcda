package io.shearwater.fraud;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The feature pipeline of {@link FraudGroups#MERCHANTS}: rows of {@link MartTables#MERCHANT_DETAILS} with what was charged
 * back a day on average over the nights of the last 7 and 30 days, this one included, the one exactly 7 or 30 days ago not.
 * Not thread-safe.
 */
final class MerchantFeatures {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);

    private final Map<String, Deque<Night>> recent = new HashMap<>();

    private record Night(
            String merchantId, Instant lastModified, String category, String country, BigDecimal cntChrgbackPrevDay) {}

    /** The features as of each row; each merchant's rows come in the order of time. */
    Frame of(Frame merchantDetails) {
        FrameBuilder rows = new FrameBuilder(FraudGroups.MERCHANTS.schema(), merchantDetails.rows());
        merchantDetails.toRecords(Night.class).forEach(night -> {
            Deque<Night> past = recent.computeIfAbsent(night.merchantId, merchant -> new ArrayDeque<>());
            past.addLast(night);
            while (!isWithin(MONTH, past.getFirst(), night)) {
                past.removeFirst();
            }
            rows.append(
                    night.merchantId,
                    night.lastModified,
                    night.category,
                    night.country,
                    night.cntChrgbackPrevDay,
                    meanOfDay(past, WEEK),
                    meanOfDay(past, MONTH));
        });
        return rows.build();
    }

    private static double meanOfDay(Deque<Night> past, Duration length) {
        BigDecimal sum = past.stream()
                .filter(night -> isWithin(length, night, past.getLast()))
                .map(Night::cntChrgbackPrevDay)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return sum.doubleValue() / length.toDays();
    }

    private static boolean isWithin(Duration length, Night night, Night now) {
        return night.lastModified.isAfter(now.lastModified.minus(length));
    }
}
