package io.shearwater.model;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What aggregates give over columns of which types, and the rules that their parts keep. */
final class AggregateTypes {
    private static final int MOST_LISTED = 1_000;
    private static final int MOST_BOUNDS = 1_000;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private AggregateTypes() {}

    static DataType of(Aggregate aggregate, Schema events) {
        String subject = "the aggregate '" + aggregate.name() + "'";
        PredicateCheck.check(aggregate.where(), events, subject);
        DataType one = of(aggregate.function(), events);
        if (aggregate.by().isPresent()) {
            String column = aggregate.by().orElseThrow();
            requireScalar(aggregate.function(), column, events);
            if (aggregate.whenMissing().isPresent()) {
                throw bad(aggregate + " has a value for missing ones, but is a map, which is empty instead.");
            }
            return DataType.map(one);
        }
        aggregate
                .whenMissing()
                .ifPresent(value -> ColumnBuilder.of(aggregate.name(), one, 1).append(value));
        return one;
    }

    static DataType of(AggregateFunction function, Schema events) {
        function.columns().forEach(column -> requireScalar(function, column, events));
        return switch (function) {
            case AggregateFunction.Count f -> DataType.LONG;
            case AggregateFunction.Sum f -> sum(f, events.field(f.column()).type());
            case AggregateFunction.Average f -> number(f, f.column(), events);
            case AggregateFunction.Variance f -> number(f, f.column(), events);
            case AggregateFunction.StandardDeviation f -> number(f, f.column(), events);
            case AggregateFunction.DecayedSum f -> number(f, f.column(), events);
            case AggregateFunction.Minimum f -> events.field(f.column()).type();
            case AggregateFunction.Maximum f -> events.field(f.column()).type();
            case AggregateFunction.First f -> events.field(f.column()).type();
            case AggregateFunction.Last f -> events.field(f.column()).type();
            case AggregateFunction.Lag f -> events.field(f.column()).type();
            case AggregateFunction.ArgMin f -> events.field(f.column()).type();
            case AggregateFunction.ArgMax f -> events.field(f.column()).type();
            case AggregateFunction.FirstEvents f -> rows(f.columns(), events);
            case AggregateFunction.LastEvents f -> rows(f.columns(), events);
            case AggregateFunction.Greatest f ->
                DataType.array(events.field(f.column()).type());
            case AggregateFunction.DistinctCount f -> DataType.LONG;
            case AggregateFunction.Quantiles f ->
                f.ranks().size() == 1 ? number(f, f.column(), events) : DataType.array(number(f, f.column(), events));
            case AggregateFunction.Histogram f -> {
                number(f, f.column(), events);
                yield DataType.array(DataType.LONG);
            }
            case AggregateFunction.TopValues f ->
                DataType.array(DataType.struct(
                        new Field("value", events.field(f.column()).type()), new Field("count", DataType.LONG)));
            case AggregateFunction.Ratio f -> ratio(f, events);
        };
    }

    private static DataType sum(AggregateFunction.Sum sum, DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> DataType.LONG;
            case DataType.IntType t -> DataType.LONG;
            case DataType.LongType t -> DataType.LONG;
            case DataType.FloatType t -> DataType.DOUBLE;
            case DataType.DoubleType t -> DataType.DOUBLE;
            case DataType.DecimalType t -> DataType.decimal(DataType.DecimalType.MAX_PRECISION, t.scale());
            default -> throw notNumber(sum, sum.column(), type);
        };
    }

    private static DataType number(AggregateFunction function, String column, Schema events) {
        DataType type = events.field(column).type();
        if (!isNumber(type)) {
            throw notNumber(function, column, type);
        }
        return DataType.DOUBLE;
    }

    private static boolean isNumber(DataType type) {
        return type instanceof DataType.IntType
                || type instanceof DataType.LongType
                || type instanceof DataType.FloatType
                || type instanceof DataType.DoubleType
                || type instanceof DataType.DecimalType;
    }

    private static DataType ratio(AggregateFunction.Ratio ratio, Schema events) {
        for (AggregateFunction.Term term : List.of(ratio.numerator(), ratio.denominator())) {
            PredicateCheck.check(term.where(), events, ratio.toString());
            DataType type = of(term.function(), events);
            if (!isNumber(type)) {
                throw bad(ratio + " divides by or into " + term + ", which gives " + type + ", not a number.");
            }
        }
        return DataType.DOUBLE;
    }

    private static DataType rows(List<String> columns, Schema events) {
        List<Field> fields = new ArrayList<>();
        columns.forEach(column -> fields.add(events.field(column)));
        return DataType.array(DataType.struct(fields.toArray(Field[]::new)));
    }

    private static void requireScalar(AggregateFunction function, String column, Schema events) {
        if (!events.contains(column)) {
            throw ModelError.UNKNOWN_COLUMN.because("The aggregate " + function + " reads '" + column
                    + "', but the events have the columns " + events.names() + "."
                    + Names.didYouMean(column, events.names()));
        }
        DataType type = events.field(column).type();
        if (!FeatureGroupCheck.isScalar(type)) {
            throw bad("The aggregate " + function + " reads '" + column + "', which is " + type
                    + "; aggregates read single values, not those with parts.");
        }
    }

    private static ShearwaterException notNumber(AggregateFunction function, String column, DataType type) {
        return bad("The aggregate " + function + " needs a number, but '" + column + "' is " + type + ".");
    }

    static void checkList(String function, List<String> columns, int most) {
        if (columns.isEmpty()) {
            throw bad(function + " names no column. Name those whose values it lists.");
        }
        checkRange(function, "number", most, 1);
    }

    static void checkRange(String function, String what, int value, int least) {
        if (value < least || value > MOST_LISTED) {
            throw bad("The " + what + " of " + function + " is " + value + "; it is " + least + " to " + MOST_LISTED
                    + ", since it is kept for every entity.");
        }
    }

    static void checkRanks(List<Double> ranks) {
        if (ranks.isEmpty() || ranks.stream().anyMatch(rank -> !(rank >= 0 && rank <= 1))) {
            throw bad("approx_quantile takes one or more ranks from 0 to 1, such as 0.5 for the median; got " + ranks
                    + ".");
        }
    }

    static void checkBounds(List<Double> bounds) {
        boolean rises = !bounds.isEmpty() && bounds.size() <= MOST_BOUNDS;
        for (int i = 0; rises && i < bounds.size(); i++) {
            rises = Double.isFinite(bounds.get(i)) && (i == 0 || bounds.get(i - 1) < bounds.get(i));
        }
        if (!rises) {
            throw bad("histogram takes 1 to " + MOST_BOUNDS + " rising bounds; got " + bounds + ".");
        }
    }

    static void checkLength(String what, Duration length) {
        if (length.compareTo(AggregationWindow.MICROSECOND) < 0
                || length.compareTo(LONGEST) > 0
                || !length.truncatedTo(ChronoUnit.MICROS).equals(length)) {
            throw bad("The " + what + " is " + AggregateText.anyDuration(length)
                    + " long; it is 1 microsecond to 100 years, in whole microseconds. For all events use a lifetime.");
        }
    }

    static void checkResolution(Duration length, Duration step) {
        checkLength("resolution", step);
        boolean fits =
                step.compareTo(DAY) <= 0 ? DAY.toNanos() % step.toNanos() == 0 : step.toNanos() % DAY.toNanos() == 0;
        if (!fits || step.compareTo(length) > 0) {
            throw bad("A resolution of " + AggregateText.duration(step) + " for a window of "
                    + AggregateText.duration(length)
                    + " is not possible: it divides a day, or is whole days, and is not longer than the window.");
        }
    }

    private static ShearwaterException bad(String message) {
        return ModelError.BAD_DEFINITION.because(message);
    }
}
