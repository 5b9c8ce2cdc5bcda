package io.shearwater.rest;

import io.shearwater.wire.EntryParser;
import io.shearwater.wire.TypedEntries;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Entries of requests: keys, passed features and request parameters by name. */
final class Entries {
    private Entries() {}

    /** @param parser of what an entry may name, whose types its values have; not asked where they carry their own */
    static Map<String, @Nullable Object> one(Call call, Supplier<EntryParser> parser) {
        if (!areTyped(call)) {
            return parser.get().one(call.text());
        }
        List<Map<String, @Nullable Object>> entries = TypedEntries.read(call.text());
        if (entries.size() != 1) {
            throw RestError.BAD_PARAMETER.because("The body has " + entries.size() + " entries; this takes one.");
        }
        return entries.getFirst();
    }

    /** As {@link #one}, several. */
    static List<Map<String, @Nullable Object>> many(Call call, Supplier<EntryParser> parser) {
        return areTyped(call) ? TypedEntries.read(call.text()) : parser.get().many(call.text());
    }

    static boolean areTyped(Call call) {
        return call.bodyType().equals(TypedEntries.MEDIA_TYPE);
    }
}
