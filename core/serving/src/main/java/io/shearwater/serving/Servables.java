package io.shearwater.serving;

import io.shearwater.learning.ModelRef;
import io.shearwater.model.ViewRef;
import java.util.OptionalInt;

/** Models and views as deployments need them. Thread-safe. */
public interface Servables {
    /**
     * Loads a version of a model and opens the view that it was trained on.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND, NO_RUNTIME, BAD_MODEL; BAD_DEFINITION for a model that was trained
     *     on no view
     */
    Servable load(ModelRef model);

    /**
     * Opens a view.
     *
     * @param trainingDataset whose fitted transformations are used
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND, NOT_FITTED
     */
    ServedView view(ViewRef view, OptionalInt trainingDataset);
}
