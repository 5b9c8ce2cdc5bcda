package io.shearwater.wire;

import java.util.Map;

/** Tags as JSON: an object of texts. */
public final class TagsJson {
    public static final WireCodec<Map<String, String>> TAGS =
            new WireCodec<>(ValueParser::write, tags -> tags.map(JsonValue::text));

    private TagsJson() {}
}
