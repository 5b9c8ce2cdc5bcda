package io.shearwater.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Names;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
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
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Names are chosen by strangers, so they are not kept for the life of the process. */
    private static final JsonFactory STREAMS = JsonFactory.builder()
            .streamReadConstraints(BOUNDS)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private WireJson() {}

    static JsonFactory streams() {
        return STREAMS;
    }

    /** Writes JSON, and flushes the stream at its end. It ends nothing by itself: what a failure cuts short must not look whole. */
    static JsonGenerator generator(OutputStream out) throws IOException {
        return STREAMS.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ArrayNode array() {
        return NODES.arrayNode();
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
        try (JsonParser parser = STREAMS.createParser(text)) {
            if (parser.nextToken() == null) {
                return MissingNode.getInstance();
            }
            JsonNode node = tree(parser, () -> {});
            if (parser.nextToken() != null) {
                throw WireError.BAD_REQUEST.because("The request is not JSON: something follows behind its end.");
            }
            return node;
        } catch (JsonProcessingException damaged) {
            throw WireError.BAD_REQUEST.because("The request is not JSON: " + damaged.getOriginalMessage(), damaged);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text cannot fail to be read", impossible);
        }
    }

    /**
     * The value that a parser is at. Numbers with a fraction keep all their digits, and zeros their sign.
     *
     * @param limit asked before each value whether there may be more
     */
    static JsonNode tree(JsonParser json, Runnable limit) throws IOException {
        limit.run();
        return switch (json.currentToken()) {
            case START_ARRAY -> {
                ArrayNode list = array();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(tree(json, limit));
                }
                yield list;
            }
            case START_OBJECT -> {
                ObjectNode object = object();
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    json.nextToken();
                    if (object.replace(name, tree(json, limit)) != null) {
                        throw WireError.BAD_REQUEST.because(
                                "The request is not JSON: an object has '" + shown(name) + "' twice.");
                    }
                }
                yield object;
            }
            case VALUE_STRING -> NODES.textNode(json.getText());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(json.getBooleanValue());
            case VALUE_NUMBER_INT -> integer(json);
            case VALUE_NUMBER_FLOAT -> decimal(json);
            default -> NODES.nullNode();
        };
    }

    private static JsonNode decimal(JsonParser json) throws IOException {
        try {
            BigDecimal number = json.getDecimalValue();
            // Decimals know no zero below zero, but doubles do.
            return number.signum() == 0 && json.getText().startsWith("-")
                    ? NODES.numberNode(-0.0)
                    : DecimalNode.valueOf(number);
        } catch (NumberFormatException unfit) {
            throw WireError.BAD_REQUEST.because(
                    "The request has the number " + shown(json.getText()) + ", whose exponent is too large.", unfit);
        }
    }

    private static JsonNode integer(JsonParser json) throws IOException {
        return switch (json.getNumberType()) {
            case INT -> NODES.numberNode(json.getIntValue());
            case LONG -> NODES.numberNode(json.getLongValue());
            default -> NODES.numberNode(json.getBigIntegerValue());
        };
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
