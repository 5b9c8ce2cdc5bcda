package io.shearwater.iceberg;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.MemoryBudget;
import io.shearwater.spi.StoreContext;
import io.shearwater.spi.TableField;
import io.shearwater.spi.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Frames to Parquet files by Iceberg's own writer, and Iceberg's rows to boxed values. */
final class TestFiles {
    private TestFiles() {}

    static StoreContext context(Path directory, StoreContext.Mode mode) {
        return new StoreContext(
                directory.resolve("offline"),
                directory.resolve("scratch"),
                mode,
                new MemoryBudget(1, 1),
                InstantSource.system(),
                Map.of());
    }

    static WrittenFile write(FileTarget target, int number, Frame rows) {
        org.apache.iceberg.Schema schema = schema(target.fields());
        String path = target.directory() + "/" + target.prefix() + number + ".parquet";
        OutputFile file = new LocalFiles(Path.of(target.directory())).newOutputFile(path);
        try (FileAppender<Record> appender = Parquet.write(file)
                .schema(schema)
                .createWriterFunc(GenericParquetWriter::create)
                .build()) {
            for (int row = 0; row < rows.rows(); row++) {
                appender.add(record(schema.asStruct(), rows.row(row)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new WrittenFile(path, rows.rows(), file.toInputFile().getLength());
    }

    /** A row of a table as boxed values by column name. */
    static Map<String, @Nullable Object> boxed(Record record, Schema schema) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (Field field : schema.fields()) {
            row.put(field.name(), boxed(record.getField(field.name()), field.type()));
        }
        return row;
    }

    /** The columns of target fields, without the write sequence. */
    static Schema schemaOf(List<TableField> fields) {
        return Schema.of(fields.stream()
                .filter(field -> !field.name().equals(HiddenColumns.SEQUENCE.name()))
                .map(field -> new Field(field.name(), field.type()))
                .toList());
    }

    private static org.apache.iceberg.Schema schema(List<TableField> fields) {
        return new org.apache.iceberg.Schema(fields.stream()
                .map(field -> Types.NestedField.optional(field.id(), field.name(), type(field)))
                .toList());
    }

    private static Type type(TableField field) {
        List<TableField> children = field.children();
        return switch (field.type()) {
            case DataType.ArrayType t ->
                Types.ListType.ofOptional(children.getFirst().id(), type(children.getFirst()));
            case DataType.EmbeddingType t ->
                Types.ListType.ofRequired(children.getFirst().id(), Types.FloatType.get());
            case DataType.MapType t ->
                Types.MapType.ofOptional(
                        children.getFirst().id(),
                        children.getLast().id(),
                        Types.StringType.get(),
                        type(children.getLast()));
            case DataType.StructType t ->
                Types.StructType.of(children.stream()
                        .map(child -> Types.NestedField.optional(child.id(), child.name(), type(child)))
                        .toList());
            default -> IcebergTypes.toIceberg(field.type(), new java.util.concurrent.atomic.AtomicInteger());
        };
    }

    private static Record record(Types.StructType struct, Map<String, ? extends @Nullable Object> values) {
        GenericRecord record = GenericRecord.create(struct);
        for (Types.NestedField field : struct.fields()) {
            record.setField(field.name(), iceberg(values.get(field.name()), field.type()));
        }
        return record;
    }

    private static @Nullable Object iceberg(@Nullable Object value, Type type) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case float[] floats ->
                IntStream.range(0, floats.length).mapToObj(i -> floats[i]).toList();
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case List<?> list -> {
                List<@Nullable Object> all = new ArrayList<>();
                list.forEach(item -> all.add(iceberg(item, type.asListType().elementType())));
                yield all;
            }
            case Map<?, ?> map -> map(map, type);
            default -> value;
        };
    }

    @SuppressWarnings("unchecked") // maps have text keys everywhere
    private static Object map(Map<?, ?> map, Type type) {
        if (type.isStructType()) {
            return record(type.asStructType(), (Map<String, @Nullable Object>) map);
        }
        Map<Object, @Nullable Object> all = new LinkedHashMap<>();
        map.forEach((key, item) -> all.put(key, iceberg(item, type.asMapType().valueType())));
        return all;
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
}
