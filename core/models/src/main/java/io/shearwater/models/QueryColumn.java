package io.shearwater.models;

import io.shearwater.api.ModelTraining.Ranking;
import io.shearwater.api.TrainingData.Part;
import io.shearwater.learning.LearningError;
import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The query of each row, as a number; filled as rows come. Not thread-safe. */
final class QueryColumn {
    private final Ranking ranking;
    private final Map<Object, Integer> numbers = new HashMap<>();
    private int[] rows = new int[16];
    private int size;

    QueryColumn(Ranking ranking) {
        this.ranking = ranking;
    }

    int places() {
        return ranking.places();
    }

    void add(Part part) {
        Column column = column(part);
        if (rows.length < size + column.size()) {
            rows = Arrays.copyOf(rows, Math.max(size + column.size(), rows.length + rows.length / 2));
        }
        for (int row = 0; row < column.size(); row++) {
            if (column.isNull(row)) {
                throw LearningError.BAD_EXAMPLES.because("The query '" + ranking.column() + "' of row " + (size)
                        + " is null. Let the view choose only rows of a query.");
            }
            rows[size++] = numbers.computeIfAbsent(column.valueAt(row), query -> numbers.size());
        }
    }

    private Column column(Part part) {
        List<String> known = new ArrayList<>();
        for (Frame frame : List.of(part.helpers(), part.index(), part.features())) {
            if (frame.schema().contains(ranking.column())) {
                return frame.column(ranking.column());
            }
            known.addAll(frame.schema().names());
        }
        throw LearningError.BAD_DEFINITION.because("There is no column '" + ranking.column()
                + "' that says to which query a row belongs; there are " + known + "."
                + Names.didYouMean(ranking.column(), known));
    }

    long[] toLongs() {
        long[] longs = new long[size];
        for (int row = 0; row < size; row++) {
            longs[row] = rows[row];
        }
        return longs;
    }

    int[] toArray() {
        return Arrays.copyOf(rows, size);
    }
}
