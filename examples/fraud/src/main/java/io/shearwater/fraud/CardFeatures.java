package io.shearwater.fraud;

import io.shearwater.transform.FromColumn;
import io.shearwater.transform.TransformationFunction;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What only a payment itself can tell, computed on demand: for history while it is written, for a request while it waits.
 * The card's last payment comes from the store, the rest with the payment. Of a card's first payment, what has no
 * payment before it is null.
 */
public final class CardFeatures {
    private CardFeatures() {}

    // region: fraud.on-demand
    /** Whole seconds since the card paid last. */
    @TransformationFunction
    public static long timeSinceLastTrans(
            @FromColumn("ts") Instant ts, @FromColumn("prev_ts_transaction") Instant lastTs) {
        return Duration.between(lastTs, ts).toSeconds();
    }

    /** Kilometres from the place of the last payment; null where one of the places is not known. */
    @TransformationFunction
    public static @Nullable Double haversineDistance(
            @FromColumn("ip_address") String ipAddress, @FromColumn("prev_ip_transaction") String lastIp) {
        Optional<Place> last = Place.find(lastIp);
        return Place.find(ipAddress)
                .flatMap(here -> last.map(there -> there.kilometresTo(here)))
                .orElse(null);
    }

    /** Whole days from the day of the payment to that on which the card expires. */
    @TransformationFunction
    public static int daysToCardExpiry(@FromColumn("cc_expiry_date") LocalDate expiry, @FromColumn("ts") Instant ts) {
        return (int) ChronoUnit.DAYS.between(LocalDate.ofInstant(ts, ZoneOffset.UTC), expiry);
    }
    // end
}
