package io.shearwater.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON trees without surprises: a missing member is an error that names it. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode texts(Iterable<String> texts) {
        ArrayNode array = MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array;
    }

    public static ArrayNode array(Iterable<? extends JsonNode> nodes) {
        ArrayNode array = MAPPER.createArrayNode();
        nodes.forEach(array::add);
        return array;
    }

    /**
     * Reads a stored definition.
     *
     * @throws io.shearwater.model.ShearwaterException DAMAGED when the text is not JSON
     */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException damaged) {
            throw RegistryError.DAMAGED.because("A stored definition is not JSON: " + damaged.getMessage(), damaged);
        }
    }

    /**
     * The value of a member.
     *
     * @throws io.shearwater.model.ShearwaterException DAMAGED when it is not there
     */
    public static JsonNode member(JsonNode object, String name) {
        JsonNode member = object.get(name);
        if (member == null || member.isNull()) {
            throw RegistryError.DAMAGED.because("A stored definition lacks '" + name + "': " + object);
        }
        return member;
    }

    public static String text(JsonNode object, String name) {
        return member(object, name).asText();
    }

    public static int integer(JsonNode object, String name) {
        return member(object, name).asInt();
    }

    /** The member, or null if it is not there. */
    public static @Nullable JsonNode find(JsonNode object, String name) {
        JsonNode member = object.get(name);
        return member == null || member.isNull() ? null : member;
    }

    public static <T> List<T> list(JsonNode object, String name, Function<JsonNode, T> read) {
        List<T> list = new ArrayList<>();
        member(object, name).forEach(node -> list.add(read.apply(node)));
        return list;
    }

    public static List<String> texts(JsonNode object, String name) {
        return list(object, name, JsonNode::asText);
    }
}
