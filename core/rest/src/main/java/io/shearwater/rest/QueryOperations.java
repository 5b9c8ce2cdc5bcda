package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import io.shearwater.gate.Action;
import io.shearwater.model.Query;
import io.shearwater.wire.QueryJson;
import java.util.List;

/** Reads of several groups at once, joined at points in time. */
final class QueryOperations {
    private QueryOperations() {}

    static List<Operation> list() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                PROJECT + "/query",
                                Action.READ_ROWS,
                                "Rows of a feature group with what is joined to it, as it was at the time of each row",
                                call -> new Answer.Rows(call.store().reader(query(call))))
                        .takes("Query")
                        .gives("Rows"),
                Operation.of(
                                Verb.POST,
                                PROJECT + "/query/explain",
                                Action.READ_ROWS,
                                "How a query would be executed, as text",
                                call -> new Answer.Text(
                                        "text/plain; charset=utf-8",
                                        call.store().explain(query(call))))
                        .takes("Query")
                        .gives("Text"));
    }

    private static Query query(Call call) {
        Query query = QueryJson.over(ref ->
                        call.store().featureGroup(ref.name(), ref.version()).spec())
                .read(call.text());
        call.readable().require(query);
        return query;
    }
}
