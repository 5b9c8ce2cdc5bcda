package io.shearwater.iceberg;

import io.shearwater.model.PartitionField;
import io.shearwater.spi.SpiError;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.TableMetadata;

/** How a table's rows are divided and sorted, read back from its state. */
final class TableSorting {
    private static final Pattern BUCKET = Pattern.compile("bucket\\[(\\d+)]");

    private TableSorting() {}

    static List<String> columns(TableMetadata state) {
        return state.sortOrder().fields().stream()
                .map(field -> state.schema().findColumnName(field.sourceId()))
                .toList();
    }

    static List<PartitionField> partitions(TableMetadata state) {
        return state.spec().fields().stream()
                .map(field -> partition(
                        state.schema().findColumnName(field.sourceId()),
                        field.transform().toString()))
                .toList();
    }

    private static PartitionField partition(String column, String transform) {
        Matcher bucket = BUCKET.matcher(transform);
        if (bucket.matches()) {
            return PartitionField.bucket(column, Integer.parseInt(bucket.group(1)));
        }
        return switch (transform) {
            case "identity" -> PartitionField.identity(column);
            case "day" -> PartitionField.day(column);
            case "month" -> PartitionField.month(column);
            default ->
                throw SpiError.BAD_FILE.because("The table is partitioned by " + transform + " of '" + column
                        + "', which Shearwater does not know. It was partitioned by another program.");
        };
    }
}
