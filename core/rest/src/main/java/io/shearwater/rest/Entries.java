package io.shearwater.rest;

import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.RequestId;
import io.shearwater.wire.EntryParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    static Map<String, @Nullable Object> one(Call call, List<Field> fields) {
        return new EntryParser(fields).one(call.text());
    }

    static List<Map<String, @Nullable Object>> many(Call call, List<Field> fields) {
        return new EntryParser(fields).many(call.text());
    }
}
