package io.shearwater.duckdb;

import io.shearwater.model.Field;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.Sources;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.TableField;
import io.shearwater.spi.WrittenFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the result of a plan as data files of a table. Rows of Java that need no order stream into one file after the other;
 * all others are staged first. Used once.
 */
final class TableWriter {
    private final Session session;
    private final FileTarget target;
    private final DataFiles files;

    TableWriter(Session session, FileTarget target, QueryContext context) {
        this.session = session;
        this.target = target;
        this.files = new DataFiles(session, target, context);
    }

    List<WrittenFile> write(Plan plan, Sources sources) {
        requireKnown(plan.schema());
        boolean anyOrder = target.sortBy().isEmpty() && target.partitions().isEmpty();
        Optional<Plan.Rows> rows = anyOrder ? onlyRows(plan) : Optional.empty();
        try {
            if (rows.isPresent()) {
                stream(plan, rows.get(), sources);
            } else {
                new StagedRows(session, target, files).write(plan, sources);
            }
            return files.finish();
        } catch (RuntimeException failure) {
            files.discard();
            throw failure;
        }
    }

    private void requireKnown(Schema schema) {
        Schema known = Schema.of(target.fields().stream()
                .map(field -> new Field(field.name(), field.type()))
                .toList());
        schema.names().forEach(known::index);
    }

    /** The rows that a plan takes over one by one, if that is all it does. */
    private static Optional<Plan.Rows> onlyRows(Plan plan) {
        return switch (plan) {
            case Plan.Rows rows -> Optional.of(rows);
            case Plan.Constant constant -> onlyRows(constant.input());
            case Plan.Project project -> onlyRows(project.input());
            default -> Optional.empty();
        };
    }

    private void stream(Plan plan, Plan.Rows rows, Sources sources) {
        String columns =
                target.fields().stream().map(field -> column(field, plan)).collect(Collectors.joining(", "));
        try (Portions portions = new Portions(sources.frame(rows.frame()))) {
            while (portions.hasMore()) {
                files.add(Map.of(), (running, into) -> {
                    Portions.Portion portion = portions.next(files.rowsOfAFile());
                    String sql = PlanSql.of(plan, new Given(portion), running, PlanSql.Order.EMITTED);
                    running.execute("COPY (SELECT " + files.columns("t") + " FROM (SELECT " + columns + " FROM "
                            + PlanSql.inner(sql) + " t) t)" + into);
                    return portion.taken();
                });
            }
        }
    }

    /** Sources of a plan that reads nothing but these rows. */
    private record Given(FrameReader rows) implements Sources {
        @Override
        public FileSet files(Plan.Scan scan) {
            throw SpiError.INTERNAL.because("A plan that takes rows over reads no table: " + scan);
        }

        @Override
        public FrameReader frame(FrameRef ref) {
            return rows;
        }
    }

    /** A column of the table as the plan gives it. */
    static String column(TableField field, Plan plan) {
        String value = plan.schema().contains(field.name())
                ? "CAST(t." + Sql.name(field.name()) + " AS " + Sql.type(field.type()) + ")"
                : Sql.literal(field.type(), null);
        return value + " AS " + Sql.name(field.name());
    }
}
