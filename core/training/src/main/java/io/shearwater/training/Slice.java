package io.shearwater.training;

import io.shearwater.model.SplitSpec;
import io.shearwater.transform.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Rows of a version that belong together: a part of its split, or the parts that a model of a cross-validation learns from.
 *
 * @param name of their file
 * @param parts tells of a part's number whether its rows are among them
 * @param fold that they are transformed for, from 1; 0 of rows transformed with what was learnt for the final model
 * @param part the only part, if it is one
 */
record Slice(String name, IntPredicate parts, Use use, int fold, OptionalInt part) {
    private static final String TRAIN = "train";
    private static final String ALL = "all_folds";

    /** The parts of a split. */
    static List<Slice> parts(SplitSpec split) {
        List<Slice> slices = new ArrayList<>();
        for (int part = 0; part < split.names().size(); part++) {
            slices.add(part(split, part));
        }
        return slices;
    }

    private static Slice part(SplitSpec split, int part) {
        String name = split.names().get(part);
        // The part that is learnt from is for training; the others judge a model by what it will be given.
        Use use = name.equals(TRAIN) || !split.names().contains(TRAIN) ? Use.TRAINING : Use.EVALUATION;
        return new Slice(name, only(part), use, 0, OptionalInt.of(part));
    }

    /** What the models of a cross-validation read, first all that is for testing; last what the final model learns from. */
    static List<Slice> folds(SplitSpec split) {
        List<Slice> slices = new ArrayList<>();
        for (int fold = 1; fold <= split.folds(); fold++) {
            slices.add(test(fold));
        }
        for (int fold = 1; fold <= split.folds(); fold++) {
            slices.add(train(fold));
        }
        slices.add(all());
        return slices;
    }

    static Slice test(int fold) {
        int part = fold - 1;
        return new Slice(SplitSpec.foldName(fold) + "_test", only(part), Use.EVALUATION, fold, OptionalInt.of(part));
    }

    static Slice train(int fold) {
        return new Slice(
                SplitSpec.foldName(fold) + "_train", part -> part != fold - 1, Use.TRAINING, fold, OptionalInt.empty());
    }

    static Slice all() {
        return new Slice(ALL, part -> true, Use.TRAINING, 0, OptionalInt.empty());
    }

    /**
     * What the final model learns from: the part {@code train}, or all folds.
     *
     * @throws io.shearwater.model.ShearwaterException NO_TRAINING_PART when the split has neither
     */
    static Slice training(SplitSpec split) {
        if (split.folds() > 0) {
            return all();
        }
        int train = split.names().indexOf(TRAIN);
        if (train < 0) {
            throw TrainingError.NO_TRAINING_PART.because("The view's transformations learn from the part '" + TRAIN
                    + "' of a split, and the parts of this one are " + split.names() + ". Name one of them '" + TRAIN
                    + "'.");
        }
        return part(split, train);
    }

    private static IntPredicate only(int part) {
        return number -> number == part;
    }
}
