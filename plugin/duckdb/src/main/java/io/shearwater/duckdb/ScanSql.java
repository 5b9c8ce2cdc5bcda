package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.TableField;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A scan of a table as SQL: the files of the snapshot in one {@code read_parquet}, in their order, columns found by field id,
 * deleted rows left out where a file has some.
 */
final class ScanSql {
    // Files and rows of one scan in one number: no file has 2^40 rows.
    private static final int ROW_BITS = 40;

    private final Plan.Scan scan;
    private final FileSet files;
    private final Map<String, TableField> stored;

    ScanSql(Plan.Scan scan, FileSet files) {
        this.scan = scan;
        this.files = files;
        this.stored = files.fields().stream().collect(Collectors.toMap(TableField::name, Function.identity()));
    }

    /** Rows as they lie in the files; with {@link Sql#ORDER} if {@code numbered}. */
    String sql(Session session, PlanSql.Order order) {
        if (files.files().isEmpty()) {
            return nothing(order);
        }
        Set<String> read = new LinkedHashSet<>(scan.schema().names());
        read.addAll(scan.filter().columns());
        List<String> columns = new ArrayList<>();
        for (Field field : scan.schema().fields()) {
            columns.add(column(field) + " AS " + Sql.name(field.name()));
        }
        if (order == PlanSql.Order.NUMBERED) {
            columns.add("(CAST(t.file_index AS BIGINT) << " + ROW_BITS + ") + t.file_row_number AS " + Sql.ORDER);
        }
        return "SELECT " + String.join(", ", columns) + "\nFROM read_parquet(" + paths() + ",\n    schema = "
                + columnsById(read) + ") t" + where(session);
    }

    private String nothing(PlanSql.Order order) {
        List<Field> fields = new ArrayList<>(scan.schema().fields());
        String columns = fields.stream()
                .map(field -> Sql.literal(field.type(), null) + " AS " + Sql.name(field.name()))
                .collect(Collectors.joining(", "));
        String number = order == PlanSql.Order.NUMBERED ? ", CAST(0 AS BIGINT) AS " + Sql.ORDER : "";
        return "SELECT " + columns + number + "\nWHERE false";
    }

    private String where(Session session) {
        List<String> conditions = new ArrayList<>();
        String intact = IntStream.range(0, files.files().size())
                .filter(file -> files.files().get(file).deleted().count() == 0)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        if (files.files().stream().anyMatch(file -> file.deleted().count() > 0)) {
            LiveRows live = session.register(LiveRows.of(files.files()));
            String isLive = ScalarFunctions.IS_LIVE + "(" + live.id()
                    + ", CAST(t.file_index AS BIGINT), CAST(t.file_row_number AS BIGINT))";
            conditions.add(intact.isEmpty() ? isLive : "(t.file_index IN (" + intact + ") OR " + isLive + ")");
        }
        if (!scan.filter().passesAll()) {
            conditions.add(condition(scan.filter()));
        }
        return conditions.isEmpty() ? "" : "\nWHERE " + String.join("\n  AND ", conditions);
    }

    private String condition(Predicate filter) {
        Schema schema = Schema.of(filter.columns().stream()
                .map(name -> new Field(name, typeOf(name)))
                .toList());
        return PredicateSql.of(filter, schema, this::value);
    }

    private String column(Field field) {
        String value = value(field.name());
        return typeOf(field.name()).equals(field.type())
                ? value
                : "CAST(" + value + " AS " + Sql.type(field.type()) + ")";
    }

    private String value(String name) {
        if (name.equals(HiddenColumns.FILE.name())) {
            return Sql.texts(files.files().stream().map(FileScan::path).toList())
                    + "[CAST(t.file_index AS BIGINT) + 1]";
        }
        return name.equals(HiddenColumns.ROW.name()) ? "CAST(t.file_row_number AS BIGINT)" : "t." + Sql.name(name);
    }

    private DataType typeOf(String name) {
        if (isPosition(name)) {
            return name.equals(HiddenColumns.FILE.name()) ? HiddenColumns.FILE.type() : HiddenColumns.ROW.type();
        }
        return field(name).type();
    }

    /** What DuckDB's {@code schema} option wants: by field id the name, the type and what older files read as. */
    private String columnsById(Set<String> names) {
        List<TableField> fields = new ArrayList<>(names.stream()
                .filter(name -> !isPosition(name))
                .map(this::field)
                .toList());
        if (fields.isEmpty()) {
            fields.add(files.fields().getFirst());
        }
        return fields.stream()
                .map(field -> field.id() + ": {'name': " + Sql.text(Sql.plainName(field.name())) + ", 'type': "
                        + Sql.text(Sql.type(field.type())) + ", 'default_value': " + defaultOf(field) + "}")
                .collect(Collectors.joining(",\n        ", "MAP {\n        ", "}"));
    }

    private static String defaultOf(TableField field) {
        // The defaults of all columns share one type, text, which DuckDB casts to the column's.
        return field.initialDefault()
                .map(value -> "CAST(" + Sql.literal(field.type(), value) + " AS VARCHAR)")
                .orElse("CAST(NULL AS VARCHAR)");
    }

    private TableField field(String name) {
        TableField field = stored.get(name);
        if (field == null) {
            // Throws, and suggests a name.
            Schema.of(files.fields().stream()
                            .map(known -> new Field(known.name(), known.type()))
                            .toList())
                    .index(name);
            throw new AssertionError(name);
        }
        return field;
    }

    private static boolean isPosition(String name) {
        return name.equals(HiddenColumns.FILE.name()) || name.equals(HiddenColumns.ROW.name());
    }

    private String paths() {
        return files.files().stream()
                .map(file -> Sql.text(local(file.path())))
                .collect(Collectors.joining(",\n        ", "[\n        ", "]"));
    }

    /** A path as DuckDB takes it: not a URI. */
    static String local(String path) {
        return path.startsWith("file:") ? Path.of(URI.create(path)).toString() : path;
    }
}
