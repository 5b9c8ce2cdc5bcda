package io.shearwater.model;

import java.util.List;
import java.util.Optional;

/**
 * What is known of the values of one column. Nulls and NaNs are counted and enter nothing else; -0.0 counts as 0.0. Columns
 * of arrays, structs, maps and embeddings have counts only.
 *
 * @param rows all rows, nulls included
 * @param nans values that are not a number
 * @param range the least and the greatest value, exact; of binary values and booleans none
 * @param moments of numbers; of booleans as 0 and 1
 * @param distribution absent where it was not asked for
 */
public record ColumnStatistics(
        Field column,
        long rows,
        long nulls,
        long nans,
        Optional<Range> range,
        Optional<Moments> moments,
        Optional<Distribution> distribution) {

    /** The name of the column. */
    public String name() {
        return column.name();
    }

    /** The share of rows that are null, 0 without rows. */
    public double nullShare() {
        return rows == 0 ? 0 : (double) nulls / rows;
    }

    /**
     * The bounds of the values, as the Java type of {@link DataType}. Texts are ordered by code points.
     *
     * @param least may be minus infinity
     * @param greatest may be infinity
     */
    public record Range(Object least, Object greatest) {}

    /**
     * Of the finite values, computed without rounding before the end, so that the order of rows does not matter.
     *
     * @param finite how many there are
     * @param mean NaN where there is none
     * @param stddevSample the sample standard deviation (divided by n - 1); NaN with fewer than two values
     */
    public record Moments(long finite, double mean, double stddevSample) {}

    /**
     * How the values spread.
     *
     * @param distinct the number of different values
     * @param distinctError the relative standard error of {@code distinct}; 0 where it is exact, which it is up to 1,000
     * @param quantiles in ascending order; of numbers, dates and timestamps
     * @param histogram of finite numbers, dates and timestamps: stretches of equal length from the least to the greatest
     * @param top the most frequent values with their exact counts, at most ten; none where there are more than 1,000 values
     *     or each is there once
     */
    public record Distribution(
            long distinct, double distinctError, List<Quantile> quantiles, List<Bin> histogram, List<ValueCount> top) {
        public Distribution {
            quantiles = List.copyOf(quantiles);
            histogram = List.copyOf(histogram);
            top = List.copyOf(top);
        }
    }

    /**
     * The smallest value that at least this share of the values do not exceed.
     *
     * @param share from 0 to 1
     * @param value a Double for numbers, an Instant or a LocalDate for times. Exact up to 1,000 different values. Beyond, it
     *     is off by no more than the smaller of 0.4 % of itself (numbers only) and 1/256 of the range
     */
    public record Quantile(double share, Object value) {}

    /**
     * One bar of a histogram: values from {@code from} up to {@code to}, without {@code to} in all but the last. The bars add
     * up to the number of values; which of two neighbours a value near their border is in may be off by the error of a
     * quantile.
     */
    public record Bin(Object from, Object to, long count) {}

    /** How often a value is there. */
    public record ValueCount(Object value, long count) {}

    /** The value that a share of the values do not exceed, if it was computed. */
    public Optional<Object> quantile(double share) {
        return distribution.stream()
                .flatMap(spread -> spread.quantiles().stream())
                .filter(quantile -> quantile.share() == share)
                .map(Quantile::value)
                .findFirst();
    }
}
