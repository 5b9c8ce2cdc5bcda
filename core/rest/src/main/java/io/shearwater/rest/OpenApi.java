package io.shearwater.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.gate.Action;
import io.shearwater.gate.Action.Level;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Describes the operations in OpenAPI 3.1. Immutable. */
final class OpenApi {
    private static final int NO_CONTENT = 204;

    private final ObjectNode document = Json.object();

    OpenApi(List<Operation> operations) {
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Shearwater")
                .put("version", "1")
                .put(
                        "description",
                        "A feature store as a service. Errors are problem details of RFC 9457 with a code. A member of a"
                                + " request that may be absent may be null as well.");
        ObjectNode paths = document.putObject("paths");
        Set<String> schemas = new TreeSet<>();
        for (Operation operation : operations) {
            ObjectNode path = paths.withObjectProperty(operation.path().toString());
            path.set(operation.verb().lowerCase(), describe(operation, schemas));
        }
        ObjectNode components = document.putObject("components");
        components.putObject("schemas").setAll(Schemas.closure(schemas));
        components
                .putObject("securitySchemes")
                .putObject("key")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "An API key, or a token of the identity provider");
    }

    ObjectNode document() {
        return document;
    }

    private static ObjectNode describe(Operation operation, Set<String> schemas) {
        ObjectNode node = Json.object();
        node.put("operationId", id(operation)).put("summary", operation.text().summary());
        node.putArray("tags").add(tag(operation));
        Action action = operation.action();
        node.put("description", needs(action));
        if (action.level() == Level.PUBLIC) {
            node.putArray("security");
        } else {
            node.putArray("security").addObject().putArray("key");
        }
        ArrayNode parameters = node.putArray("parameters");
        operation.path().names().forEach(name -> parameter(parameters, name, "path", "string", ""));
        operation
                .text()
                .parameters()
                .forEach(query -> parameter(parameters, query.name(), "query", query.type(), query.text()));
        if (operation.action().effect() == Action.Effect.CHANGES) {
            parameter(
                    parameters,
                    "Idempotency-Key",
                    "header",
                    "string",
                    "Of a request that may be sent again: it is done once, and answered again");
        }
        if (!operation.text().request().isEmpty()) {
            content(
                    node.putObject("requestBody").put("required", true),
                    operation.text().request(),
                    schemas);
        }
        responses(node.putObject("responses"), operation, schemas);
        return node;
    }

    private static void parameter(ArrayNode parameters, String name, String in, String type, String text) {
        ObjectNode parameter =
                parameters.addObject().put("name", name).put("in", in).put("required", in.equals("path"));
        if (!text.isEmpty()) {
            parameter.put("description", text);
        }
        parameter.putObject("schema").put("type", type);
    }

    private static void responses(ObjectNode responses, Operation operation, Set<String> schemas) {
        Operation.Answered answered = operation.text().answered();
        for (int status : answered.statuses()) {
            ObjectNode response = responses.putObject(Integer.toString(status));
            if (status == NO_CONTENT) {
                response.put("description", answered.schema().isEmpty() ? "Done" : "There is nothing");
            } else {
                content(response.put("description", "The answer"), answered.schema(), schemas);
            }
        }
        content(
                responses.putObject("default").put("description", "What went wrong, and what to do"),
                "Problem",
                schemas);
    }

    private static void content(ObjectNode node, String schema, Set<String> schemas) {
        ObjectNode content = node.putObject("content");
        Schemas.mediaTypes(schema).forEach((type, form) -> {
            schemas.add(form);
            content.putObject(type).putObject("schema").put("$ref", Schemas.reference(form));
        });
    }

    /** What a caller has to be. */
    static String needs(Action action) {
        return switch (action.level()) {
            case PUBLIC -> "Open to everybody.";
            case ANYBODY -> "For everybody who says who they are.";
            case ADMINISTRATOR -> "For administrators of the server.";
            case GRANTED -> "For members of the project who may read these features.";
            case MEMBER ->
                "For members of the project who may "
                        + action.permission().orElseThrow().words() + ".";
        };
    }

    /** The heading that an operation stands under: what its path names first in the project or the server. */
    static String tag(Operation operation) {
        List<String> segments = operation.path().segments();
        int inProject = segments.indexOf("{project}") + 1;
        if (inProject > 0 && segments.get(2).equals("projects")) {
            return inProject < segments.size() ? segments.get(inProject) : "projects";
        }
        return segments.size() > 2 ? segments.get(2) : "server";
    }

    private static String id(Operation operation) {
        StringBuilder id = new StringBuilder(operation.verb().lowerCase());
        List<String> segments = operation.path().segments();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean ofProject = segment.equals("projects") && i + 1 < segments.size();
            if (segment.equals("api") || segment.equals("v1") || ofProject) {
                continue;
            }
            String word = PathTemplate.isPlace(segment) ? PathTemplate.nameOf(segment) : segment;
            for (String part : word.split("[^A-Za-z0-9]", -1)) {
                if (!part.isEmpty()) {
                    id.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
                }
            }
        }
        return id.toString();
    }
}
