package io.shearwater.pipeline;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which totals of each day are kept, so that those of a week or a month follow from them and no event is read again. Of every
 * number the count, sum, sum of squares, least, greatest and a sketch of how they are spread; of every distinct column a sketch
 * of its values. Immutable.
 *
 * <p>A day's columns are {@code n} for its rows, {@code x_count}, {@code x_sum}, {@code x_squares}, {@code x_min}, {@code x_max}
 * and {@code x_sketch} for a number x, and {@code y_values} for a distinct column y. Those of so many days are
 * {@code n_7d}, {@code x_count_7d}, {@code x_sum_7d}, {@code x_min_7d}, {@code x_max_7d}, {@code x_mean_7d},
 * {@code x_stddev_7d} (of a sample), {@code x_stddev_pop_7d}, {@code x_p90_7d} for each quantile, and {@code y_distinct_7d}.
 *
 * @param keys whose totals they are
 * @param time of the events; days are those of the pipeline's zone
 * @param day the name of the day's column, a timestamp
 */
public record Totals(
        List<String> keys,
        String time,
        String day,
        List<String> numbers,
        List<String> distinct,
        List<Double> quantiles) {
    public Totals {
        keys = List.copyOf(keys);
        numbers = List.copyOf(numbers);
        distinct = List.copyOf(distinct);
        quantiles = List.copyOf(quantiles);
        for (double quantile : quantiles) {
            if (!(quantile >= 0 && quantile <= 1)) {
                throw PipelineError.BAD_PIPELINE.because(
                        "The quantile " + quantile + " is none: it is a share from 0 to 1, such as 0.9.");
            }
        }
    }

    /** Of the rows of each of these keys. */
    public static Totals by(String... keys) {
        return new Totals(List.of(keys), "event_time", "day", List.of(), List.of(), List.of());
    }

    /** The time of the events. */
    public Totals time(String column) {
        return new Totals(keys, column, day, numbers, distinct, quantiles);
    }

    /** The name of the day's column; {@code day} unless said. */
    public Totals day(String column) {
        return new Totals(keys, time, column, numbers, distinct, quantiles);
    }

    /** Totals of these numbers. */
    public Totals numbers(String... columns) {
        return new Totals(keys, time, day, List.of(columns), distinct, quantiles);
    }

    /** How many different values these columns have. */
    public Totals distinct(String... columns) {
        return new Totals(keys, time, day, numbers, List.of(columns), quantiles);
    }

    /** Which quantiles of the numbers are given for several days, each a share from 0 to 1. */
    public Totals quantiles(Double... shares) {
        return new Totals(keys, time, day, numbers, distinct, List.of(shares));
    }

    /** The columns of a day's totals. */
    Schema daily(Schema events) {
        List<Field> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(field(events, key)));
        field(events, time);
        fields.add(new Field(day, DataType.TIMESTAMP));
        fields.add(new Field("n", DataType.LONG));
        for (String number : numbers) {
            DataType type = field(events, number).type();
            if (!isNumber(type)) {
                throw PipelineError.BAD_PIPELINE.because("Totals are of numbers, and '" + number + "' is " + type
                        + ". Count its values with distinct(\"" + number + "\").");
            }
            fields.add(new Field(number + "_count", DataType.LONG));
            for (String kind : List.of("_sum", "_squares", "_min", "_max")) {
                fields.add(new Field(number + kind, DataType.DOUBLE));
            }
            fields.add(new Field(number + "_sketch", DataType.BINARY));
        }
        for (String column : distinct) {
            field(events, column);
            fields.add(new Field(column + "_values", DataType.BINARY));
        }
        return Schema.of(fields);
    }

    private static boolean isNumber(DataType type) {
        return type instanceof DataType.IntType
                || type instanceof DataType.LongType
                || type instanceof DataType.FloatType
                || type instanceof DataType.DoubleType
                || type instanceof DataType.DecimalType;
    }

    /** The columns of the totals of so many days. */
    Schema rolledUp(Schema days, int count) {
        List<Field> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(field(days, key)));
        fields.add(field(days, day));
        String end = "_" + count + "d";
        fields.add(new Field("n" + end, DataType.LONG));
        for (String number : numbers) {
            fields.add(new Field(number + "_count" + end, DataType.LONG));
            for (String kind : List.of("_sum", "_min", "_max", "_mean", "_stddev", "_stddev_pop")) {
                fields.add(new Field(number + kind + end, DataType.DOUBLE));
            }
            for (double share : quantiles) {
                fields.add(new Field(number + "_" + percent(share) + end, DataType.DOUBLE));
            }
        }
        distinct.forEach(column -> fields.add(new Field(column + "_distinct" + end, DataType.LONG)));
        return Schema.of(fields);
    }

    /** 0.9 is p90, 0.999 is p99_9. */
    private static String percent(double share) {
        String text = String.format(Locale.ROOT, "%.3f", share * 100).replaceAll("\\.?0+$", "");
        return "p" + text.replace('.', '_');
    }

    private static Field field(Schema schema, String name) {
        if (!schema.contains(name)) {
            throw PipelineError.BAD_PIPELINE.because("Totals are to be made with the column '" + name
                    + "', which is not there; there are " + schema.names() + "."
                    + Names.didYouMean(name, schema.names()));
        }
        return schema.field(name);
    }
}
