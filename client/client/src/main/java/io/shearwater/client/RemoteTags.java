package io.shearwater.client;

import io.shearwater.wire.JsonObject;
import io.shearwater.wire.JsonValue;
import io.shearwater.wire.WireCodec;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Tags, which stand beside what has them. */
final class RemoteTags {
    private RemoteTags() {}

    static Map<String, String> of(JsonObject owner) {
        return owner.find("tags")
                .map(tags -> Collections.unmodifiableMap(new TreeMap<>(tags.map(JsonValue::text))))
                .orElse(Collections.emptySortedMap());
    }

    /** What has tags, without them. */
    static <T> T without(JsonObject owner, WireCodec<T> codec) {
        owner.find("tags");
        return codec.read(owner.remaining(), owner.path());
    }

    static Ask put(String value, Object... path) {
        return Ask.of("PUT", path).repeatable().named("tag").json(Documents.of(Map.of("value", value)));
    }

    static Ask remove(Object... path) {
        return Ask.of("DELETE", path).named("untag");
    }
}
