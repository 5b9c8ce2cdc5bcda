package io.shearwater.iceberg;

import io.shearwater.model.PartitionField;
import io.shearwater.spi.Buckets;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.TableSpec;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.types.Types;

/** The first state of a table. */
final class NewTable {
    /** The version of what this plugin keeps in tables beyond Iceberg's own format. */
    static final int FORMAT = 1;

    static final String FORMAT_PROPERTY = "shearwater.format";

    private NewTable() {}

    static TableMetadata metadata(TableSpec spec, String location) {
        Schema schema = TableColumns.schema(spec);
        return TableMetadata.newTableMetadata(
                schema, partitions(spec, schema), sortOrder(spec, schema), location, properties(spec, schema));
    }

    private static PartitionSpec partitions(TableSpec spec, Schema schema) {
        PartitionSpec.Builder builder = PartitionSpec.builderFor(schema);
        for (PartitionField partition : spec.partitions()) {
            String column = partition.column();
            switch (partition.transform()) {
                case IDENTITY -> builder.identity(column);
                case DAY -> builder.day(column);
                case MONTH -> builder.month(column);
                case BUCKET -> builder.bucket(bucketed(spec, column), partition.buckets());
            }
        }
        return builder.build();
    }

    private static String bucketed(TableSpec spec, String column) {
        spec.columns().stream()
                .filter(feature -> feature.name().equals(column))
                .filter(feature -> !Buckets.supports(feature.type()))
                .findFirst()
                .ifPresent(feature -> {
                    throw SpiError.BAD_OPTION.because("The table " + spec.table() + " cannot be partitioned by buckets "
                            + "of '" + column + "', which is " + feature.type()
                            + ". Buckets are of int, long, decimal, string, binary, date or timestamp.");
                });
        return column;
    }

    private static SortOrder sortOrder(TableSpec spec, Schema schema) {
        SortOrder.Builder builder = SortOrder.builderFor(schema);
        spec.sortBy().forEach(builder::asc);
        return builder.build();
    }

    private static Map<String, String> properties(TableSpec spec, Schema schema) {
        Map<String, String> properties = new HashMap<>();
        properties.put(TableProperties.FORMAT_VERSION, "3");
        properties.put(FORMAT_PROPERTY, Integer.toString(FORMAT));
        properties.put(TableProperties.PARQUET_COMPRESSION, "zstd");
        properties.put(TableProperties.DELETE_MODE, "merge-on-read");
        properties.put(TableProperties.UPDATE_MODE, "merge-on-read");
        properties.put(TableProperties.MERGE_MODE, "merge-on-read");
        properties.put(TableProperties.COMMIT_NUM_RETRIES, "0");
        properties.put(TableProperties.MANIFEST_MIN_MERGE_COUNT, "5");
        properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "5");
        // Which old states may go is decided after the swap, with the other garbage.
        properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "false");
        for (String column : spec.identity()) {
            // Rows that an upsert replaces are found by these bounds, and partition values are read from them.
            properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column, "full");
        }
        for (Types.NestedField field : schema.columns()) {
            spec.columns().stream()
                    .filter(feature -> feature.name().equals(field.name()))
                    .flatMap(feature -> TableColumns.note(field.fieldId(), feature.name(), feature.type()).stream())
                    .forEach(note -> properties.put(note.getKey(), note.getValue()));
        }
        return properties;
    }
}
