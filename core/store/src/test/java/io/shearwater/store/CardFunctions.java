package io.shearwater.store;

import io.shearwater.transform.FromColumn;
import io.shearwater.transform.TransformationFunction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Functions as a user of the store writes them. */
public final class CardFunctions {
    private CardFunctions() {}

    /** Whole days from the day of the payment to that on which the card expires. */
    @TransformationFunction
    public static int daysToCardExpiry(
            @FromColumn("cc_expiry_date") LocalDate ccExpiryDate, @FromColumn("event_time") Instant eventTime) {
        return (int) (ccExpiryDate.toEpochDay()
                - LocalDate.ofInstant(eventTime, ZoneOffset.UTC).toEpochDay());
    }

    /** How far apart two places are, roughly, in degrees. */
    @TransformationFunction
    public static double distance(
            @FromColumn("latitude") double latitude,
            @FromColumn("longitude") double longitude,
            @FromColumn("prev_latitude") double prevLatitude,
            @FromColumn("prev_longitude") double prevLongitude) {
        return Math.hypot(latitude - prevLatitude, longitude - prevLongitude);
    }

    /** Of a result of a transformation before. */
    @TransformationFunction
    public static boolean isFar(@FromColumn("distance") double distance) {
        return distance > 1;
    }
}
