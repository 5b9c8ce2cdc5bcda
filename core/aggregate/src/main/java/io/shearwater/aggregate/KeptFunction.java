package io.shearwater.aggregate;

import io.shearwater.model.AggregateFunction;
import io.shearwater.model.DataType;
import io.shearwater.model.ModelError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is kept for a function, and how its value is read from that: the one place that says what a function means.
 *
 * @param spec over the columns of a lane
 */
record KeptFunction(StateSpec spec, Answer answer) {

    /** A function that is no ratio, over a lane's columns. */
    static KeptFunction of(AggregateFunction function, LaneColumns lane) {
        return switch (function) {
            case AggregateFunction.Count f ->
                new KeptFunction(
                        new StateSpec.Counted(f.column().map(lane::index).orElse(CountState.ANY)),
                        Answer.ofLong(state -> false, state -> ((CountState) state).count));
            case AggregateFunction.Sum f -> sum(f, lane);
            case AggregateFunction.Average f -> average(f, lane);
            case AggregateFunction.Variance f ->
                variance(
                        f.column(),
                        lane,
                        Answer.ofDouble(
                                state -> divisor(state, f.divisor()) < 1,
                                state -> ((MomentState) state).variance(divisor(state, f.divisor()))));
            case AggregateFunction.StandardDeviation f ->
                variance(
                        f.column(),
                        lane,
                        Answer.ofDouble(
                                state -> divisor(state, f.divisor()) < 1,
                                state -> Math.sqrt(((MomentState) state).variance(divisor(state, f.divisor())))));
            case AggregateFunction.Minimum f -> extreme(f.column(), f.column(), false, lane);
            case AggregateFunction.Maximum f -> extreme(f.column(), f.column(), true, lane);
            case AggregateFunction.ArgMin f -> extreme(f.column(), f.by(), false, lane);
            case AggregateFunction.ArgMax f -> extreme(f.column(), f.by(), true, lane);
            case AggregateFunction.First f -> edge(f.column(), false, lane);
            case AggregateFunction.Last f -> edge(f.column(), true, lane);
            case AggregateFunction.FirstEvents f -> listed(f.columns(), f.most(), false, lane);
            case AggregateFunction.LastEvents f -> listed(f.columns(), f.most(), true, lane);
            case AggregateFunction.Lag f -> lag(f, lane);
            case AggregateFunction.DistinctCount f -> distinct(f, lane);
            case AggregateFunction.Quantiles f -> quantiles(f, lane);
            case AggregateFunction.Histogram f ->
                new KeptFunction(
                        new StateSpec.Histogram(lane.index(f.column()), f.bounds()),
                        (state, time) -> histogram((HistogramState) state));
            case AggregateFunction.TopValues f -> topValues(f, lane);
            case AggregateFunction.Greatest f ->
                new KeptFunction(new StateSpec.Greatest(lane.index(f.column()), f.most()), (state, time) -> {
                    List<Object> values = ((GreatestState) state).listed();
                    return values.isEmpty() ? null : values;
                });
            case AggregateFunction.DecayedSum f ->
                new KeptFunction(
                        new StateSpec.Decayed(lane.index(f.column()), WindowBounds.micros(f.halfLife())),
                        (state, time) -> ((DecayState) state).isEmpty ? null : ((DecayState) state).at(time));
            case AggregateFunction.Ratio f -> throw new IllegalArgumentException("kept as two: " + f);
        };
    }

    private static KeptFunction sum(AggregateFunction.Sum sum, LaneColumns lane) {
        int column = lane.index(sum.column());
        DataType type = lane.kind(column).type;
        if (isFloating(type)) {
            return new KeptFunction(
                    new StateSpec.Moments(column, false),
                    Answer.ofDouble(state -> ((MomentState) state).count == 0, state -> ((MomentState) state).sum()));
        }
        StateSpec exact = new StateSpec.Exact(column, scale(type));
        return type instanceof DataType.DecimalType
                ? new KeptFunction(exact, (state, time) -> isEmpty(state) ? null : decimal((ExactState) state, sum))
                : new KeptFunction(
                        exact, Answer.ofLong(KeptFunction::isEmpty, state -> whole((ExactState) state, sum)));
    }

    private static boolean isEmpty(State exact) {
        return ((ExactState) exact).count == 0;
    }

    private static BigDecimal decimal(ExactState exact, AggregateFunction function) {
        BigDecimal sum = exact.sum();
        if (sum.precision() > DataType.DecimalType.MAX_PRECISION) {
            throw ModelError.BAD_RANGE.because("The aggregate " + function + " gives " + sum + ", which has more than "
                    + DataType.DecimalType.MAX_PRECISION + " digits. Aggregate a double column instead.");
        }
        return sum;
    }

    private static long whole(ExactState exact, AggregateFunction function) {
        if (!exact.fitsLong()) {
            throw ModelError.BAD_RANGE.because("The aggregate " + function + " gives " + exact.sum()
                    + ", which is out of the range of long. Aggregate a decimal or double column instead.");
        }
        return exact.asLong();
    }

    private static KeptFunction average(AggregateFunction.Average average, LaneColumns lane) {
        int column = lane.index(average.column());
        DataType type = lane.kind(column).type;
        if (isFloating(type)) {
            return new KeptFunction(
                    new StateSpec.Moments(column, false),
                    Answer.ofDouble(state -> ((MomentState) state).count == 0, state -> ((MomentState) state).mean()));
        }
        return new KeptFunction(
                new StateSpec.Exact(column, scale(type)),
                Answer.ofDouble(KeptFunction::isEmpty, state -> ((ExactState) state).mean()));
    }

    private static KeptFunction variance(String column, LaneColumns lane, Answer answer) {
        return new KeptFunction(new StateSpec.Moments(lane.index(column), true), answer);
    }

    /** What the squared distances are divided by; below 1 there is no variance. */
    private static long divisor(State moments, AggregateFunction.Divisor divisor) {
        long count = ((MomentState) moments).count;
        return divisor == AggregateFunction.Divisor.SAMPLE ? count - 1 : count;
    }

    private static KeptFunction extreme(String column, String by, boolean greatest, LaneColumns lane) {
        int index = lane.index(column);
        return new KeptFunction(
                new StateSpec.Extreme(new ExtremeState.Contest(lane.index(by), index, greatest)),
                single(
                        lane.kind(index),
                        state -> ((ExtremeState) state).isNull(),
                        state -> ((ExtremeState) state).word(),
                        (state, time) -> ((ExtremeState) state).value()));
    }

    private static KeptFunction edge(String column, boolean isLast, LaneColumns lane) {
        int index = lane.index(column);
        return new KeptFunction(
                new StateSpec.Edge(index, isLast),
                single(
                        lane.kind(index),
                        state -> ((EdgeState) state).isEmpty,
                        state -> ((EdgeState) state).word(),
                        (state, time) -> ((EdgeState) state).value()));
    }

    /** One value, from its word where that says it all. */
    private static Answer single(ValueKind kind, Predicate<State> isNull, ToLongFunction<State> word, Answer any) {
        return switch (kind.type) {
            case DataType.DoubleType t ->
                Answer.ofDouble(isNull, state -> Double.longBitsToDouble(word.applyAsLong(state)));
            case DataType.LongType t -> Answer.ofLong(isNull, word);
            default -> any;
        };
    }

    private static KeptFunction listed(List<String> columns, int most, boolean isLast, LaneColumns lane) {
        List<Integer> indexes = columns.stream().map(lane::index).toList();
        return new KeptFunction(new StateSpec.Listed(indexes, most, isLast), (state, time) -> {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (@Nullable Object[] values : ((ListState) state).listed()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    row.put(columns.get(i), values[i]);
                }
                rows.add(row);
            }
            return rows.isEmpty() ? null : rows;
        });
    }

    private static KeptFunction lag(AggregateFunction.Lag lag, LaneColumns lane) {
        List<Integer> index = List.of(lane.index(lag.column()));
        return new KeptFunction(new StateSpec.Listed(index, lag.offset() + 1, true), (state, time) -> {
            List<@Nullable Object[]> latest = ((ListState) state).listed();
            return latest.size() <= lag.offset() ? null : latest.getLast()[0];
        });
    }

    private static KeptFunction distinct(AggregateFunction.DistinctCount distinct, LaneColumns lane) {
        int column = lane.index(distinct.column());
        return distinct.accuracy() == AggregateFunction.Accuracy.EXACT
                ? new KeptFunction(new StateSpec.ValueCounts(column), (state, time) ->
                        (long) ((ValueCountState) state).counts().size())
                : new KeptFunction(
                        new StateSpec.Registers(column), (state, time) -> ((RegisterState) state).estimate());
    }

    private static KeptFunction quantiles(AggregateFunction.Quantiles quantiles, LaneColumns lane) {
        return new KeptFunction(new StateSpec.Quantiles(lane.index(quantiles.column())), (state, time) -> {
            QuantileState spread = (QuantileState) state;
            if (spread.sketch().count() == 0) {
                return null;
            }
            List<Double> values =
                    quantiles.ranks().stream().map(spread.sketch()::quantile).toList();
            return values.size() == 1 ? values.getFirst() : (Object) values;
        });
    }

    private static @Nullable List<Long> histogram(HistogramState state) {
        List<Long> counts = new ArrayList<>(state.counts.length);
        for (long count : state.counts) {
            counts.add(count);
        }
        return state.count == 0 ? null : counts;
    }

    private static KeptFunction topValues(AggregateFunction.TopValues top, LaneColumns lane) {
        int column = lane.index(top.column());
        ValueKind kind = lane.kind(column);
        Comparator<Map.Entry<Object, Long>> order = Map.Entry.<Object, Long>comparingByValue()
                .reversed()
                .thenComparing((left, right) -> compare(kind, left.getKey(), right.getKey()));
        return new KeptFunction(new StateSpec.ValueCounts(column), (state, time) -> {
            Map<Object, Long> counts = ((ValueCountState) state).counts();
            return counts.isEmpty()
                    ? null
                    : counts.entrySet().stream()
                            .sorted(order)
                            .limit(top.most())
                            .map(entry -> entry(kind, entry))
                            .toList();
        });
    }

    private static int compare(ValueKind kind, Object left, Object right) {
        return kind.compare(ValueKind.word(left), left, ValueKind.word(right), right);
    }

    private static Map<String, Object> entry(ValueKind kind, Map.Entry<Object, Long> entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("value", kind.boxed(ValueKind.word(entry.getKey()), entry.getKey()));
        row.put("count", entry.getValue());
        return row;
    }

    private static boolean isFloating(DataType type) {
        return type instanceof DataType.DoubleType || type instanceof DataType.FloatType;
    }

    private static int scale(DataType type) {
        return type instanceof DataType.DecimalType decimal ? decimal.scale() : 0;
    }
}
