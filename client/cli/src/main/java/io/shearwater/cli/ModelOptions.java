package io.shearwater.cli;

import io.shearwater.api.FeatureView;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TrainingDataset;
import io.shearwater.transform.TransformError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As which model a view is read: what its transformations learnt, or without them. Filled by picocli before the command runs. */
final class ModelOptions {
    @Option(
            names = "--training-dataset",
            paramLabel = "N",
            description = "Transform as the model does that was trained with this version of the training data.")
    private @Nullable Integer version;

    @Option(
            names = "--untransformed",
            description = "Show values as they are stored, without the view's transformations.")
    private boolean untransformed;

    /**
     * The view as it is to be read.
     *
     * @throws ShearwaterException NOT_FITTED where it learns from training data and it is not said which
     */
    FeatureView of(FeatureView view) {
        FeatureView chosen = version == null ? view : view.withTrainingDataset(version);
        if (untransformed) {
            return chosen.untransformed();
        }
        if (version == null) {
            requireNothingToLearn(view);
        }
        return chosen;
    }

    private static void requireNothingToLearn(FeatureView view) {
        try {
            view.featureSchema();
        } catch (ShearwaterException refused) {
            if (refused.code() != TransformError.NOT_FITTED) {
                throw refused;
            }
            throw TransformError.NOT_FITTED.because(
                    "The feature view '" + view.spec().name() + "' version "
                            + view.spec().version()
                            + " has transformations that learn from training data. Say which model "
                            + "reads it, with --training-dataset N (" + versions(view)
                            + "), or read the values as they are stored, with --untransformed.",
                    refused);
        }
    }

    private static String versions(FeatureView view) {
        List<Integer> versions =
                view.trainingDatasets().stream().map(TrainingDataset::version).toList();
        return versions.isEmpty() ? "none was made yet: training-data makes one" : "there are " + versions;
    }
}
