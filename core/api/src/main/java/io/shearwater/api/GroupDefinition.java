package io.shearwater.api;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Names;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A feature group as it is defined: what it is, and its tags. Immutable.
 *
 * @param tags values by name, in the order of the names
 */
public record GroupDefinition(FeatureGroupSpec spec, Map<String, String> tags) {
    public GroupDefinition {
        tags.keySet().forEach(name -> Names.check("tag", name));
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }
}
