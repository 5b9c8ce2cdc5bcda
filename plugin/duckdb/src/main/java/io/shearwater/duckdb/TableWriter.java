package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Schema;
import io.shearwater.plan.Plan;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.Sources;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.TableField;
import io.shearwater.spi.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the result of a plan as data files of a table. The rows are first sorted, those that are equal in their own order, into a temporary table, which DuckDB spills
 * where it must; from there each file is a stretch of rows, so that its rows are in order, lie in one partition and come to
 * about the wanted size. (DuckDB's own rolling over of files mixes up the row groups.) Used once.
 */
final class TableWriter {
    private static final String STAGED = Sql.own(90);
    // The engine's own columns from here on hold the partition values of a row.
    private static final int PARTITIONS = 10;
    private static final Schema COUNTED =
            Schema.of(new Field("first", DataType.LONG), new Field("rows", DataType.LONG));
    private static final int ROW_GROUP = 122_880;

    private final Session session;
    private final FileTarget target;
    private final QueryContext context;
    private final List<WrittenFile> written = new ArrayList<>();
    private long rowsWritten;
    private long bytesWritten;
    private int lastNumber;

    TableWriter(Session session, FileTarget target, QueryContext context) {
        this.session = session;
        this.target = target;
        this.context = context;
    }

    List<WrittenFile> write(Plan plan, Sources sources) {
        requireKnown(plan.schema());
        Path directory = Path.of(ScanSql.local(target.directory()));
        try {
            Files.createDirectories(directory);
            session.execute(stage(plan, sources));
            for (Stretch stretch : partitions()) {
                write(stretch, directory);
            }
            session.execute("DROP TABLE " + STAGED);
            if (!written.isEmpty()) {
                Durable.force(directory);
            }
            return List.copyOf(written);
        } catch (IOException | RuntimeException failure) {
            written.forEach(file -> Durable.discard(Path.of(file.path())));
            throw failure instanceof RuntimeException known
                    ? known
                    : SpiError.IO.because("Data files can't be written to " + directory + ": " + failure, failure);
        }
    }

    /** Rows from {@code first} on of one partition. */
    private record Stretch(long first, long rows, Map<String, Integer> buckets) {}

    private void requireKnown(Schema schema) {
        Schema known = Schema.of(target.fields().stream()
                .map(field -> new Field(field.name(), field.type()))
                .toList());
        schema.names().forEach(known::index);
    }

    private String stage(Plan plan, Sources sources) {
        List<String> columns = new ArrayList<>();
        for (TableField field : target.fields()) {
            String value = plan.schema().contains(field.name())
                    ? "CAST(t." + Sql.name(field.name()) + " AS " + Sql.type(field.type()) + ")"
                    : Sql.literal(field.type(), null);
            columns.add(value + " AS " + Sql.name(field.name()));
        }
        List<String> by = new ArrayList<>();
        for (int i = 0; i < target.partitions().size(); i++) {
            columns.add(partition(target.partitions().get(i)) + " AS " + partitionColumn(i));
            by.add(partitionColumn(i));
        }
        target.sortBy().forEach(column -> by.add(Sql.name(column)));
        // Without a sort the rows come in their order; a sort alone would not keep the order of equal rows.
        PlanSql.Order order = by.isEmpty() ? PlanSql.Order.EMITTED : PlanSql.Order.NUMBERED;
        if (!by.isEmpty()) {
            by.add("t." + Sql.ORDER);
        }
        String sql = PlanSql.of(plan, sources, session, order);
        return "CREATE TEMP TABLE " + STAGED + " AS SELECT " + String.join(", ", columns) + "\nFROM "
                + PlanSql.inner(sql) + " t"
                + (by.isEmpty()
                        ? ""
                        : by.stream().collect(Collectors.joining(" NULLS FIRST, ", "\nORDER BY ", " NULLS FIRST")));
    }

    private static String partitionColumn(int index) {
        return Sql.own(PARTITIONS + index);
    }

    private String partition(PartitionField field) {
        String column = "t." + Sql.name(field.column());
        return switch (field.transform()) {
            case IDENTITY -> column;
            case DAY -> "CAST(" + column + " AS DATE)";
            case MONTH -> "date_trunc('month', CAST(" + column + " AS DATE))";
            case BUCKET -> bucket(column, type(field.column()), field.buckets());
        };
    }

    private DataType type(String column) {
        return target.fields().stream()
                .filter(field -> field.name().equals(column))
                .map(TableField::type)
                .findFirst()
                .orElseThrow(() -> SpiError.INTERNAL.because(
                        "The table is partitioned by '" + column + "', which is not one of its columns."));
    }

    private static String bucket(String column, DataType type, int buckets) {
        return switch (type) {
            case DataType.StringType t -> ScalarFunctions.BUCKET_OF_BYTES + "(encode(" + column + "), " + buckets + ")";
            case DataType.BinaryType t -> ScalarFunctions.BUCKET_OF_BYTES + "(" + column + ", " + buckets + ")";
            case DataType.DecimalType t ->
                ScalarFunctions.BUCKET_OF_DECIMAL + "(CAST(" + column + " AS VARCHAR), " + buckets + ")";
            case DataType.DateType t ->
                ScalarFunctions.BUCKET_OF_LONG + "(" + column + " - DATE '1970-01-01', " + buckets + ")";
            case DataType.TimestampType t ->
                ScalarFunctions.BUCKET_OF_LONG + "(epoch_us(" + column + "), " + buckets + ")";
            default -> ScalarFunctions.BUCKET_OF_LONG + "(" + column + ", " + buckets + ")";
        };
    }

    /** The stretches of equal partition values; one for a table without partitions, none without rows. */
    private List<Stretch> partitions() {
        List<Field> fields = new ArrayList<>(COUNTED.fields());
        List<String> groups = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < target.partitions().size(); i++) {
            groups.add(partitionColumn(i));
            if (target.partitions().get(i).transform() == PartitionField.Transform.BUCKET) {
                columns.add(", " + partitionColumn(i));
                fields.add(new Field(target.partitions().get(i).column(), DataType.INT));
            }
        }
        String sql = "SELECT min(rowid), count(*)" + String.join("", columns) + " FROM " + STAGED
                + (groups.isEmpty() ? "" : " GROUP BY " + String.join(", ", groups) + " ORDER BY min(rowid)");
        Frame found = session.rows(sql, Schema.of(fields));
        List<Stretch> stretches = new ArrayList<>();
        for (int row = 0; row < found.rows(); row++) {
            long rows = (long) found.column(1).valueAt(row);
            if (rows > 0) {
                stretches.add(new Stretch((long) found.column(0).valueAt(row), rows, buckets(found, row)));
            }
        }
        return stretches;
    }

    private static Map<String, Integer> buckets(Frame found, int row) {
        Map<String, Integer> buckets = new HashMap<>();
        for (int i = COUNTED.size(); i < found.schema().size(); i++) {
            Object bucket = found.column(i).value(row);
            if (bucket != null) {
                buckets.put(found.schema().field(i).name(), (Integer) bucket);
            }
        }
        return buckets;
    }

    private void write(Stretch stretch, Path directory) throws IOException {
        long end = stretch.first() + stretch.rows();
        for (long first = stretch.first(); first < end; ) {
            context.cancellation().check();
            long rows = Math.min(end - first, rowsOfAFile());
            // A file a little too large is better than a very small one behind it.
            long count = end - first - rows < rows / 4 ? end - first : rows;
            Path file = next(directory);
            try {
                session.execute(copy(file, first, count));
                Durable.force(file);
            } catch (RuntimeException failure) {
                Durable.discard(file);
                throw failure;
            }
            long bytes = Files.size(file);
            written.add(new WrittenFile(file.toString(), count, bytes, stretch.buckets()));
            rowsWritten += count;
            bytesWritten += bytes;
            context.progress().advanced("write", count);
            first += count;
        }
    }

    /** As many rows as come to the wanted size, judged by the files so far; the first is judged by the types. */
    private long rowsOfAFile() {
        double width = bytesWritten == 0
                ? target.fields().stream()
                        .mapToLong(field -> width(field.type()))
                        .sum()
                : (double) bytesWritten / rowsWritten;
        return Math.max(1, (long) (target.fileBytes() / Math.max(width, 0.01)));
    }

    /** A guess at the compressed bytes of a value. */
    private static long width(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> 1;
            case DataType.IntType t -> 2;
            case DataType.DateType t -> 1;
            case DataType.FloatType t -> 4;
            case DataType.DecimalType t -> t.fitsLong() ? 4 : 8;
            case DataType.EmbeddingType t -> 4L * t.dimension();
            case DataType.ArrayType t -> 4 * width(t.element());
            case DataType.MapType t -> 4 * (4 + width(t.value()));
            case DataType.StructType t ->
                t.fields().stream().mapToLong(field -> width(field.type())).sum();
            case DataType.StringType t -> 8;
            case DataType.BinaryType t -> 16;
            default -> 6;
        };
    }

    private Path next(Path directory) {
        while (true) {
            Path file = directory.resolve(String.format(Locale.ROOT, "%s-%06d.parquet", target.prefix(), lastNumber++));
            if (!Files.exists(file)) {
                return file;
            }
        }
    }

    private String copy(Path file, long first, long rows) {
        String columns = target.fields().stream()
                .map(field -> Sql.name(field.name()) + " AS " + Sql.quoted(field.name()))
                .collect(Collectors.joining(", "));
        String ids = target.fields().stream().map(TableWriter::fieldId).collect(Collectors.joining(", ", "{", "}"));
        return "COPY (SELECT " + columns + " FROM " + STAGED + " WHERE rowid >= " + first + " AND rowid < "
                + (first + rows) + " ORDER BY rowid)\nTO " + Sql.text(file.toString())
                + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + ROW_GROUP + ", FIELD_IDS " + ids + ")";
    }

    /** A field id with those of its parts, as {@code FIELD_IDS} wants it. */
    private static String fieldId(TableField field) {
        String name = Sql.text(field.name()) + ": ";
        List<String> parts = partNames(field.type());
        if (parts.isEmpty()) {
            return name + field.id();
        }
        StringBuilder ids =
                new StringBuilder(name).append("{'__duckdb_field_id': ").append(field.id());
        for (int i = 0; i < parts.size(); i++) {
            TableField part = field.children().get(i);
            ids.append(", ")
                    .append(fieldId(new TableField(
                            part.id(), parts.get(i), part.type(), part.children(), part.initialDefault())));
        }
        return ids.append('}').toString();
    }

    private static List<String> partNames(DataType type) {
        return switch (type) {
            case DataType.ArrayType t -> List.of("element");
            case DataType.EmbeddingType t -> List.of("element");
            case DataType.MapType t -> List.of("key", "value");
            case DataType.StructType t -> t.fields().stream().map(Field::name).toList();
            default -> List.of();
        };
    }
}
