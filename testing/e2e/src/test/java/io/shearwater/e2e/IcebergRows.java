package io.shearwater.e2e;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.Files;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;

/** A store's tables as Iceberg's own catalog, reader and writer see them. Not thread-safe. */
final class IcebergRows implements AutoCloseable {
    private final JdbcCatalog catalog = new JdbcCatalog(properties -> new LocalIo(), null, false);

    IcebergRows(Path store) {
        catalog.initialize(
                "shearwater",
                new HashMap<>(Map.of(
                        "uri",
                        "jdbc:sqlite:" + store.resolve("registry").resolve("registry.db"),
                        "warehouse",
                        store.toString(),
                        "jdbc.schema-version",
                        "V1")));
    }

    /** The rows of a table as boxed values by column name, as one commit left it, or now. */
    List<Map<String, @Nullable Object>> rows(TableIdentifier name, Schema schema, Optional<Long> commit)
            throws IOException {
        Table table = catalog.loadTable(name);
        IcebergGenerics.ScanBuilder scan = IcebergGenerics.read(table);
        commit.ifPresent(id -> scan.useSnapshot(snapshotOf(table, id)));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (CloseableIterable<Record> records = scan.build()) {
            for (Record record : records) {
                rows.add(boxed(record, schema));
            }
        }
        return rows;
    }

    /** Appends rows as another program would: values by column name, in a file of its own. */
    void append(TableIdentifier name, List<Map<String, Object>> rows) throws IOException {
        Table table = catalog.loadTable(name);
        OutputFile file = Files.localOutput(table.location() + "/data/foreign-" + UUID.randomUUID() + ".parquet");
        DataWriter<Record> writer = Parquet.writeData(file)
                .schema(table.schema())
                .createWriterFunc(GenericParquetWriter::create)
                .withSpec(PartitionSpec.unpartitioned())
                .build();
        try (writer) {
            for (Map<String, Object> row : rows) {
                writer.write(GenericRecord.create(table.schema()).copy(row));
            }
        }
        table.newAppend().appendFile(writer.toDataFile()).commit();
    }

    @Override
    public void close() {
        catalog.close();
    }

    private static long snapshotOf(Table table, long commit) {
        for (Snapshot snapshot : table.snapshots()) {
            if (Long.toString(commit).equals(snapshot.summary().get("shearwater.commit-id"))) {
                return snapshot.snapshotId();
            }
        }
        throw new AssertionError("No snapshot is of commit " + commit);
    }

    private static Map<String, @Nullable Object> boxed(Record record, Schema schema) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (Field field : schema.fields()) {
            row.put(field.name(), boxed(record.getField(field.name()), field.type()));
        }
        return row;
    }

    private static @Nullable Object boxed(@Nullable Object value, DataType type) {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case DataType.BinaryType t -> bytes((ByteBuffer) value);
            case DataType.TimestampType t -> ((OffsetDateTime) value).toInstant();
            case DataType.EmbeddingType t -> floats((List<?>) value);
            case DataType.ArrayType array -> {
                List<@Nullable Object> all = new ArrayList<>();
                ((List<?>) value).forEach(item -> all.add(boxed(item, array.element())));
                yield all;
            }
            case DataType.MapType map -> {
                Map<Object, @Nullable Object> all = new LinkedHashMap<>();
                ((Map<?, ?>) value).forEach((key, item) -> all.put(key, boxed(item, map.value())));
                yield all;
            }
            case DataType.StructType struct -> boxed((Record) value, Schema.of(struct.fields()));
            default -> value;
        };
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static float[] floats(List<?> list) {
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (Float) list.get(i);
        }
        return floats;
    }

    /** Files on the local disk. */
    private static final class LocalIo implements FileIO {
        private static final long serialVersionUID = 1L;

        @Override
        public InputFile newInputFile(String path) {
            return Files.localInput(path);
        }

        @Override
        public OutputFile newOutputFile(String path) {
            return Files.localOutput(path);
        }

        @Override
        public void deleteFile(String path) {
            throw new UnsupportedOperationException("Nothing is deleted: " + path);
        }

        @Override
        public Map<String, String> properties() {
            return Map.of();
        }
    }
}
