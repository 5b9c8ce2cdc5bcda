package io.shearwater.rest;

import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.RequestId;
import io.shearwater.wire.EntryParser;
import io.shearwater.wire.TypedEntries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Entries of requests: keys, passed features and request parameters by name. */
final class Entries {
    private Entries() {}

    /** What an entry for a view may name. */
    static List<Field> fields(FeatureView view) {
        Map<String, Field> fields = new LinkedHashMap<>();
        fields.put(RequestId.NAME, new Field(RequestId.NAME, DataType.STRING));
        view.untransformed().featureSchema().fields().forEach(field -> fields.put(field.name(), field));
        view.servingKeys().forEach(field -> fields.put(field.name(), field));
        view.requestParameters().forEach(field -> fields.put(field.name(), field));
        return new ArrayList<>(fields.values());
    }

    /** @param fields what an entry may name, whose types its values have; not asked where they carry their own */
    static Map<String, @Nullable Object> one(Call call, Supplier<List<Field>> fields) {
        if (!areTyped(call)) {
            return new EntryParser(fields.get()).one(call.text());
        }
        List<Map<String, @Nullable Object>> entries = TypedEntries.read(call.text());
        if (entries.size() != 1) {
            throw RestError.BAD_PARAMETER.because("The body has " + entries.size() + " entries; this takes one.");
        }
        return entries.getFirst();
    }

    /** As {@link #one}, several. */
    static List<Map<String, @Nullable Object>> many(Call call, Supplier<List<Field>> fields) {
        return areTyped(call) ? TypedEntries.read(call.text()) : new EntryParser(fields.get()).many(call.text());
    }

    static boolean areTyped(Call call) {
        return call.bodyType().equals(TypedEntries.MEDIA_TYPE);
    }
}
