package io.shearwater.testing;

import io.shearwater.model.Field;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Schema;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.spi.Buckets;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.TableField;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A "data file": rows by field id.
 *
 * @param buckets the buckets that all rows lie in, by column
 */
record NaiveFile(List<Map<Integer, @Nullable Object>> rows, Map<String, Integer> buckets) {
    /** Rows as the files of a target, one a partition, each sorted. */
    static List<NaiveFile> split(NaiveTable table, FileTarget target) {
        Schema known = Schema.of(target.fields().stream()
                .map(field -> new Field(field.name(), field.type()))
                .toList());
        // Fails for a column that the table does not have.
        known.select(table.schema().names());
        Map<List<@Nullable Object>, NaiveFile> files = new LinkedHashMap<>();
        for (List<@Nullable Object> row : sorted(table, target)) {
            List<@Nullable Object> partition = new ArrayList<>();
            Map<String, Integer> buckets = new HashMap<>();
            for (PartitionField field : target.partitions()) {
                Object value = partition(field, table.value(row, field.column()));
                partition.add(value);
                if (field.transform() == PartitionField.Transform.BUCKET && value != null) {
                    buckets.put(field.column(), (Integer) value);
                }
            }
            Map<Integer, @Nullable Object> stored = new HashMap<>();
            for (TableField field : target.fields()) {
                stored.put(field.id(), table.schema().contains(field.name()) ? table.value(row, field.name()) : null);
            }
            files.computeIfAbsent(partition, key -> new NaiveFile(new ArrayList<>(), buckets))
                    .rows()
                    .add(stored);
        }
        return List.copyOf(files.values());
    }

    private static List<List<@Nullable Object>> sorted(NaiveTable table, FileTarget target) {
        return table.rows().stream()
                .sorted((a, b) ->
                        NaiveOrder.compareAll(table.values(a, target.sortBy()), table.values(b, target.sortBy())))
                .toList();
    }

    private static @Nullable Object partition(PartitionField field, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (field.transform()) {
            case IDENTITY -> value;
            case DAY -> day(value);
            case MONTH -> YearMonth.from(day(value));
            case BUCKET -> Buckets.of(value, field.buckets());
        };
    }

    private static LocalDate day(Object value) {
        return value instanceof Instant instant ? LocalDate.ofInstant(instant, ZoneOffset.UTC) : (LocalDate) value;
    }

    /** The rows that are not deleted, by the names that the fields have now, with their positions. */
    List<Map<String, @Nullable Object>> read(List<TableField> fields, FileScan scan) {
        Set<Long> deleted = new HashSet<>();
        scan.deleted().positions().forEachRemaining((long position) -> deleted.add(position));
        List<Map<String, @Nullable Object>> live = new ArrayList<>();
        for (int position = 0; position < rows.size(); position++) {
            if (deleted.contains((long) position)) {
                continue;
            }
            Map<Integer, @Nullable Object> stored = rows.get(position);
            Map<String, @Nullable Object> row = new HashMap<>();
            for (TableField field : fields) {
                row.put(
                        field.name(),
                        stored.containsKey(field.id())
                                ? stored.get(field.id())
                                : field.initialDefault().orElse(null));
            }
            row.put(HiddenColumns.FILE.name(), scan.path());
            row.put(HiddenColumns.ROW.name(), (long) position);
            live.add(row);
        }
        return live;
    }
}
