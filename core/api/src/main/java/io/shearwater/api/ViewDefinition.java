package io.shearwater.api;

import io.shearwater.model.FeatureViewSpec;
import java.util.List;

/**
 * A feature view as it is defined, and what was made with it. Immutable.
 *
 * @param trainingDatasets the versions of its training datasets, ascending; the view cannot go while there are any
 */
public record ViewDefinition(FeatureViewSpec spec, List<Integer> trainingDatasets) {
    public ViewDefinition {
        trainingDatasets = List.copyOf(trainingDatasets);
    }
}
