package io.shearwater.training;

import io.shearwater.model.SplitSpec;
import io.shearwater.query.PlannedTraining;
import io.shearwater.transform.FittedStates;
import io.shearwater.transform.Use;
import io.shearwater.transform.ViewChain;
import java.util.List;
import java.util.Optional;

/** What becomes of the rows of a plan: the form in which they are read, and what the view's transformations do. Immutable. */
record ShapedParts(PlannedTraining plan, ViewChain chain, Form form) {
    /** Whether each model of a cross-validation has rows of its own: those of a fold depend on what they are for. */
    boolean isFoldwise(SplitSpec split) {
        return form == Form.TRANSFORMED && split.folds() > 0 && chain.chain().dependsOnSplit();
    }

    /** The slices that are read of a split. */
    List<Slice> slices(SplitSpec split) {
        return isFoldwise(split) ? Slice.folds(split) : Slice.parts(split);
    }

    /** The slices of folds in the other form, whose files a loader would take for rows of these. */
    List<Slice> otherSlices(SplitSpec split) {
        return split.folds() == 0 ? List.of() : isFoldwise(split) ? Slice.parts(split) : Slice.folds(split);
    }

    Roles roles(FittedStates states, Use use) {
        boolean transformed = form == Form.TRANSFORMED && !chain.chain().isEmpty();
        return new Roles(
                plan, transformed ? Optional.of(new PartTransformer(plan, chain, states, use)) : Optional.empty());
    }
}
