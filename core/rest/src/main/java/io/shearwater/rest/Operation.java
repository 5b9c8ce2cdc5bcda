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
     * @param response the name of the schema of the answer; empty: none
     * @param parameters those of the query
     */
    record Text(String summary, String request, String response, List<Parameter> parameters) {
        Text {
            parameters = List.copyOf(parameters);
        }
    }

    /** A parameter of a query. */
    record Parameter(String name, String type, String text) {}

    static Operation of(Verb verb, String path, Action action, String summary, Handler handler) {
        return new Operation(verb, PathTemplate.of(path), action, new Text(summary, "", "", List.of()), handler);
    }

    /** One whose body is described by a schema. */
    Operation takes(String schema) {
        return with(new Text(text.summary, schema, text.response, text.parameters));
    }

    /** One whose answer is described by a schema. */
    Operation gives(String schema) {
        return with(new Text(text.summary, text.request, schema, text.parameters));
    }

    /** One with a further parameter of its query. */
    Operation parameter(String name, String type, String what) {
        List<Parameter> next = new ArrayList<>(text.parameters);
        next.add(new Parameter(name, type, what));
        return with(new Text(text.summary, text.request, text.response, next));
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
