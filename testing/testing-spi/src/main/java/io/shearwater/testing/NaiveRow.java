package io.shearwater.testing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the oracle's.
 *
 * @param values by column name, of the Java types of {@link io.shearwater.model.DataType}
 * @param written the write that it comes from; later writes have greater numbers
 */
public record NaiveRow(Map<String, @Nullable Object> values, long written) {
    public NaiveRow {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The value of a column, null where there is none. */
    public @Nullable Object get(String column) {
        return values.get(column);
    }
}
