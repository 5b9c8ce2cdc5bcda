package io.shearwater.iceberg;

import io.shearwater.spi.SpiError;
import io.shearwater.spi.WrittenFile;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.jspecify.annotations.Nullable;

/** Makes files that an engine wrote into Iceberg's data files: statistics and partition from the footer. */
final class Registration {
    private final Table table;
    private final MetricsConfig config;

    Registration(Table table) {
        this.table = table;
        this.config = MetricsConfig.forTable(table);
    }

    DataFile register(WrittenFile written) {
        InputFile file = table.io().newInputFile(written.path());
        Footer footer = Footer.read(written, file);
        Metrics metrics = footer.metrics(config, table.schema());
        return DataFiles.builder(table.spec())
                .withPath(written.path())
                .withFileSizeInBytes(footer.bytes())
                .withFormat(FileFormat.PARQUET)
                .withMetrics(metrics)
                .withSplitOffsets(footer.splitOffsets())
                .withSortOrder(table.sortOrder())
                .withPartition(partition(written, metrics))
                .build();
    }

    private PartitionData partition(WrittenFile written, Metrics metrics) {
        PartitionSpec spec = table.spec();
        PartitionData partition = new PartitionData(spec.partitionType());
        for (int i = 0; i < spec.fields().size(); i++) {
            PartitionField field = spec.fields().get(i);
            String column = table.schema().findColumnName(field.sourceId());
            Integer bucket = written.buckets().get(column);
            partition.set(i, bucket == null ? value(written, metrics, field, column) : bucket);
        }
        return partition;
    }

    /** The one partition value that the column's bounds leave. */
    private Object value(WrittenFile written, Metrics metrics, PartitionField field, String column) {
        if (field.transform().toString().startsWith("bucket")) {
            throw SpiError.BAD_FILE.because(
                    "The data file " + written.path() + " was written without its bucket of '" + column + "'.");
        }
        Type type = table.schema().findType(field.sourceId());
        Object low = transformed(metrics.lowerBounds(), field, type);
        Object high = transformed(metrics.upperBounds(), field, type);
        if (low == null || !low.equals(high)) {
            throw SpiError.BAD_FILE.because("The data file " + written.path() + " must lie in one partition, but its "
                    + "rows have '" + field.name() + "' from " + low + " to " + high + ".");
        }
        return low;
    }

    private static @Nullable Object transformed(Map<Integer, ByteBuffer> bounds, PartitionField field, Type type) {
        ByteBuffer bound = Footer.orEmpty(bounds).get(field.sourceId());
        if (bound == null) {
            return null;
        }
        Object value = Conversions.fromByteBuffer(type, bound);
        @SuppressWarnings("unchecked") // a field's transform takes values of its source's type
        Transform<Object, Object> transform = (Transform<Object, Object>) field.transform();
        Object result = transform.bind(type).apply(value);
        return result instanceof CharSequence text ? text.toString() : result;
    }
}
