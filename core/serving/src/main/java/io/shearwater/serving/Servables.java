package io.shearwater.serving;

import io.shearwater.learning.LogicCode;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.PredictionLogic;
import io.shearwater.model.ViewRef;
import java.util.Optional;
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

    /**
     * Keeps the code of logic.
     *
     * @param code a class of the running program, if it has no digest
     * @return the same with its digest
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITION where there is no such class
     */
    LogicCode register(LogicCode code);

    /**
     * Makes the logic of a deployment from the code that was registered.
     *
     * @throws io.shearwater.model.ShearwaterException where the code is gone or is not what was registered; BAD_DEFINITION for a
     *     class that is no logic or cannot be made
     */
    PredictionLogic logic(LogicCode code);

    /** What is wrong with code that is kept, if something is. */
    Optional<String> findBroken(LogicCode code);
}
