package io.shearwater.gate;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import java.util.Optional;

/**
 * Which view of a project a request asks for, and in which form.
 *
 * @param trainingDataset the version whose learnt transformations count
 * @param untransformed without the transformations of the view
 * @param logged what it serves is written to its log
 */
public record ViewForm(
        String project,
        String name,
        int version,
        Optional<Integer> trainingDataset,
        boolean untransformed,
        boolean logged) {
    /**
     * The view in this form.
     *
     * @param store of the project
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND
     */
    public FeatureView of(FeatureStore store) {
        FeatureView view = store.featureView(name, version);
        FeatureView fitted = trainingDataset.map(view::withTrainingDataset).orElse(view);
        FeatureView formed = untransformed ? fitted.untransformed() : fitted;
        return logged ? formed.logged() : formed;
    }
}
