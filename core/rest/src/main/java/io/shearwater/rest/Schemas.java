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
import java.util.HashSet;
import java.util.Set;

/** The schemas of bodies, which stand in {@code schemas.json} beside this class. */
final class Schemas {
    private static final JsonNode ALL = load();
    private static final String REFERENCE = "#/components/schemas/";

    private Schemas() {}

    private static JsonNode load() {
        try (InputStream in = Schemas.class.getResourceAsStream("schemas.json")) {
            if (in == null) {
                throw new IllegalStateException("schemas.json is not where it should be");
            }
            return JsonMapper.builder().build().readTree(in);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    /** Adds schemas, and those that they refer to. */
    static void add(ObjectNode to, Collection<String> wanted) {
        Deque<String> left = new ArrayDeque<>(wanted);
        Set<String> added = new HashSet<>();
        while (!left.isEmpty()) {
            String name = left.pop();
            if (added.add(name)) {
                JsonNode schema = ALL.get(name);
                if (schema == null) {
                    throw new IllegalStateException("schemas.json has no '" + name + "'");
                }
                to.set(name, schema);
                schema.findValuesAsText("$ref")
                        .forEach(reference -> left.push(reference.substring(REFERENCE.length())));
            }
        }
    }

    /** What a body of a schema is sent as. */
    static String mediaType(String schema) {
        JsonNode declared = ALL.path(schema).path("x-media-type");
        return declared.isTextual() ? declared.textValue() : "application/json";
    }
}
