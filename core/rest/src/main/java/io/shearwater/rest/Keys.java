package io.shearwater.rest;

import io.shearwater.model.FeatureGroupSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Primary keys of requests. */
final class Keys {
    private Keys() {}

    /**
     * The primary key that a body names, whole.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_PARAMETER, BAD_REQUEST
     */
    static Map<String, Object> of(Call call, FeatureGroupSpec group) {
        Map<String, Object> key = new LinkedHashMap<>();
        Entries.one(call, group.schema().select(group.primaryKey()).fields()).forEach((name, value) -> {
            if (value != null) {
                key.put(name, value);
            }
        });
        if (key.size() < group.primaryKey().size()) {
            throw RestError.BAD_PARAMETER.because("The body names " + key.keySet() + " of the primary key "
                    + group.primaryKey() + "; name all of it, without nulls.");
        }
        return key;
    }
}
