package io.shearwater.snippets;

import io.shearwater.model.ColumnStatistics;
import io.shearwater.transform.FromColumn;
import io.shearwater.transform.TransformationFunction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The functions of the page about transformations. */
// region: transformations.function
public final class PaymentFunctions {
    @TransformationFunction
    public static int daysToCardExpiry(
            @FromColumn("cc_expiry_date") LocalDate expiry, @FromColumn("event_time") Instant paidAt) {
        LocalDate day = LocalDate.ofInstant(paidAt, ZoneOffset.UTC);
        return (int) (expiry.toEpochDay() - day.toEpochDay());
    }
    // end

    // region: transformations.statistics
    @TransformationFunction
    public static double amountDeviation(
            @FromColumn("amount") double amount, @FromColumn("amount") ColumnStatistics training) {
        return amount / training.moments().orElseThrow().mean();
    }
    // end

    private PaymentFunctions() {}
}
