package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries of requests whose values carry their types, {@code {"entries": [{"card": {"string": "a"}}]}}: from programs, which know them.
 * What an entry may name is left to who reads it.
 */
public final class TypedEntries {
    /** The media type that tells them from entries whose types are to be found. */
    public static final String MEDIA_TYPE = "application/vnd.shearwater.typed-entries+json";

    private TypedEntries() {}

    public static String write(List<? extends Map<String, ?>> entries) {
        ObjectNode node = WireJson.object();
        ArrayNode all = node.putArray("entries");
        entries.forEach(entry -> all.add(AnyValueJson.nodes(entry)));
        return node.toString();
    }

    /**
     * Reads entries.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST or TOO_LARGE, saying where
     */
    public static List<Map<String, @Nullable Object>> read(String json) {
        return WireJson.value(json).object(request -> {
            JsonValue entries = request.member("entries");
            if (entries.node().size() > EntryParser.MOST) {
                throw WireError.TOO_LARGE.because(
                        "The request has " + entries.node().size() + " entries; " + EntryParser.MOST
                                + " are the most. Send fewer at a time, or ask for a batch.");
            }
            return entries.list(AnyValueJson::readAll);
        });
    }
}
