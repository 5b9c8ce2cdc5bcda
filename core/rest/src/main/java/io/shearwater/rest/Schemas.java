package io.shearwater.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The schemas of bodies, in JSON Schema 2020-12. They stand in {@code schemas} beside this class, by topic. What the server reads and
 * writes is checked against them in its tests.
 */
final class Schemas {
    private static final List<String> TOPICS = List.of(
            "common", "access", "groups", "rows", "views", "definitions", "models", "experiments", "deployments");
    private static final String REFERENCE = "#/components/schemas/";
    private static final String PAGE = "Page";
    /** Ours: what a body may be sent as, with the schema of each form; it is not shown. Usually it is JSON, and the schema itself. */
    private static final String MEDIA_TYPES = "x-media-types";

    private static final Map<String, ObjectNode> ALL = load();

    private Schemas() {}

    private static Map<String, ObjectNode> load() {
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        JsonMapper mapper = JsonMapper.builder().build();
        for (String topic : TOPICS) {
            try (InputStream in = Schemas.class.getResourceAsStream("schemas/" + topic + ".json")) {
                if (in == null) {
                    throw new IllegalStateException("schemas/" + topic + ".json is not where it should be");
                }
                for (Map.Entry<String, JsonNode> schema : mapper.readTree(in).properties()) {
                    if (all.put(schema.getKey(), (ObjectNode) schema.getValue()) != null) {
                        throw new IllegalStateException("there are two schemas '" + schema.getKey() + "'");
                    }
                }
            } catch (IOException damaged) {
                throw new UncheckedIOException(damaged);
            }
        }
        return all;
    }

    /** The name of the schema of a part of a list of things. */
    static String pageOf(String item) {
        return item + PAGE;
    }

    /** A schema as it is shown. */
    static ObjectNode shown(String name) {
        ObjectNode schema = ALL.get(name);
        if (schema != null) {
            return schema.deepCopy().without(MEDIA_TYPES);
        }
        if (name.endsWith(PAGE)) {
            return page(name.substring(0, name.length() - PAGE.length()));
        }
        throw new IllegalStateException("there is no schema '" + name + "'");
    }

    private static ObjectNode page(String item) {
        ObjectNode schema = Json.object().put("type", "object").put("description", "A part of a list");
        schema.putArray("required").add("items").add("total");
        ObjectNode members = schema.putObject("properties");
        members.putObject("items").put("type", "array").putObject("items").put("$ref", REFERENCE + item);
        whole(members.putObject("total"), "How many there are in all");
        whole(members.putObject("next_offset"), "Where the next part begins; absent after the last");
        return schema.put("additionalProperties", false);
    }

    private static void whole(ObjectNode member, String description) {
        member.put("type", "integer").put("format", "int64").put("description", description);
    }

    static String reference(String schema) {
        return REFERENCE + schema;
    }

    /** The name that a reference refers to. */
    static String referred(String reference) {
        return reference.substring(REFERENCE.length());
    }

    /** Schemas by name, in the order of the names, and with them those that they refer to. */
    static Map<String, ObjectNode> closure(Collection<String> wanted) {
        Map<String, ObjectNode> closure = new TreeMap<>();
        Deque<String> left = new ArrayDeque<>(wanted);
        while (!left.isEmpty()) {
            String name = left.pop();
            if (!closure.containsKey(name)) {
                ObjectNode schema = shown(name);
                closure.put(name, schema);
                schema.findValuesAsText("$ref").forEach(reference -> left.push(referred(reference)));
            }
        }
        return closure;
    }

    /** What a body of a schema may be sent as, the usual first, with the schema of each form. */
    static Map<String, String> mediaTypes(String schema) {
        ObjectNode declared = ALL.get(schema);
        Map<String, String> types = new LinkedHashMap<>();
        if (declared == null || !declared.has(MEDIA_TYPES)) {
            types.put("application/json", schema);
        } else {
            declared.get(MEDIA_TYPES)
                    .properties()
                    .forEach(form -> types.put(form.getKey(), form.getValue().textValue()));
        }
        return types;
    }
}
