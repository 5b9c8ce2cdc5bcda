package io.shearwater.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.spi.DefinitionKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** JSON trees of stored definitions, of which every member that is missing or wrong is an error that names it. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final DefinitionKey key;
    private final JsonNode node;

    private Json(DefinitionKey key, JsonNode node) {
        this.key = key;
        this.node = node;
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Reads the JSON of a definition. */
    static Json parse(DefinitionKey key, String text) {
        try {
            return new Json(key, MAPPER.readTree(text));
        } catch (JsonProcessingException damaged) {
            throw AccessError.DAMAGED.because(
                    "The stored " + key + " is not JSON. " + damaged.getOriginalMessage(), damaged);
        }
    }

    JsonNode node(String name) {
        JsonNode member = node.get(name);
        if (member == null || member.isNull()) {
            throw AccessError.DAMAGED.because("The stored " + key + " lacks '" + name + "'.");
        }
        return member;
    }

    Optional<JsonNode> find(String name) {
        JsonNode member = node.get(name);
        return member == null || member.isNull() ? Optional.empty() : Optional.of(member);
    }

    String text(String name) {
        return node(name).asText();
    }

    Instant instant(String name) {
        return parsed(text(name));
    }

    Optional<Instant> findInstant(String name) {
        return find(name).map(JsonNode::asText).map(this::parsed);
    }

    private Instant parsed(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException damaged) {
            throw AccessError.DAMAGED.because("The stored " + key + " has the time '" + text + "'.", damaged);
        }
    }

    <E extends Enum<E>> E constant(Class<E> type, String name) {
        return constant(type, node(name));
    }

    <E extends Enum<E>> E constant(Class<E> type, JsonNode value) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value.asText())) {
                return constant;
            }
        }
        throw AccessError.DAMAGED.because(
                "The stored " + key + " has '" + value.asText() + "', which this version does not know.");
    }
}
