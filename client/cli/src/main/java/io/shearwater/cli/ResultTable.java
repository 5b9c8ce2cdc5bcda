package io.shearwater.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command has to show: named columns and rows of values. A value is null, a boolean, a number, text, a time of
 * {@code java.time}, bytes, an array of primitives, or a list or map of these; anything else is shown by its
 * {@code toString}.
 */
record ResultTable(List<String> columns, List<List<@Nullable Object>> rows) {
    ResultTable {
        columns = List.copyOf(columns);
        if (new HashSet<>(columns).size() != columns.size()) {
            throw new IllegalArgumentException("A column is named twice in " + columns);
        }
        List<List<@Nullable Object>> copy = new ArrayList<>(rows.size());
        for (List<@Nullable Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "Row " + copy.size() + " has " + row.size() + " values for " + columns.size() + " columns");
            }
            copy.add(Collections.unmodifiableList(new ArrayList<>(row)));
        }
        rows = Collections.unmodifiableList(copy);
    }
}
