package io.shearwater.evaluation;

import io.shearwater.model.Column;
import io.shearwater.model.FeatureType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a column in few bins: numbers by equal shares of the rows, or one by one where they are few; categories by value,
 * the rarest together. Rows without a value, and those that are no number, have bins of their own. Immutable.
 */
final class Bins {
    /** For numbers. */
    private static final int NUMBERS = 32;
    /** For categories, the last one for the rest. */
    private static final int CATEGORIES = 64;

    private final int[] ofRow;
    private final int count;
    private final int distinct;

    private Bins(int[] ofRow, int count, int distinct) {
        this.ofRow = ofRow;
        this.count = count;
        this.distinct = distinct;
    }

    static Bins of(Column column, FeatureType type) {
        return type.isNumerical() ? ofNumbers(ColumnNumbers.of(column)) : ofCategories(column);
    }

    /** Numbers, NaN where there is none. */
    static Bins ofNumbers(double[] numbers) {
        double[] sorted = Arrays.stream(numbers)
                .filter(Double::isFinite)
                .map(number -> number + 0.0)
                .toArray();
        Arrays.sort(sorted);
        double[] different = Arrays.stream(sorted).distinct().toArray();
        double[] upTo = different.length <= NUMBERS ? different : cuts(sorted);
        int[] ofRow = new int[numbers.length];
        for (int row = 0; row < numbers.length; row++) {
            double number = numbers[row] + 0.0;
            if (Double.isNaN(number)) {
                ofRow[row] = upTo.length;
            } else if (Double.isInfinite(number)) {
                ofRow[row] = upTo.length + (number > 0 ? 1 : 2);
            } else {
                int at = Arrays.binarySearch(upTo, number);
                ofRow[row] = Math.min(at < 0 ? -at - 1 : at, upTo.length - 1);
            }
        }
        return new Bins(ofRow, upTo.length + 3, different.length);
    }

    /** The greatest number of each bin. */
    private static double[] cuts(double[] sorted) {
        double[] cuts = new double[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            cuts[i] = sorted[(int) ((long) (i + 1) * sorted.length / NUMBERS) - 1];
        }
        return Arrays.stream(cuts).distinct().toArray();
    }

    private static Bins ofCategories(Column column) {
        Map<Object, Integer> counts = new HashMap<>();
        for (int row = 0; row < column.size(); row++) {
            if (!column.isNull(row)) {
                counts.merge(column.valueAt(row), 1, Integer::sum);
            }
        }
        List<Map.Entry<Object, Integer>> frequent = counts.entrySet().stream()
                .sorted(Map.Entry.<Object, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entry.getKey().toString()))
                .limit(CATEGORIES - 1)
                .toList();
        Map<Object, Integer> bins = new HashMap<>();
        frequent.forEach(entry -> bins.put(entry.getKey(), bins.size()));
        int[] ofRow = new int[column.size()];
        for (int row = 0; row < column.size(); row++) {
            ofRow[row] = column.isNull(row) ? CATEGORIES : bins.getOrDefault(column.valueAt(row), CATEGORIES - 1);
        }
        return new Bins(ofRow, CATEGORIES + 1, counts.size());
    }

    int rows() {
        return ofRow.length;
    }

    int of(int row) {
        return ofRow[row];
    }

    /** How many bins there may be; some are empty. */
    int count() {
        return count;
    }

    /** How many different values there are, without none. */
    int distinct() {
        return distinct;
    }
}
