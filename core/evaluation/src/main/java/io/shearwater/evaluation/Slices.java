package io.shearwater.evaluation;

import io.shearwater.model.Column;
import io.shearwater.model.Names;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private static final int MOST = 1_000;

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
        Map<String, Map<String, Evaluation>> slices = new LinkedHashMap<>();
        by.forEach((name, column) -> {
            Map<String, Evaluation> values = new TreeMap<>();
            rows(name, column, predictions.rows())
                    .forEach((value, rows) -> values.put(
                            value,
                            predictions
                                    .pick(rows.stream().mapToInt(row -> row).toArray())
                                    .evaluate()));
            slices.put(name, values);
        });
        return new Slices(predictions.evaluate(), slices);
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

    private static Map<String, List<Integer>> rows(String name, Column column, int rows) {
        if (column.size() != rows) {
            throw EvaluationError.BAD_SLICE.because("The column '" + name + "' has " + column.size()
                    + " rows and the predictions have " + rows + "; there must be as many.");
        }
        Map<String, List<Integer>> found = new LinkedHashMap<>();
        for (int row = 0; row < rows; row++) {
            String value = column.isNull(row) ? NONE : Objects.toString(column.valueAt(row));
            found.computeIfAbsent(value, key -> new ArrayList<>()).add(row);
            if (found.size() > MOST) {
                throw EvaluationError.BAD_SLICE.because("The column '" + name + "' has more than " + MOST
                        + " values, too many to evaluate each. Bin it first, or take another column.");
            }
        }
        return found;
    }
}
