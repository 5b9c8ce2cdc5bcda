package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.IoReason;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.TableField;
import io.shearwater.spi.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The data files of one write: each is a Parquet file with the table's field ids, forced to the disk. Not thread-safe. */
final class DataFiles {
    static final int ROW_GROUP = 122_880;

    private final Session session;
    private final FileTarget target;
    private final QueryContext context;
    private final Path directory;
    private final List<WrittenFile> written = new ArrayList<>();
    private long rowsWritten;
    private long bytesWritten;
    private int lastNumber;

    DataFiles(Session session, FileTarget target, QueryContext context) {
        this.session = session;
        this.target = target;
        this.context = context;
        this.directory = Path.of(ScanSql.local(target.directory()));
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    /** How the data of a file came to be written: how many rows it has is known before or after. */
    interface Content {
        /** Runs a statement that writes the file; returns its rows. */
        long copy(Session session, String into);
    }

    /**
     * Writes one more file.
     *
     * @param buckets the bucket of each bucketed partition column
     * @return its rows
     */
    long add(Map<String, Integer> buckets, Content content) {
        context.cancellation().check();
        Path file = next();
        try {
            long rows = content.copy(session, "\nTO " + Sql.text(file.toString()) + " " + options());
            Durable.force(file);
            long bytes = Files.size(file);
            written.add(new WrittenFile(file.toString(), rows, bytes, buckets));
            rowsWritten += rows;
            bytesWritten += bytes;
            context.progress().advanced("write", rows);
            return rows;
        } catch (RuntimeException failure) {
            Durable.discard(file);
            throw failure;
        } catch (IOException failure) {
            Durable.discard(file);
            throw unwritable(failure);
        }
    }

    /** The files, all in place for good. */
    List<WrittenFile> finish() {
        if (!written.isEmpty()) {
            Durable.force(directory);
        }
        return List.copyOf(written);
    }

    /** Removes what was written. */
    void discard() {
        written.forEach(file -> Durable.discard(Path.of(file.path())));
    }

    /** The table's columns of rows that are named as the engine names them, under the names of the table. */
    String columns(String alias) {
        return target.fields().stream()
                .map(field -> alias + "." + Sql.name(field.name()) + " AS " + Sql.quoted(field.name()))
                .collect(Collectors.joining(", "));
    }

    /** As many rows as come to the wanted size, judged by the files so far; the first is judged by the types. */
    long rowsOfAFile() {
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

    private Path next() {
        while (true) {
            Path file = directory.resolve(String.format(Locale.ROOT, "%s-%06d.parquet", target.prefix(), lastNumber++));
            if (!Files.exists(file)) {
                return file;
            }
        }
    }

    private String options() {
        String ids = target.fields().stream().map(DataFiles::fieldId).collect(Collectors.joining(", ", "{", "}"));
        return "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + ROW_GROUP + ", FIELD_IDS " + ids + ")";
    }

    private RuntimeException unwritable(IOException failure) {
        return SpiError.IO.because(
                "Data files cannot be written to " + directory + ": " + IoReason.of(failure)
                        + ". Check that the directory can be written and has free space.",
                failure);
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
