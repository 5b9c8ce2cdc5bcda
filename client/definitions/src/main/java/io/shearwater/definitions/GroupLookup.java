package io.shearwater.definitions;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import java.util.Optional;

/** Finds the groups that views select from. */
interface GroupLookup {
    /** The group; where there is none, or none with columns, that is a problem at the place that names it. */
    Optional<FeatureGroupSpec> find(GroupRef ref, YamlNode at);
}
