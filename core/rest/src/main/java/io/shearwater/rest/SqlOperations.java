package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import io.shearwater.gate.Action;
import java.util.List;
import java.util.Map;

/** Read-only SQL over the feature groups of a project. */
final class SqlOperations {
    private SqlOperations() {}

    static List<Operation> list() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                PROJECT + "/sql",
                                Action.QUERY,
                                "Read with SQL: feature groups are tables, of one snapshot",
                                call -> new Answer.Rows(call.store().sqlReader(statement(call))))
                        .takes("Sql")
                        .gives("Rows"),
                Operation.of(
                                Verb.POST,
                                PROJECT + "/sql/explain",
                                Action.QUERY,
                                "How a statement would be executed, as text",
                                call -> new Answer.Text(
                                        "text/plain; charset=utf-8",
                                        call.store().explainSql(statement(call), Map.of())))
                        .takes("Sql"));
    }

    private static String statement(Call call) {
        var body = call.json();
        String statement = body.text("sql");
        body.requireAllTaken();
        return statement;
    }
}
