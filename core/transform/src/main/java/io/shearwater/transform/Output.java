package io.shearwater.transform;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;

/** A column that a transformation gives. */
public record Output(DataType type, FeatureType featureType) {
    /** A column that is what its type says. */
    public static Output of(DataType type) {
        return new Output(type, FeatureType.of(type));
    }
}
