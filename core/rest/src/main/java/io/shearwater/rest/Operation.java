package io.shearwater.rest;

import io.shearwater.gate.Action;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that can be asked for over HTTP. Immutable.
 *
 * @param verb the method
 * @param path where
 * @param action what it is to the gate: the right that it needs, what is audited and counted
 * @param text what it does, for the description
 * @param handler what does it
 */
record Operation(Verb verb, PathTemplate path, Action action, Text text, Handler handler) {

    /** What does an operation. */
    @FunctionalInterface
    interface Handler {
        Answer handle(Call call);
    }

    /**
     * What is said of an operation.
     *
     * @param summary one line
     * @param request the name of the schema of the body; empty: none
     * @param answered what comes if all goes well
     * @param parameters those of the query
     */
    record Text(String summary, String request, Answered answered, List<Parameter> parameters) {
        Text {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * What comes if all goes well.
     *
     * @param schema the name of the schema of the body; empty: there is none
     * @param statuses one of these; with 204 there is no body
     */
    record Answered(String schema, List<Integer> statuses) {
        private static final Answered NOTHING = new Answered("", List.of(204));

        Answered {
            statuses = List.copyOf(statuses);
        }
    }

    /** A parameter of a query. */
    record Parameter(String name, String type, String text) {}

    static Operation of(Verb verb, String path, Action action, String summary, Handler handler) {
        return new Operation(
                verb, PathTemplate.of(path), action, new Text(summary, "", Answered.NOTHING, List.of()), handler);
    }

    /** One whose body is described by a schema. */
    Operation takes(String schema) {
        return with(new Text(text.summary, schema, text.answered, text.parameters));
    }

    /** One whose answer is described by a schema. */
    Operation gives(String schema) {
        return answers(new Answered(schema, List.of(200)));
    }

    /** One that answers with what it made, described by a schema. */
    Operation creates(String schema) {
        return answers(new Answered(schema, List.of(201)));
    }

    /** One that answers with a part of a list of what a schema describes. */
    Operation givesPage(String item) {
        return gives(Schemas.pageOf(item));
    }

    /** One that may also answer with another status, as 204 for nothing. */
    Operation or(int status) {
        List<Integer> statuses = new ArrayList<>(text.answered.statuses);
        statuses.add(status);
        return answers(new Answered(text.answered.schema, statuses));
    }

    private Operation answers(Answered next) {
        return with(new Text(text.summary, text.request, next, text.parameters));
    }

    /** One with a further parameter of its query. */
    Operation parameter(String name, String type, String what) {
        List<Parameter> next = new ArrayList<>(text.parameters);
        next.add(new Parameter(name, type, what));
        return with(new Text(text.summary, text.request, text.answered, next));
    }

    private Operation with(Text next) {
        return new Operation(verb, path, action, next, handler);
    }

    /** Whether it belongs to a project. */
    boolean inProject() {
        return path.names().contains("project");
    }

    @Override
    public String toString() {
        return verb + " " + path;
    }
}
