package io.shearwater.offline;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import io.shearwater.model.Times;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The smallest and greatest value of identity columns in rows that pass by, as a condition with which files that cannot hold
 * one of these identities are left out. Columns of other types than integers, dates and timestamps bound nothing.
 */
final class KeyBounds {
    private final List<String> columns;
    private final Map<String, long[]> bounds = new LinkedHashMap<>();
    private final Map<String, DataType> types = new LinkedHashMap<>();

    KeyBounds(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    void add(Frame frame) {
        for (String name : columns) {
            switch (frame.column(name)) {
                case Column.Longs longs -> widen(name, longs.type(), min(longs), max(longs), frame.rows());
                case Column.Ints ints -> widen(name, ints.type(), min(ints), max(ints), frame.rows());
                default -> {}
            }
        }
    }

    /** True for every row seen. */
    Predicate condition() {
        Predicate all = Predicate.all();
        for (Map.Entry<String, long[]> bound : bounds.entrySet()) {
            String column = bound.getKey();
            DataType type = types.getOrDefault(column, DataType.LONG);
            all = all.and(Predicate.atLeast(column, boxed(type, bound.getValue()[0])))
                    .and(Predicate.atMost(column, boxed(type, bound.getValue()[1])));
        }
        return all;
    }

    private void widen(String name, DataType type, long min, long max, int rows) {
        if (rows > 0) {
            types.put(name, type);
            bounds.merge(name, new long[] {min, max}, (a, b) ->
                    new long[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])});
        }
    }

    private static Object boxed(DataType type, long value) {
        return switch (type) {
            case DataType.TimestampType t -> Times.instant(value);
            case DataType.DateType t -> LocalDate.ofEpochDay(value);
            default -> value;
        };
    }

    private static long min(Column.Longs column) {
        long min = Long.MAX_VALUE;
        for (int i = 0; i < column.size(); i++) {
            min = Math.min(min, column.values()[i]);
        }
        return min;
    }

    private static long max(Column.Longs column) {
        long max = Long.MIN_VALUE;
        for (int i = 0; i < column.size(); i++) {
            max = Math.max(max, column.values()[i]);
        }
        return max;
    }

    private static long min(Column.Ints column) {
        long min = Long.MAX_VALUE;
        for (int i = 0; i < column.size(); i++) {
            min = Math.min(min, column.values()[i]);
        }
        return min;
    }

    private static long max(Column.Ints column) {
        long max = Long.MIN_VALUE;
        for (int i = 0; i < column.size(); i++) {
            max = Math.max(max, column.values()[i]);
        }
        return max;
    }
}
