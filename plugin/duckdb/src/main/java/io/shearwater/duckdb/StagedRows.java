package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Schema;
import io.shearwater.plan.Plan;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.Sources;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.TableField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The rows of a plan, sorted and divided into partitions in a temporary table, which DuckDB spills where it must. From there
 * each file is a stretch of rows, so that its rows are in order, lie in one partition and come to about the wanted size.
 * (DuckDB's own rolling over of files mixes up the row groups.) Used once.
 */
final class StagedRows {
    private static final String STAGED = Sql.own(90);
    // The engine's own columns from here on hold the partition values of a row.
    private static final int PARTITIONS = 10;
    private static final Schema COUNTED =
            Schema.of(new Field("first", DataType.LONG), new Field("rows", DataType.LONG));

    private final Session session;
    private final FileTarget target;
    private final DataFiles files;

    StagedRows(Session session, FileTarget target, DataFiles files) {
        this.session = session;
        this.target = target;
        this.files = files;
    }

    void write(Plan plan, Sources sources) {
        session.execute(stage(plan, sources));
        partitions().forEach(this::write);
        session.execute("DROP TABLE " + STAGED);
    }

    /** Rows from {@code first} on of one partition. */
    private record Stretch(long first, long rows, Map<String, Integer> buckets) {}

    private void write(Stretch stretch) {
        long end = stretch.first() + stretch.rows();
        for (long first = stretch.first(); first < end; ) {
            long rows = Math.min(end - first, files.rowsOfAFile());
            // A file a little too large is better than a very small one behind it.
            long count = end - first - rows < rows / 4 ? end - first : rows;
            String copy = "COPY (SELECT " + files.columns("t") + " FROM " + STAGED + " t WHERE rowid >= " + first
                    + " AND rowid < " + (first + count) + " ORDER BY rowid)";
            first += files.add(stretch.buckets(), (running, into) -> {
                running.execute(copy + into);
                return count;
            });
        }
    }

    private String stage(Plan plan, Sources sources) {
        List<String> columns = new ArrayList<>();
        for (TableField field : target.fields()) {
            columns.add(TableWriter.column(field, plan));
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
}
