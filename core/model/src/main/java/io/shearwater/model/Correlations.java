package io.shearwater.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Pearson's correlation of each pair of columns, over the rows in which both are finite.
 *
 * @param columns the rows and columns of the matrix
 * @param matrix from -1 to 1; symmetric, with 1 in the diagonal; NaN where one of the two is constant or fewer than two rows
 *     have both
 */
public record Correlations(List<String> columns, List<List<Double>> matrix) {
    public Correlations {
        columns = List.copyOf(columns);
        matrix = matrix.stream().map(List::copyOf).toList();
    }

    /** One correlation. */
    public record Pair(String left, String right, double correlation) {}

    /**
     * The correlation of two columns.
     *
     * @throws ShearwaterException UNKNOWN_COLUMN naming those there are
     */
    public double of(String left, String right) {
        return matrix.get(index(left)).get(index(right));
    }

    private int index(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw ModelError.UNKNOWN_COLUMN.because("There are no correlations of '" + column + "', only of " + columns
                    + "." + Names.didYouMean(column, columns));
        }
        return index;
    }

    /** Each pair of two columns once, the most correlated first; those without a correlation are left out. */
    public List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            for (int j = i + 1; j < columns.size(); j++) {
                double correlation = matrix.get(i).get(j);
                if (!Double.isNaN(correlation)) {
                    pairs.add(new Pair(columns.get(i), columns.get(j), correlation));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble((Pair pair) -> -Math.abs(pair.correlation()))
                .thenComparing(Pair::left)
                .thenComparing(Pair::right));
        return pairs;
    }
}
