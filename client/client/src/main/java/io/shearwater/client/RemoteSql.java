package io.shearwater.client;

import io.shearwater.api.SqlSummary;
import io.shearwater.api.SqlTable;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.wire.FileForm;
import io.shearwater.wire.JsonObject;
import io.shearwater.wire.JsonValue;
import io.shearwater.wire.SqlRequest;
import io.shearwater.wire.SqlRequestJson;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** SQL on a server; rows and files that statements read go along. Thread-safe. */
final class RemoteSql {
    private final Http http;

    RemoteSql(Http http) {
        this.http = http;
    }

    FrameReader reader(String statement, Map<String, SqlTable> tables, ZoneId zone) {
        try (Attachments along = new Attachments()) {
            Map<String, SqlRequest.Table> named = new LinkedHashMap<>();
            tables.forEach((name, table) -> named.put(name, sent(table, along)));
            Ask ask = ask(new SqlRequest(statement, named, zone), along, "sql");
            return along.rows(() -> http.rows(ask));
        }
    }

    SqlSummary inspect(String statement, Map<String, SqlTable> tables) {
        return described(statement, tables, "inspect", ask -> {
            JsonObject answer = http.json(ask);
            return new SqlSummary(
                    new HashSet<>(texts(answer, "tables")),
                    new HashSet<>(texts(answer, "defined")),
                    texts(answer, "not_portable"));
        });
    }

    private static List<String> texts(JsonObject answer, String name) {
        return answer.list(name, JsonValue::text);
    }

    String explain(String statement, Map<String, SqlTable> tables) {
        return described(statement, tables, "explain", ask -> http.text(ask.accepting("text/plain")));
    }

    /** A statement that is looked at: of rows only the columns go along. */
    private static <T> T described(
            String statement, Map<String, SqlTable> tables, String how, Function<Ask, T> asking) {
        try (Attachments along = new Attachments()) {
            Map<String, SqlRequest.Table> named = new LinkedHashMap<>();
            tables.forEach((name, table) -> named.put(
                    name,
                    table instanceof SqlTable.OfRows rows
                            ? new SqlRequest.Table.OfColumns(rows.rows().schema())
                            : sent(table, along)));
            Ask ask = ask(new SqlRequest(statement, named, ZoneOffset.UTC), along, "sql", how);
            return along.told(() -> asking.apply(ask));
        }
    }

    private static SqlRequest.Table sent(SqlTable table, Attachments along) {
        return switch (table) {
            case SqlTable.OfGroup group -> new SqlRequest.Table.OfGroup(group.group(), group.rows());
            case SqlTable.OfRows rows -> new SqlRequest.Table.OfRows(along.add(rows.rows()));
            case SqlTable.OfFiles files ->
                new SqlRequest.Table.OfFiles(along.add(files.source().paths()), FileForm.of(files.source()));
        };
    }

    private static Ask ask(SqlRequest request, Attachments along, Object... path) {
        return Ask.post(path)
                .repeatable()
                .work()
                .named("SQL")
                .with(along.body(SqlRequestJson.over(group -> Schema.of()).write(request)));
    }
}
