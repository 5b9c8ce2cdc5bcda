package io.shearwater.rest;

import io.shearwater.gate.Action;
import java.util.List;

/** The description of everything else, for programs and for people. */
final class DescriptionOperations {
    private final List<Operation> described;

    DescriptionOperations(List<Operation> described) {
        this.described = List.copyOf(described);
    }

    List<Operation> list() {
        OpenApi description = new OpenApi(described);
        return List.of(
                Operation.of(
                        Verb.GET,
                        Operations.ROOT + "/openapi.json",
                        Action.OPEN,
                        "This description, in OpenAPI 3.1",
                        call -> Answer.json(description.document())),
                Operation.of(
                        Verb.GET,
                        Operations.ROOT + "/docs",
                        Action.OPEN,
                        "This description as a page",
                        call -> new Answer.Text("text/html; charset=utf-8", new DescriptionPage(described).html())));
    }
}
