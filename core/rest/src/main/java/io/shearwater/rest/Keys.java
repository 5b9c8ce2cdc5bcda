package io.shearwater.rest;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.wire.EntryParser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Primary keys of requests. */
final class Keys {
    private Keys() {}

    /**
     * The primary key that a body names, or its leading columns.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_PARAMETER, BAD_REQUEST
     */
    static Map<String, Object> of(Call call, FeatureGroupSpec group) {
        Map<String, Object> key = new LinkedHashMap<>();
        Entries.one(
                        call,
                        () -> new EntryParser(
                                group.schema().select(group.primaryKey()).fields()))
                .forEach((name, value) -> {
                    if (value != null) {
                        key.put(name, value);
                    }
                });
        // Where values carry their types, names and values are left to the store, which says what is wrong with them.
        if (!Entries.areTyped(call)
                && !key.keySet().equals(Set.copyOf(group.primaryKey().subList(0, key.size())))) {
            throw RestError.BAD_PARAMETER.because("The body names " + key.keySet() + " of the primary key "
                    + group.primaryKey() + "; name all of it, or its first columns, without nulls.");
        }
        return key;
    }
}
