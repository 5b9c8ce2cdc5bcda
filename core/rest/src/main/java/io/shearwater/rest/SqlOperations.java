package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.SqlSummary;
import io.shearwater.api.SqlTable;
import io.shearwater.gate.Action;
import io.shearwater.model.FrameReader;
import io.shearwater.wire.SqlRequest;
import io.shearwater.wire.SqlRequestJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Read-only SQL over the feature groups of a project, and over tables that come with the statement. */
final class SqlOperations {
    private SqlOperations() {}

    static List<Operation> list() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                PROJECT + "/sql",
                                Action.QUERY,
                                "Read with SQL: feature groups are tables, of one snapshot",
                                SqlOperations::query)
                        .takes("Sql")
                        .gives("Rows"),
                Operation.of(
                                Verb.POST,
                                PROJECT + "/sql/inspect",
                                Action.QUERY,
                                "What a statement selects from, and what of it is not portable",
                                SqlOperations::inspect)
                        .takes("Sql")
                        .gives("SqlSummary"),
                Operation.of(
                                Verb.POST,
                                PROJECT + "/sql/explain",
                                Action.QUERY,
                                "How a statement would be executed, as text",
                                SqlOperations::explain)
                        .takes("Sql")
                        .gives("Text"));
    }

    private static Answer query(Call call) {
        Posted posted = Posted.of(call);
        try {
            SqlRequest request = request(call, posted);
            return posted.answer(
                    posted.told(() -> call.store().sqlReader(request.sql(), tables(request, posted), request.zone())));
        } catch (RuntimeException | Error failed) {
            posted.close();
            throw failed;
        }
    }

    private static Answer inspect(Call call) {
        try (Posted posted = Posted.of(call)) {
            SqlRequest request = request(call, posted);
            SqlSummary summary = request.tables().isEmpty()
                    ? call.store().inspectSql(request.sql())
                    : posted.told(() -> call.store().inspectSql(request.sql(), tables(request, posted)));
            var node = Json.object();
            node.set("tables", Json.texts(new TreeSet<>(summary.tables())));
            node.set("defined", Json.texts(new TreeSet<>(summary.defined())));
            node.set("not_portable", Json.texts(summary.notPortable()));
            return Answer.json(node);
        }
    }

    private static Answer explain(Call call) {
        try (Posted posted = Posted.of(call)) {
            SqlRequest request = request(call, posted);
            return new Answer.Text(
                    "text/plain; charset=utf-8",
                    posted.told(() -> call.store().explainSql(request.sql(), tables(request, posted))));
        }
    }

    private static SqlRequest request(Call call, Posted posted) {
        FeatureStore store = call.store();
        return SqlRequestJson.over(ref ->
                        store.featureGroup(ref.name(), ref.version()).spec().schema())
                .read(posted.text());
    }

    private static Map<String, SqlTable> tables(SqlRequest request, Posted posted) {
        Map<String, SqlTable> tables = new LinkedHashMap<>();
        request.tables()
                .forEach((name, table) -> tables.put(
                        name,
                        switch (table) {
                            case SqlRequest.Table.OfGroup group -> new SqlTable.OfGroup(group.group(), group.rows());
                            case SqlRequest.Table.OfRows rows -> new SqlTable.OfRows(posted.rows(rows.number()));
                            case SqlRequest.Table.OfFiles files ->
                                new SqlTable.OfFiles(files.form().source(posted.files(files.number())));
                            case SqlRequest.Table.OfColumns columns ->
                                new SqlTable.OfRows(FrameReader.of(columns.schema(), Collections.emptyIterator()));
                        }));
        return tables;
    }
}
