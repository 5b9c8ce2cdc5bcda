package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code /api/v1/openapi.json} says, held against requests and their answers: statuses, media types, parameters, and bodies of
 * JSON by their schemas. Thread-safe.
 */
final class DescribedApi {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final String REFERENCE = "#/components/schemas/";

    private final JsonNode document;
    private final JsonNode definitions;
    private final List<Operation> operations = new ArrayList<>();
    private final ConcurrentMap<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    /** An operation of the description. */
    record Operation(String method, String path, JsonNode node) {
        private boolean takes(String asked) {
            String pattern = List.of(path.split("/", -1)).stream()
                    .map(segment -> segment.equals("{file}")
                            ? ".+"
                            : segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment))
                    .collect(Collectors.joining("/"));
            return asked.matches(pattern);
        }

        private long places() {
            return path.chars().filter(character -> character == '{').count();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /**
     * What was sent.
     *
     * @param path with the query
     * @param type of the body; empty: JSON
     */
    record Sent(String method, String path, String type, String body) {
        String place() {
            return path.replaceAll("\\?.*", "");
        }
    }

    DescribedApi(String text) {
        document = parsed(text);
        definitions =
                parsed(document.path("components").path("schemas").toString().replace(REFERENCE, "#/$defs/"));
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(one -> operations.add(
                                new Operation(one.getKey().toUpperCase(Locale.ROOT), path.getKey(), one.getValue()))));
    }

    private static JsonNode parsed(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException damaged) {
            throw new AssertionError("This is no JSON: " + text, damaged);
        }
    }

    JsonNode document() {
        return document;
    }

    List<Operation> operations() {
        return operations;
    }

    /**
     * Compares an exchange with the description.
     *
     * @return what was asked for, if it was done
     */
    Optional<Operation> check(Sent sent, ServedStore.Reply reply) {
        Optional<Operation> operation = operations.stream()
                .filter(one -> one.method.equals(sent.method) && one.takes(sent.place()))
                .min(Comparator.comparingLong(Operation::places));
        if (operation.isEmpty()) {
            assertThat(reply.status())
                    .as("%s %s is not described", sent.method, sent.path)
                    .isGreaterThanOrEqualTo(400);
            conforms("the answer of " + sent.method + " " + sent.path, "Problem", reply.body());
            return Optional.empty();
        }
        JsonNode responses = operation.get().node.path("responses");
        boolean isProblem = reply.status() >= 400 && !responses.has(Integer.toString(reply.status()));
        JsonNode response = responses.path(isProblem ? "default" : Integer.toString(reply.status()));
        assertThat(response.isObject())
                .as("%s answers with the status %s, which is not described", operation.get(), reply.status())
                .isTrue();
        answer(operation.get(), response, reply);
        if (reply.status() >= 300) {
            return Optional.empty();
        }
        parameters(operation.get(), sent);
        request(operation.get(), sent);
        return operation;
    }

    private void answer(Operation operation, JsonNode response, ServedStore.Reply reply) {
        if (!response.has("content")) {
            assertThat(reply.body()).as("%s answers nothing", operation).isEmpty();
            return;
        }
        body("the answer of " + operation, response.get("content"), reply.type(), reply.body());
    }

    private void request(Operation operation, Sent sent) {
        JsonNode content = operation.node.path("requestBody").path("content");
        if (!content.isMissingNode()) {
            body("the request of " + operation, content, sent.type, sent.body);
        }
    }

    private void body(String what, JsonNode content, String type, String body) {
        String media = type.isEmpty() ? "application/json" : type.replaceAll("\\s*;.*", "");
        assertThat(content.has(media))
                .as("%s is %s, which is not described", what, media)
                .isTrue();
        if (media.endsWith("json") && !media.endsWith("ndjson")) {
            String reference = content.get(media).path("schema").path("$ref").asText();
            conforms(what, reference.substring(REFERENCE.length()), body);
        }
    }

    private static void parameters(Operation operation, Sent sent) {
        Set<String> known = operation.node.path("parameters").findValuesAsText("name").stream()
                .collect(Collectors.toSet());
        String query = sent.path.replaceAll("^[^?]*\\??", "");
        if (!query.isEmpty()) {
            for (String parameter : query.split("&", -1)) {
                assertThat(known).as("what %s may be asked with", operation).contains(parameter.replaceAll("=.*", ""));
            }
        }
    }

    /** Fails with what, where and the value, if a body is not as its schema says. */
    private void conforms(String what, String schema, String body) {
        JsonNode node = parsed(body);
        Set<ValidationMessage> faults = schema(schema).validate(what.startsWith("the request") ? without(node) : node);
        if (!faults.isEmpty()) {
            fail(
                    "%s is not the described %s:%n%s%nin %s",
                    what,
                    schema,
                    faults.stream()
                            .map(fault -> fault.getMessage() + " (" + fault.getEvaluationPath() + ", the value is "
                                    + fault.getInstanceNode() + ")")
                            .collect(Collectors.joining("\n")),
                    body);
        }
    }

    /** A request in which nothing is null that could be absent. */
    private static JsonNode without(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode kept = MAPPER.createObjectNode();
            object.properties().forEach(member -> {
                if (!member.getValue().isNull()) {
                    kept.set(member.getKey(), without(member.getValue()));
                }
            });
            return kept;
        }
        if (node.isArray()) {
            ArrayNode kept = MAPPER.createArrayNode();
            node.forEach(element -> kept.add(without(element)));
            return kept;
        }
        return node;
    }

    private JsonSchema schema(String name) {
        return compiled.computeIfAbsent(name, wanted -> {
            ObjectNode root = MAPPER.createObjectNode().put("$ref", "#/$defs/" + wanted);
            root.set("$defs", definitions);
            return SCHEMAS.getSchema(root, STRICT);
        });
    }
}
