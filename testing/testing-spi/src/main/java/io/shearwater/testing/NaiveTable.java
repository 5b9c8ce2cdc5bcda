package io.shearwater.testing;

import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rows of boxed values in an order. */
record NaiveTable(Schema schema, List<List<@Nullable Object>> rows) {
    @Nullable
    Object value(List<@Nullable Object> row, String column) {
        return row.get(schema.index(column));
    }

    /** The values of some columns of a row. */
    List<@Nullable Object> values(List<@Nullable Object> row, List<String> columns) {
        List<@Nullable Object> values = new ArrayList<>();
        columns.forEach(column -> values.add(value(row, column)));
        return values;
    }

    NaiveTable where(Predicate<List<@Nullable Object>> keeps) {
        return new NaiveTable(schema, rows.stream().filter(keeps).toList());
    }

    /** A row with more values at its end. */
    static List<@Nullable Object> plus(List<@Nullable Object> row, @Nullable Object... more) {
        List<@Nullable Object> longer = new ArrayList<>(row);
        longer.addAll(Arrays.asList(more));
        return longer;
    }

    /** As many nulls as a schema has columns. */
    static List<@Nullable Object> nulls(Schema schema) {
        return new ArrayList<>(Collections.<@Nullable Object>nCopies(schema.size(), null));
    }
}
