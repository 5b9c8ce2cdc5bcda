package io.shearwater.learning;

import io.shearwater.model.ViewRef;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * Where a model comes from. Immutable.
 *
 * @param run the run that trained it, if it was tracked
 * @param view the view whose features it reads; none of a model that was trained on other data
 * @param trainingDataset the version of the view's training data, whose fitted transformations it needs
 * @param parameters of the learner, by its names
 * @param libraries with which it was made, with their versions
 */
public record ModelOrigin(
        Optional<String> run,
        Optional<ViewRef> view,
        OptionalInt trainingDataset,
        SortedMap<String, String> parameters,
        SortedMap<String, String> libraries) {
    public ModelOrigin {
        if (trainingDataset.isPresent() && view.isEmpty()) {
            throw LearningError.BAD_DEFINITION.because("A model says that it was trained with version "
                    + trainingDataset.getAsInt() + " of training data, and not of which view.");
        }
    }
}
