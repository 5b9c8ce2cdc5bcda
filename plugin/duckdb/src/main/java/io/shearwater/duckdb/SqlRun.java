package io.shearwater.duckdb;

import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.SqlQuery;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.Sources;
import io.shearwater.spi.SpiError;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A user's SQL over views of the tables that it names, in a database that sees their files and no other. */
record SqlRun(SqlQuery query, Map<String, FileSet> files) implements Explanation {
    // The engine's own, as no name of a user's table holds a caret.
    private static final String STATEMENT = "\"^statement\"";
    private static final Pattern LINE = Pattern.compile("\nLINE (\\d+): ");
    private static final Set<String> NOT_THE_STATEMENT =
            Set.of("IO Error", "Permission Error", "Out of Memory Error", "INTERNAL Error", "FATAL Error");

    static SqlRun of(SqlQuery query, Sources sources) {
        Map<String, FileSet> files = new LinkedHashMap<>();
        query.tables().forEach((name, scan) -> files.put(name, sources.files(scan)));
        return new SqlRun(query, files);
    }

    /** The files of the tables. */
    Outside outside() {
        Set<Path> paths = files.values().stream()
                .flatMap(set -> set.files().stream())
                .map(FileScan::path)
                .map(ScanSql::local)
                .map(Path::of)
                .collect(Collectors.toSet());
        return new Outside(paths, Set.of());
    }

    /** Makes the views, and tells the columns of the result in types of ours. */
    Schema prepare(Session session) {
        query.tables().forEach((name, scan) -> {
            FileSet set = Objects.requireNonNull(files.get(name), name);
            session.execute("CREATE TEMP VIEW " + Sql.quoted(name) + " AS "
                    + new ScanSql(scan, set).sql(session, PlanSql.Order.FREE));
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
