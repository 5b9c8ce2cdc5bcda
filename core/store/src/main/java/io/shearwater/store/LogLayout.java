package io.shearwater.store;

import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import java.util.List;

/** The columns of a log. Immutable. */
interface LogLayout {
    /** The group that is the log. */
    FeatureGroupSpec group();

    List<Feature> columns();
}
