package io.shearwater.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an {@link Aggregate} computes of the events in its window. Events are ordered by (event time, write sequence); null
 * values are passed over. Of no values a count is 0 and everything else null. {@code toString()} gives the text that
 * {@link #parse(String)} reads back. Immutable.
 */
public sealed interface AggregateFunction {
    /** The columns of an event that it reads, in the order in which they are written. */
    List<String> columns();

    /** What it gives over columns of these types; {@link AggregateTypes} tells why it cannot. */
    default DataType resultType(Schema events) {
        return AggregateTypes.of(this, events);
    }

    /** A function that reads one column. */
    sealed interface OfOneColumn extends AggregateFunction {
        String column();

        @Override
        default List<String> columns() {
            return List.of(column());
        }
    }

    /** Which divisor a variance has. */
    enum Divisor {
        /** The number of values: of a whole population. */
        POPULATION("pop"),
        /** One less: of a sample; null for fewer than two values. */
        SAMPLE("samp");

        private final String ending;

        Divisor(String ending) {
            this.ending = ending;
        }

        /** As in SQL's {@code var_pop} and {@code var_samp}. */
        String ending() {
            return ending;
        }
    }

    /** Whether an answer is exact or a sketch's estimate. */
    enum Accuracy {
        /** Exact; the state grows with the number of distinct values. */
        EXACT,
        /** Estimated from a state of fixed size, with the error that the function states. */
        APPROXIMATE
    }

    /** How many events there are, or how many have a value in a column. A long, never null. */
    record Count(Optional<String> column) implements AggregateFunction {
        @Override
        public List<String> columns() {
            return column.stream().toList();
        }

        @Override
        public String toString() {
            return "count(" + column.map(AggregateText::column).orElse("") + ")";
        }
    }

    /**
     * The sum: a long of int, long and boolean (the number of true values), a decimal(38,s) of decimals, a double of float and
     * double.
     */
    record Sum(String column) implements OfOneColumn {
        @Override
        public String toString() {
            return AggregateText.call("sum", columns());
        }
    }

    /** The mean, a double. */
    record Average(String column) implements OfOneColumn {
        @Override
        public String toString() {
            return AggregateText.call("avg", columns());
        }
    }

    /** The least value, by the order of {@link Predicate}: NaN is greatest. */
    record Minimum(String column) implements OfOneColumn {
        @Override
        public String toString() {
            return AggregateText.call("min", columns());
        }
    }

    /** The greatest value, by the order of {@link Predicate}: NaN is greatest. */
    record Maximum(String column) implements OfOneColumn {
        @Override
        public String toString() {
            return AggregateText.call("max", columns());
        }
    }

    /** The mean squared distance from the mean, a double. */
    record Variance(String column, Divisor divisor) implements OfOneColumn {
        @Override
        public String toString() {
            return AggregateText.call("var_" + divisor.ending(), columns());
        }
    }

    /** The square root of the {@link Variance}. */
    record StandardDeviation(String column, Divisor divisor) implements OfOneColumn {
        @Override
        public String toString() {
            return AggregateText.call("stddev_" + divisor.ending(), columns());
        }
    }

    /** The value of the earliest event that has one. */
    record First(String column) implements OfOneColumn {
        @Override
        public String toString() {
            return AggregateText.call("first", columns());
        }
    }

    /** The value of the latest event that has one. */
    record Last(String column) implements OfOneColumn {
        @Override
        public String toString() {
            return AggregateText.call("last", columns());
        }
    }

    /** The earliest events, earliest first: an array of structs of the columns. Nulls are kept. */
    record FirstEvents(List<String> columns, int most) implements AggregateFunction {
        public FirstEvents {
            columns = List.copyOf(columns);
            AggregateTypes.checkList("first_n", columns, most);
        }

        @Override
        public String toString() {
            return AggregateText.call("first_n", columns, most);
        }
    }

    /** The latest events, latest first: an array of structs of the columns. Nulls are kept. */
    record LastEvents(List<String> columns, int most) implements AggregateFunction {
        public LastEvents {
            columns = List.copyOf(columns);
            AggregateTypes.checkList("last_n", columns, most);
        }

        @Override
        public String toString() {
            return AggregateText.call("last_n", columns, most);
        }
    }

    /** The value so many events before the latest one, null included; {@code lag(x, 0)} is the latest event's. */
    record Lag(String column, int offset) implements OfOneColumn {
        public Lag {
            AggregateTypes.checkRange("lag", "offset", offset, 0);
        }

        @Override
        public String toString() {
            return AggregateText.call("lag", columns(), offset);
        }
    }

    /** The number of different values, a long. Estimated with a standard error of 1.6 % by 4,096 registers if asked. */
    record DistinctCount(String column, Accuracy accuracy) implements OfOneColumn {
        @Override
        public String toString() {
            return AggregateText.call(
                    accuracy == Accuracy.EXACT ? "count_distinct" : "approx_count_distinct", columns());
        }
    }

    /**
     * The value below which a share of the values lies, a double, within 1 % of a value of that rank: a logarithmic-bucket
     * sketch. One rank gives a number, several an array.
     */
    record Quantiles(String column, List<Double> ranks) implements OfOneColumn {
        public Quantiles {
            ranks = List.copyOf(ranks);
            AggregateTypes.checkRanks(ranks);
        }

        @Override
        public String toString() {
            return AggregateText.call("approx_quantile", columns(), ranks.toArray());
        }
    }

    /**
     * How many values lie in each range: an array of longs, one more than there are bounds. The first counts values below the
     * first bound, each other those from its bound on; NaN counts in the last.
     */
    record Histogram(String column, List<Double> bounds) implements OfOneColumn {
        public Histogram {
            bounds = List.copyOf(bounds);
            AggregateTypes.checkBounds(bounds);
        }

        @Override
        public String toString() {
            return AggregateText.call("histogram", columns(), bounds.toArray());
        }
    }

    /** The most frequent values, most frequent first, the smaller of equally frequent ones first: structs of value and count. */
    record TopValues(String column, int most) implements OfOneColumn {
        public TopValues {
            AggregateTypes.checkRange("top_values", "number", most, 1);
        }

        @Override
        public String toString() {
            return AggregateText.call("top_values", columns(), most);
        }
    }

    /** The greatest values, greatest first, repeated as often as they occur: an array. */
    record Greatest(String column, int most) implements OfOneColumn {
        public Greatest {
            AggregateTypes.checkRange("top_n", "number", most, 1);
        }

        @Override
        public String toString() {
            return AggregateText.call("top_n", columns(), most);
        }
    }

    /** The value that the event with the least {@code by} has; of several the latest. Events without {@code by} are passed over. */
    record ArgMin(String column, String by) implements AggregateFunction {
        @Override
        public List<String> columns() {
            return List.of(column, by);
        }

        @Override
        public String toString() {
            return AggregateText.call("arg_min", columns());
        }
    }

    /** The value that the event with the greatest {@code by} has; of several the latest. Events without {@code by} are passed over. */
    record ArgMax(String column, String by) implements AggregateFunction {
        @Override
        public List<String> columns() {
            return List.of(column, by);
        }

        @Override
        public String toString() {
            return AggregateText.call("arg_max", columns());
        }
    }

    /** The sum in which a value counts half after each half-life that has passed since its event: a double. */
    record DecayedSum(String column, Duration halfLife) implements OfOneColumn {
        public DecayedSum {
            if (halfLife.compareTo(Duration.ofMillis(1)) < 0) {
                throw ModelError.BAD_DEFINITION.because("decayed_sum has a half-life of "
                        + AggregateText.anyDuration(halfLife) + "; it must be a millisecond or more.");
            }
            AggregateTypes.checkLength("half-life", halfLife);
        }

        @Override
        public String toString() {
            return AggregateText.call("decayed_sum", columns(), AggregateText.duration(halfLife));
        }
    }

    /** One aggregate divided by another, a double; null where either is null or the divisor is 0. */
    record Ratio(Term numerator, Term denominator) implements AggregateFunction {
        public Ratio {
            for (Term term : List.of(numerator, denominator)) {
                if (term.function() instanceof Ratio) {
                    throw ModelError.BAD_DEFINITION.because(
                            "A ratio of ratios is not an aggregate: compute it on demand from the aggregates it is made of.");
                }
            }
        }

        @Override
        public List<String> columns() {
            Set<String> columns = new TreeSet<>(numerator.function().columns());
            columns.addAll(denominator.function().columns());
            columns.addAll(numerator.where().columns());
            columns.addAll(denominator.where().columns());
            return List.copyOf(columns);
        }

        @Override
        public String toString() {
            return "ratio(" + numerator + ", " + denominator + ")";
        }
    }

    /** One side of a {@link Ratio}: a number over those events that pass. */
    record Term(AggregateFunction function, Predicate where) {
        @Override
        public String toString() {
            return function + (where.passesAll() ? "" : " where " + where);
        }
    }

    /** The number of events. */
    static AggregateFunction count() {
        return new Count(Optional.empty());
    }

    /** The number of events that have a value. */
    static AggregateFunction count(String column) {
        return new Count(Optional.of(column));
    }

    static AggregateFunction sum(String column) {
        return new Sum(column);
    }

    static AggregateFunction avg(String column) {
        return new Average(column);
    }

    static AggregateFunction min(String column) {
        return new Minimum(column);
    }

    static AggregateFunction max(String column) {
        return new Maximum(column);
    }

    static AggregateFunction varPop(String column) {
        return new Variance(column, Divisor.POPULATION);
    }

    static AggregateFunction varSamp(String column) {
        return new Variance(column, Divisor.SAMPLE);
    }

    static AggregateFunction stddevPop(String column) {
        return new StandardDeviation(column, Divisor.POPULATION);
    }

    static AggregateFunction stddevSamp(String column) {
        return new StandardDeviation(column, Divisor.SAMPLE);
    }

    static AggregateFunction first(String column) {
        return new First(column);
    }

    static AggregateFunction last(String column) {
        return new Last(column);
    }

    static AggregateFunction firstN(int most, String... columns) {
        return new FirstEvents(Arrays.asList(columns), most);
    }

    static AggregateFunction lastN(int most, String... columns) {
        return new LastEvents(Arrays.asList(columns), most);
    }

    static AggregateFunction lag(String column, int offset) {
        return new Lag(column, offset);
    }

    static AggregateFunction countDistinct(String column) {
        return new DistinctCount(column, Accuracy.EXACT);
    }

    static AggregateFunction approxCountDistinct(String column) {
        return new DistinctCount(column, Accuracy.APPROXIMATE);
    }

    static AggregateFunction approxQuantile(String column, Double... ranks) {
        return new Quantiles(column, Arrays.asList(ranks));
    }

    static AggregateFunction histogram(String column, Double... bounds) {
        return new Histogram(column, Arrays.asList(bounds));
    }

    static AggregateFunction topValues(String column, int most) {
        return new TopValues(column, most);
    }

    static AggregateFunction topN(String column, int most) {
        return new Greatest(column, most);
    }

    static AggregateFunction argMin(String column, String by) {
        return new ArgMin(column, by);
    }

    static AggregateFunction argMax(String column, String by) {
        return new ArgMax(column, by);
    }

    static AggregateFunction decayedSum(String column, Duration halfLife) {
        return new DecayedSum(column, halfLife);
    }

    static AggregateFunction ratio(AggregateFunction numerator, AggregateFunction denominator) {
        return new Ratio(new Term(numerator, Predicate.all()), new Term(denominator, Predicate.all()));
    }

    static AggregateFunction ratio(Term numerator, Term denominator) {
        return new Ratio(numerator, denominator);
    }

    /** This function over the events that pass, as a side of a ratio. */
    default Term where(Predicate condition) {
        return new Term(this, condition);
    }

    /** This function over a window: an aggregate that has a name made of the three. */
    default Aggregate over(AggregationWindow window) {
        return Aggregate.of(this, window);
    }

    /**
     * Reads what {@code toString()} gives, such as {@code sum(amount)} or {@code approx_quantile(amount, 0.5, 0.99)}; not the
     * conditions of a ratio's sides, which are typed by the columns of the events.
     *
     * @throws ShearwaterException BAD_DEFINITION naming the text and what was expected, suggesting the nearest name
     */
    static AggregateFunction parse(String text) {
        return new AggregateParser(text).function();
    }
}
