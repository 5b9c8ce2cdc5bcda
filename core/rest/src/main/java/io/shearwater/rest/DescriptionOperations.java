package io.shearwater.rest;

import io.shearwater.gate.Action;
import java.util.List;

/** The description of everything, itself included, for programs and for people. */
final class DescriptionOperations {
    private final List<Operation> others;

    DescriptionOperations(List<Operation> others) {
        this.others = List.copyOf(others);
    }

    List<Operation> list() {
        // A description says nothing of handlers: those of its own operations can be the ones that give it.
        List<Operation> all = Operations.together(others, operations(call -> Answer.done(), call -> Answer.done()));
        OpenApi description = new OpenApi(all);
        String page = new DescriptionPage(all).html();
        return operations(
                call -> Answer.json(description.document()), call -> new Answer.Text("text/html; charset=utf-8", page));
    }

    private static List<Operation> operations(Operation.Handler document, Operation.Handler page) {
        return List.of(
                Operation.of(
                                Verb.GET,
                                Operations.ROOT + "/openapi.json",
                                Action.OPEN,
                                "This description, in OpenAPI 3.1",
                                document)
                        .gives("OpenApi"),
                Operation.of(Verb.GET, Operations.ROOT + "/docs", Action.OPEN, "This description as a page", page)
                        .gives("Html"));
    }
}
