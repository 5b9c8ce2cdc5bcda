package io.shearwater.cli;

import io.shearwater.model.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An online vector as a result, a row for each feature. */
final class VectorTable {
    private static final List<String> COLUMNS = List.of("feature", "value", "status", "event_time");

    private VectorTable() {}

    static ResultTable of(FeatureVector vector) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            String name = vector.schema().field(i).name();
            rows.add(Arrays.asList(
                    name,
                    vector.value(i),
                    vector.status(i),
                    vector.eventTime(name).orElse(null)));
        }
        return new ResultTable(COLUMNS, rows);
    }
}
