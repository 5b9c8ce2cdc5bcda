package io.shearwater.cli;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds the columns of a file that tell its rows apart, alone or together with the event time. */
final class KeyCandidates {
    /** So many rows are looked at: more would only make it less likely that a guess is wrong. */
    static final long MOST_ROWS = 200_000;

    private final Schema schema;
    private final Optional<String> eventTime;
    private final Map<Integer, Set<List<Object>>> seen = new TreeMap<>();
    private long rows;

    KeyCandidates(Schema schema, Optional<String> eventTime) {
        this.schema = schema;
        this.eventTime = eventTime;
        for (int column = 0; column < schema.size(); column++) {
            if (canBeKey(schema.field(column))) {
                seen.put(column, new HashSet<>());
            }
        }
    }

    private boolean canBeKey(Field field) {
        boolean type = field.type() instanceof DataType.LongType
                || field.type() instanceof DataType.IntType
                || field.type() instanceof DataType.StringType;
        return type && !eventTime.equals(Optional.of(field.name()));
    }

    /** Looks at more rows. */
    void add(Frame frame) {
        if (rows < MOST_ROWS) {
            seen.entrySet().removeIf(entry -> !areNew(frame, entry.getKey(), entry.getValue()));
            rows += frame.rows();
        }
    }

    /** The columns without null and, together with the event time, without a repeated value; in the order of the file. */
    List<String> names() {
        return rows == 0
                ? List.of()
                : seen.keySet().stream()
                        .map(column -> schema.field(column).name())
                        .toList();
    }

    private boolean areNew(Frame frame, int at, Set<List<Object>> before) {
        List<Column> columns = new ArrayList<>(List.of(frame.column(at)));
        eventTime.map(frame::column).ifPresent(columns::add);
        for (int row = 0; row < frame.rows(); row++) {
            List<Object> values = new ArrayList<>(2);
            for (Column column : columns) {
                if (column.isNull(row)) {
                    return false;
                }
                values.add(column.valueAt(row));
            }
            if (!before.add(values)) {
                return false;
            }
        }
        return true;
    }
}
