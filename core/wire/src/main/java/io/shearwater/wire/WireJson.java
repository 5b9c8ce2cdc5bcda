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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON from strangers: no member twice, nothing behind the end, bounded in depth and length. */
final class WireJson {
    /** The longest text that is read, in characters. */
    static final int LONGEST = 16 << 20;

    /** The longest of what is no request of predictions. */
    static final int LONGEST_DOCUMENT = 64 << 20;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 10_000;
    private static final int SHOWN = 80;
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxNumberLength(LONGEST_NUMBER)
            .maxStringLength(LONGEST)
            .maxNameLength(LONGEST_NAME)
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(BOUNDS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** For rows: names of columns are few, so they are kept, but not for the life of the process. */
    private static final JsonFactory STREAMS = JsonFactory.builder()
            .streamReadConstraints(BOUNDS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private WireJson() {}

    static JsonFactory streams() {
        return STREAMS;
    }

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
        return requireObject(parse(text, LONGEST), "The request", known);
    }

    /** Reads whatever value, which then is {@code $}. */
    static JsonValue value(String text) {
        return new JsonValue(parse(text, LONGEST_DOCUMENT), "$");
    }

    static JsonNode parse(String text, int longest) {
        if (text.length() > longest) {
            throw WireError.TOO_LARGE.because("The request has " + text.length() + " characters; " + longest
                    + " are the most. Send fewer entries at a time.");
        }
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException damaged) {
            throw WireError.BAD_REQUEST.because("The request is not JSON: " + damaged.getOriginalMessage(), damaged);
        }
    }

    /** The path to a member, as in {@code $.a} or {@code $['odd name']}. */
    static String path(String object, String name) {
        return PLAIN.matcher(name).matches()
                ? object + "." + name
                : object + "['" + shown(name).replace("\\", "\\\\").replace("'", "\\'") + "']";
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
