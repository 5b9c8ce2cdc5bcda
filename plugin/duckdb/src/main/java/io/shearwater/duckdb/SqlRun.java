package io.shearwater.duckdb;

import io.shearwater.model.Field;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.plan.SqlQuery;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.Sources;
import io.shearwater.spi.SpiError;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A user's SQL over views of the tables that it names, in a database that sees their files and no other. */
record SqlRun(SqlQuery query, Sources sources, Outside outside) implements Explanation {
    // The engine's own, as no name of a user's table holds a caret.
    private static final String STATEMENT = "\"^statement\"";
    private static final Pattern LINE = Pattern.compile("\nLINE (\\d+): ");
    private static final Set<String> NOT_THE_STATEMENT =
            Set.of("IO Error", "Permission Error", "Out of Memory Error", "INTERNAL Error", "FATAL Error");

    static SqlRun of(SqlQuery query, Sources sources, DuckDbOptions options) {
        Map<Plan.Scan, FileSet> files = new HashMap<>();
        Set<Path> paths = new HashSet<>();
        query.tables().values().forEach(table -> {
            for (Plan.Scan scan : scans(table)) {
                FileSet set = files.computeIfAbsent(scan, sources::files);
                set.files().forEach(file -> paths.add(Path.of(ScanSql.local(file.path()))));
            }
            paths.addAll(Outside.of(table, options.confined()).files());
        });
        return new SqlRun(query, new Planned(files, sources), new Outside(paths, Set.of()));
    }

    /** Files are planned once, so that what may be read is what is read. */
    private record Planned(Map<Plan.Scan, FileSet> files, Sources others) implements Sources {
        @Override
        public FileSet files(Plan.Scan scan) {
            return Objects.requireNonNull(files.get(scan), scan.table().toString());
        }

        @Override
        public FrameReader frame(FrameRef ref) {
            return others.frame(ref);
        }
    }

    /** The scans of the plans that stand for tables: reads of groups. */
    private static List<Plan.Scan> scans(Plan table) {
        return table instanceof Plan.Scan scan
                ? List.of(scan)
                : table.inputs().stream()
                        .flatMap(input -> scans(input).stream())
                        .toList();
    }

    /** Whether what it reads would be made again for each time that a statement names it, or could not be. */
    private static boolean isMade(Plan table) {
        return table instanceof Plan.Rows
                || table instanceof Plan.AggregatedEvents
                || table.inputs().stream().anyMatch(SqlRun::isMade);
    }

    /** Makes the views, and tells the columns of the result in types of ours. */
    Schema prepare(Session session) {
        query.tables().forEach((name, table) -> {
            boolean isOnce = query.once().contains(name);
            session.execute((isMade(table) && !isOnce ? "CREATE TEMP TABLE " : "CREATE TEMP VIEW ") + Sql.quoted(name)
                    + " AS " + table(table, session));
        });
        session.register(this);
        session.execute("CREATE TEMP VIEW " + STATEMENT + " AS\n" + query.text());
        try (ChunkStream nothing = session.query("SELECT * FROM " + STATEMENT + " LIMIT 0")) {
            List<FileColumn> columns = nothing.columns();
            return Schema.of(columns.stream()
                    .map(column -> new Field(column.name(), column.type()))
                    .toList());
        }
    }

    private String table(Plan table, Session session) {
        String rows = table instanceof Plan.Rows given
                ? session.register(FrameScan.once(given.schema(), () -> sources.frame(given.frame())))
                        .sql()
                : "(" + PlanSql.of(table, sources, session, PlanSql.Order.FREE) + ")";
        return table.schema().names().stream()
                .map(name -> "t." + Sql.name(name) + " AS " + Sql.quoted(name))
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + rows + " t"));
    }

    /** The statement whose rows are read: the user's, in the types of the schema and in the user's order. */
    String select(Schema schema) {
        return schema.fields().stream()
                .map(field -> "CAST(" + Sql.quoted(field.name()) + " AS " + Sql.type(field.type()) + ")")
                .collect(Collectors.joining(", ", "SELECT ", " FROM " + STATEMENT));
    }

    /** The failure as one of the statement, if it is not one of the machine's. */
    @Override
    public Optional<ShearwaterException> explain(String message, Session session) {
        if (NOT_THE_STATEMENT.stream().anyMatch(message::startsWith)) {
            return Optional.empty();
        }
        // The user's first line is the second of the view's.
        String shown = LINE.matcher(message)
                .replaceAll(line ->
                        Matcher.quoteReplacement("\nLINE " + Math.max(1, Integer.parseInt(line.group(1)) - 1) + ": "));
        session.register(this);
        return Optional.of(SpiError.BAD_REQUEST.because("The SQL statement cannot be run. " + shown.strip()));
    }
}
