package io.shearwater.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Names;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** JSON from strangers: no member twice, nothing behind the end, bounded in depth and length. */
final class WireJson {
    /** The longest text that is read, in characters. */
    static final int LONGEST = 16 << 20;

    private static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 100;
    private static final int SHOWN = 80;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxStringLength(LONGEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private WireJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /**
     * Reads an object.
     *
     * @param known the members that it may have
     */
    static JsonNode read(String text, Set<String> known) {
        if (text.length() > LONGEST) {
            throw WireError.TOO_LARGE.because("The request has " + text.length() + " characters; " + LONGEST
                    + " are the most. Send fewer entries at a time.");
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            return requireObject(node, "The request", known);
        } catch (JsonProcessingException damaged) {
            throw WireError.BAD_REQUEST.because("The request is not JSON: " + damaged.getOriginalMessage(), damaged);
        }
    }

    static JsonNode requireObject(@Nullable JsonNode node, String what, Set<String> known) {
        if (node == null || !node.isObject()) {
            throw WireError.BAD_REQUEST.because(what + " is " + shown(node) + ", not an object.");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw WireError.BAD_REQUEST.because(what + " has '" + shown(name) + "', which means nothing; there are "
                        + new TreeSet<>(known) + "." + Names.didYouMean(name, known));
            }
        });
        return node;
    }

    static JsonNode member(JsonNode object, String name, String what) {
        JsonNode member = object.get(name);
        if (member == null || member.isNull()) {
            throw WireError.BAD_REQUEST.because(what + " has no '" + name + "'.");
        }
        return member;
    }

    static String text(JsonNode object, String name, String what) {
        JsonNode member = member(object, name, what);
        if (!member.isTextual()) {
            throw WireError.BAD_REQUEST.because("'" + name + "' of " + what + " is " + shown(member) + ", not a text.");
        }
        return member.textValue();
    }

    static JsonNode list(JsonNode object, String name, String what) {
        JsonNode member = member(object, name, what);
        if (!member.isArray()) {
            throw WireError.BAD_REQUEST.because("'" + name + "' of " + what + " is " + shown(member) + ", not a list.");
        }
        return member;
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode array = array();
        texts.forEach(array::add);
        return array;
    }

    static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
