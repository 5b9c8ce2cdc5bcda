package io.shearwater.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How many rows of each class were predicted as each. Immutable. */
public final class ConfusionMatrix {
    private static final int WIDEST = 12;

    private final List<String> classes;
    private final long[][] counts;

    /**
     * Of counts.
     *
     * @param counts by actual, then predicted class
     */
    ConfusionMatrix(List<String> classes, long[][] counts) {
        this.classes = List.copyOf(classes);
        this.counts = counts;
    }

    /** The classes, in the order of rows and columns. */
    public List<String> classes() {
        return classes;
    }

    /** How many rows of a class were predicted as another or the same. */
    public long count(int actual, int predicted) {
        return counts[actual][predicted];
    }

    /** How many rows are of a class. */
    public long actual(int of) {
        return Arrays.stream(counts[of]).sum();
    }

    /** How many rows were predicted as a class. */
    public long predicted(int as) {
        return Arrays.stream(counts).mapToLong(row -> row[as]).sum();
    }

    /** How many rows were predicted as what they are. */
    public long right() {
        long right = 0;
        for (int i = 0; i < counts.length; i++) {
            right += counts[i][i];
        }
        return right;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfusionMatrix matrix
                && classes.equals(matrix.classes)
                && Arrays.deepEquals(counts, matrix.counts);
    }

    @Override
    public int hashCode() {
        return 31 * classes.hashCode() + Arrays.deepHashCode(counts);
    }

    /** A table for people: a row for each actual class, a column for each predicted one. */
    @Override
    public String toString() {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("actual \\ predicted"));
        head.addAll(classes);
        table.add(head);
        for (int i = 0; i < counts.length; i++) {
            List<String> row = new ArrayList<>(List.of(classes.get(i)));
            Arrays.stream(counts[i]).mapToObj(Long::toString).forEach(row::add);
            table.add(row);
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : table) {
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = table.stream()
                        .mapToInt(other -> other.get(column).length())
                        .max()
                        .orElse(WIDEST);
                String cell = row.get(i);
                text.append(" ".repeat(width - cell.length())).append(cell).append("  ");
            }
            text.setLength(text.length() - 2);
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
