package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.DateTimeException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * One kind of thing as JSON, both ways. What is read may come from anybody: members that mean nothing are refused, and what cannot be
 * is refused with its path. Immutable and thread-safe.
 */
public final class WireCodec<T> {
    private final Function<T, ? extends JsonNode> writer;
    private final Function<JsonValue, T> reader;

    WireCodec(Function<T, ? extends JsonNode> writer, Function<JsonValue, T> reader) {
        this.writer = writer;
        this.reader = reader;
    }

    /** A thing that is an object. */
    static <T> WireCodec<T> ofObject(Function<T, ? extends JsonNode> writer, Function<JsonObject, T> reader) {
        return new WireCodec<>(writer, value -> value.object(reader));
    }

    public String write(T value) {
        return node(value).toString();
    }

    /** As a tree, to be part of an answer. */
    public JsonNode node(T value) {
        return writer.apply(value);
    }

    /** As a list. */
    public String writeAll(Collection<? extends T> values) {
        return nodes(values).toString();
    }

    /** As a list in a tree. */
    public ArrayNode nodes(Collection<? extends T> values) {
        ArrayNode array = WireJson.array();
        values.forEach(value -> array.add(node(value)));
        return array;
    }

    /**
     * Reads a thing.
     *
     * @throws io.shearwater.model.ShearwaterException of kind USER, saying where
     */
    public T read(String json) {
        return read(WireJson.value(json));
    }

    /** Reads a list of them, as {@link #read(String)}. */
    public List<T> readAll(String json) {
        return WireJson.value(json).list(this::read);
    }

    /**
     * Reads a part of a request.
     *
     * @param path to it, as in {@code $.filter}
     * @throws io.shearwater.model.ShearwaterException of kind USER, saying where
     */
    public T read(JsonNode node, String path) {
        return read(new JsonValue(node, path));
    }

    T read(JsonValue value) {
        try {
            return reader.apply(value);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException unfit) {
            throw WireError.BAD_REQUEST.because(
                    value.path() + " holds what cannot be: " + unfit.getMessage() + ".", unfit);
        }
    }
}
