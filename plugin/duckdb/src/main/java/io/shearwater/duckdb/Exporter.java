package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.IoReason;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.Plan;
import io.shearwater.spi.Sources;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the result of a plan into one file for other programs. Used once. */
final class Exporter {
    private static final Schema COUNT = Schema.of(new Field("count", DataType.LONG));

    private static final long GROUP_BYTES = 128 << 20;

    private final Session session;
    private final Path file;

    Exporter(Session session, Path file) {
        this.session = session;
        this.file = file;
    }

    long export(Plan plan, Sources sources) {
        Path directory = file.resolveSibling("");
        Path unfinished = file.resolveSibling("." + file.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            Files.createDirectories(directory);
            long rows = (long) session.rows(copy(plan, sources, unfinished), COUNT)
                    .column(0)
                    .valueAt(0);
            Durable.force(unfinished);
            move(unfinished);
            Durable.force(directory);
            return rows;
        } catch (IOException failure) {
            throw unwritable(IoReason.of(failure), failure);
        } catch (ShearwaterException failure) {
            throw failure.code() == SpiError.IO ? unwritable(String.valueOf(failure.getMessage()), failure) : failure;
        } finally {
            Durable.discard(unfinished);
        }
    }

    private ShearwaterException unwritable(String reason, Exception failure) {
        return SpiError.IO.because(
                "The file " + file + " cannot be written: " + reason
                        + ". What was there before still is. Check that its directory exists, can be written and has free"
                        + " space, or name another.",
                failure);
    }

    private void move(Path unfinished) throws IOException {
        try {
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException notHere) {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String copy(Plan plan, Sources sources, Path to) {
        String sql = PlanSql.of(plan, sources, session, PlanSql.Order.EMITTED);
        String columns = plan.schema().fields().stream()
                .map(field -> column(field) + " AS " + Sql.quoted(field.name()))
                .collect(Collectors.joining(", "));
        return "COPY (SELECT " + columns + "\nFROM " + PlanSql.inner(sql) + " t)\nTO " + Sql.text(to.toString()) + " ("
                + format(plan.schema().size()) + ")";
    }

    private String column(Field field) {
        String value = "t." + Sql.name(field.name());
        DataType type = withTextDecimals(field.type());
        return FileSource.format(file) == FileSource.Format.JSON_LINES && !type.equals(field.type())
                ? "CAST(" + value + " AS " + Sql.type(type) + ")"
                : value;
    }

    /** DuckDB takes every number of JSON with a point for a double; a decimal stays exact as a text. */
    private static DataType withTextDecimals(DataType type) {
        return switch (type) {
            case DataType.DecimalType t -> DataType.STRING;
            case DataType.ArrayType t -> DataType.array(withTextDecimals(t.element()));
            case DataType.MapType t -> DataType.map(withTextDecimals(t.value()));
            case DataType.StructType t ->
                DataType.struct(t.fields().stream()
                        .map(part -> new Field(part.name(), withTextDecimals(part.type())))
                        .toArray(Field[]::new));
            default -> type;
        };
    }

    /** A group of rows is in memory until it is written, so that of many columns it has few rows. */
    private static int rowGroup(int columns) {
        return Math.clamp(GROUP_BYTES / (8L * columns), VectorApi.VECTOR_ROWS, DataFiles.ROW_GROUP);
    }

    private String format(int columns) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String compression = name.endsWith(".gz") ? "gzip" : name.endsWith(".zst") ? "zstd" : "none";
        return switch (FileSource.format(file)) {
            case PARQUET -> "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + rowGroup(columns);
            case CSV ->
                "FORMAT csv, HEADER, DELIMITER '" + (name.contains(".tsv") ? "\t" : ",") + "', COMPRESSION "
                        + compression;
            case JSON_LINES -> "FORMAT json, COMPRESSION " + compression;
        };
    }
}
