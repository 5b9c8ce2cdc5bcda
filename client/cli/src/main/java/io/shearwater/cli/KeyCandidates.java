package io.shearwater.cli;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
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
    private static final long MOST_ROWS = 1_000_000;

    private KeyCandidates() {}

    /**
     * The columns without null and, together with the event time, without a repeated value; in the order of the file.
     *
     * @param rows read to a million rows and closed
     */
    static List<String> of(FrameReader rows, Optional<String> eventTime) {
        try (rows) {
            Map<Integer, Set<List<Object>>> seen = new TreeMap<>();
            for (int column = 0; column < rows.schema().size(); column++) {
                if (canBeKey(rows.schema().field(column), eventTime)) {
                    seen.put(column, new HashSet<>());
                }
            }
            long read = 0;
            for (Optional<Frame> next = rows.next(); next.isPresent() && read < MOST_ROWS; next = rows.next()) {
                Frame frame = next.get();
                seen.entrySet().removeIf(entry -> !areNew(frame, entry.getKey(), eventTime, entry.getValue()));
                read += frame.rows();
            }
            return seen.keySet().stream()
                    .map(column -> rows.schema().field(column).name())
                    .toList();
        }
    }

    private static boolean canBeKey(Field field, Optional<String> eventTime) {
        boolean type = field.type() instanceof DataType.LongType
                || field.type() instanceof DataType.IntType
                || field.type() instanceof DataType.StringType;
        return type && !eventTime.equals(Optional.of(field.name()));
    }

    private static boolean areNew(Frame frame, int at, Optional<String> eventTime, Set<List<Object>> seen) {
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
            if (!seen.add(values)) {
                return false;
            }
        }
        return true;
    }
}
