package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Schema;
import io.shearwater.wire.SqlRequest.Table;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** SQL statements with what their tables stand for, as JSON: {@code {"sql": …, "zone": …, "tables": {"t": {"rows": 0}}}}. */
public final class SqlRequestJson {
    private SqlRequestJson() {}

    /**
     * Statements.
     *
     * @param columns gives the columns of a group that the caller may read, or throws that there is none
     */
    public static WireCodec<SqlRequest> over(Function<GroupRef, Schema> columns) {
        return WireCodec.ofObject(SqlRequestJson::node, request -> read(request, columns));
    }

    private static ObjectNode node(SqlRequest request) {
        ObjectNode node = WireJson.object().put("sql", request.sql());
        node.put("zone", request.zone().getId());
        ObjectNode tables = node.putObject("tables");
        request.tables().forEach((name, table) -> tables.set(name, node(table)));
        return node;
    }

    private static ObjectNode node(Table table) {
        ObjectNode node = WireJson.object();
        switch (table) {
            case Table.OfGroup group -> {
                node.set("group", RefJson.node(group.group()));
                node.set("read", OptionsJson.node(group.rows()));
            }
            case Table.OfRows rows -> node.put("rows", rows.number());
            case Table.OfFiles files -> {
                node.put("files", files.number());
                node.set("form", FileFormJson.node(files.form()));
            }
            case Table.OfColumns columns ->
                node.set("columns", SchemaJson.node(columns.schema().fields()));
        }
        return node;
    }

    private static SqlRequest read(JsonObject request, Function<GroupRef, Schema> columns) {
        Map<String, Table> tables = new LinkedHashMap<>();
        request.find("tables")
                .ifPresent(all -> all.map(value -> value.object(table -> table(table, columns)))
                        .forEach(tables::put));
        return new SqlRequest(
                request.text("sql"),
                tables,
                request.find("zone")
                        .map(zone -> zone.made(() -> ZoneId.of(zone.text())))
                        .orElse(ZoneOffset.UTC));
    }

    private static Table table(JsonObject table, Function<GroupRef, Schema> columns) {
        if (table.has("group")) {
            GroupRef group = RefJson.group(table.member("group"));
            return new Table.OfGroup(
                    group,
                    table.find("read")
                            .map(read -> OptionsJson.reads(columns.apply(group), "feature group '" + group.name() + "'")
                                    .read(read))
                            .orElseGet(ReadOptions::all));
        }
        if (table.has("rows")) {
            return new Table.OfRows(table.member("rows").integer());
        }
        if (table.has("files")) {
            return new Table.OfFiles(
                    table.member("files").integer(), table.member("form").object(FileFormJson::read));
        }
        if (table.has("columns")) {
            return new Table.OfColumns(SchemaJson.read(table.member("columns")));
        }
        throw table.refused("says neither 'group' nor 'rows' nor 'files' nor 'columns'.");
    }
}
