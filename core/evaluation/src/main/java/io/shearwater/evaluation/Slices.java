package io.shearwater.evaluation;

import io.shearwater.model.Column;
import io.shearwater.model.Names;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Predictions as a whole and by the values of columns, such as training helper columns, so that it shows for whom a model is worse.
 * Immutable.
 *
 * @param all of all rows
 * @param slices by column, then by value, in order; rows without a value are under {@value #NONE}
 */
public record Slices(Evaluation all, Map<String, Map<String, Evaluation>> slices) {
    /** What rows without a value are under. */
    public static final String NONE = "(none)";

    public Slices {
        Map<String, Map<String, Evaluation>> copy = new LinkedHashMap<>();
        slices.forEach((column, values) -> copy.put(column, Collections.unmodifiableMap(new TreeMap<>(values))));
        slices = Collections.unmodifiableMap(copy);
    }

    /**
     * Evaluates predictions by the values of columns.
     *
     * @param by by name, columns with as many rows
     * @throws io.shearwater.model.ShearwaterException BAD_SLICE for a column of another length or with more than 1,000 values
     */
    public static Slices of(Predictions predictions, Map<String, Column> by) {
        List<SliceValues> columns = new ArrayList<>();
        by.forEach((name, column) -> {
            requireRows(name, column.size(), predictions);
            SliceValues values = new SliceValues(name);
            values.add(column);
            columns.add(values);
        });
        return of(predictions, columns);
    }

    /** As {@link #of(Predictions, Map)}, of columns that were put together as the rows came. */
    public static Slices of(Predictions predictions, List<SliceValues> by) {
        Map<String, Map<String, Evaluation>> slices = new LinkedHashMap<>();
        for (SliceValues column : by) {
            requireRows(column.name(), column.size(), predictions);
            Map<String, Evaluation> values = new TreeMap<>();
            List<String> found = column.values();
            List<int[]> rows = column.rows();
            for (int place = 0; place < found.size(); place++) {
                values.put(found.get(place), predictions.pick(rows.get(place)).evaluate());
            }
            slices.put(column.name(), values);
        }
        return new Slices(predictions.evaluate(), slices);
    }

    private static void requireRows(String name, int rows, Predictions predictions) {
        if (rows != predictions.rows()) {
            throw EvaluationError.BAD_SLICE.because("The column '" + name + "' has " + rows
                    + " rows and the predictions have " + predictions.rows() + "; there must be as many.");
        }
    }

    /**
     * The rows with one value of a column.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_SLICE where there are none, suggesting the nearest
     */
    public Evaluation slice(String column, String value) {
        Map<String, Evaluation> values = slices.get(column);
        if (values == null) {
            throw EvaluationError.BAD_SLICE.because("There are no slices of '" + column + "'; there are slices of "
                    + slices.keySet() + "." + Names.didYouMean(column, slices.keySet()));
        }
        Evaluation found = values.get(value);
        if (found == null) {
            throw EvaluationError.BAD_SLICE.because("No row has the value '" + value + "' of '" + column
                    + "'; there are " + values.keySet() + "." + Names.didYouMean(value, values.keySet()));
        }
        return found;
    }
}
