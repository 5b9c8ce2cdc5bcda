package io.shearwater.store;

import io.shearwater.transform.FromColumn;
import io.shearwater.transform.TransformationFunction;
import org.jspecify.annotations.Nullable;

/** What is computed of aggregates. */
public final class DerivedFunctions {
    private DerivedFunctions() {}

    /** How much of what was spent in a day was spent in the last hour. */
    @TransformationFunction
    public static @Nullable Double hourShare(
            @FromColumn("sum_1h") @Nullable Double hour, @FromColumn("sum_1d") @Nullable Double day) {
        return hour == null || day == null ? null : (Double) (hour / day);
    }

    /** How many standard deviations an amount is from the mean of those before. */
    @TransformationFunction
    public static @Nullable Double amountScore(
            @FromColumn("amount") @Nullable Double amount,
            @FromColumn("avg_1d") @Nullable Double mean,
            @FromColumn("dev_1d") @Nullable Double deviation) {
        return amount == null || mean == null || deviation == null || deviation == 0
                ? null
                : (Double) ((amount - mean) / deviation);
    }

    /** Of what is computed before. */
    @TransformationFunction
    public static @Nullable Boolean isOdd(@FromColumn("amount_score") @Nullable Double score) {
        return score == null ? null : (Boolean) (Math.abs(score) > 1);
    }
}
