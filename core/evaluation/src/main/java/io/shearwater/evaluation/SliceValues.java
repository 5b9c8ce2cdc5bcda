package io.shearwater.evaluation;

import io.shearwater.model.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The values of a column by which predictions are evaluated, row by row; added to as rows come. Four bytes a row. Not thread-safe. */
public final class SliceValues {
    private static final int MOST = 1_000;

    private final String name;
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private int[] rows = new int[16];
    private int size;

    /** Of a column without rows so far. */
    public SliceValues(String name) {
        this.name = name;
    }

    /**
     * Adds rows at the end.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_SLICE for more than 1,000 values
     */
    public void add(Column column) {
        if (rows.length < size + column.size()) {
            rows = Arrays.copyOf(rows, Math.max(size + column.size(), rows.length + rows.length / 2));
        }
        for (int row = 0; row < column.size(); row++) {
            add(column.isNull(row) ? Slices.NONE : Objects.toString(column.valueAt(row)));
        }
    }

    private void add(String value) {
        Integer place = places.get(value);
        if (place == null) {
            if (places.size() == MOST) {
                throw EvaluationError.BAD_SLICE.because("The column '" + name + "' has more than " + MOST
                        + " values, too many to evaluate each. Bin it first, or take another column.");
            }
            place = places.size();
            places.put(value, place);
        }
        rows[size++] = place;
    }

    String name() {
        return name;
    }

    int size() {
        return size;
    }

    List<String> values() {
        return List.copyOf(places.keySet());
    }

    /** The rows of each value, ascending, in the order of the values. */
    List<int[]> rows() {
        int[] counts = new int[places.size()];
        for (int row = 0; row < size; row++) {
            counts[rows[row]]++;
        }
        List<int[]> found = new ArrayList<>();
        for (int count : counts) {
            found.add(new int[count]);
        }
        Arrays.fill(counts, 0);
        for (int row = 0; row < size; row++) {
            found.get(rows[row])[counts[rows[row]]++] = row;
        }
        return found;
    }
}
