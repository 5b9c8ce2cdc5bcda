package io.shearwater.learning;

import io.shearwater.model.Schema;
import java.util.List;

/**
 * What a model reads and what its scores mean. Immutable.
 *
 * @param features names and types of what it reads, in order, after all transformations
 * @param task what it predicts
 * @param label the name of what it predicts
 * @param classes of a classification the classes as texts, in the order of the scores; of two classes the second is what the
 *     score is the probability of; none of another task
 * @param quantiles of {@link Task#QUANTILES} which, ascending, between 0 and 1; none of another task
 */
public record ModelSignature(Schema features, Task task, String label, List<String> classes, List<Double> quantiles) {
    public ModelSignature {
        classes = List.copyOf(classes);
        quantiles = List.copyOf(quantiles);
        if (task.isClassification() && classes.size() < 2) {
            throw LearningError.BAD_DEFINITION.because(
                    "A model that tells classes needs at least two; '" + label + "' has " + classes + ".");
        }
        if (task == Task.BINARY && classes.size() != 2) {
            throw LearningError.BAD_DEFINITION.because(
                    "The task 'binary' has two classes; '" + label + "' has " + classes.size() + ". Use 'multiclass'.");
        }
        if (!task.isClassification() && !classes.isEmpty()) {
            throw LearningError.BAD_DEFINITION.because(
                    "A model of the task '" + task.text() + "' has no classes; '" + label + "' has " + classes + ".");
        }
        if ((task == Task.QUANTILES) == quantiles.isEmpty()) {
            throw LearningError.BAD_DEFINITION.because("Quantiles are for models of the task 'quantiles', which needs"
                    + " some; '" + label + "' of the task '" + task.text() + "' has " + quantiles + ".");
        }
        for (int i = 0; i < quantiles.size(); i++) {
            double quantile = quantiles.get(i);
            if (!(quantile > (i == 0 ? 0 : quantiles.get(i - 1)) && quantile < 1)) {
                throw LearningError.BAD_DEFINITION.because(
                        "The quantiles of '" + label + "' are " + quantiles + "; they must ascend, between 0 and 1.");
            }
        }
    }

    /** A model of a number. */
    public static ModelSignature regression(Schema features, String label) {
        return new ModelSignature(features, Task.REGRESSION, label, List.of(), List.of());
    }

    /** A model of two classes; its score is the probability of the second. */
    public static ModelSignature binary(Schema features, String label, String negative, String positive) {
        return new ModelSignature(features, Task.BINARY, label, List.of(negative, positive), List.of());
    }

    /** A model of several classes. */
    public static ModelSignature multiclass(Schema features, String label, List<String> classes) {
        return new ModelSignature(features, Task.MULTICLASS, label, classes, List.of());
    }

    /** A model of quantiles of a number. */
    public static ModelSignature quantiles(Schema features, String label, List<Double> quantiles) {
        return new ModelSignature(features, Task.QUANTILES, label, List.of(), quantiles);
    }

    /** How many scores a row has. */
    public int outputs() {
        return switch (task) {
            case BINARY, REGRESSION, RANKING -> 1;
            case MULTICLASS -> classes.size();
            case QUANTILES -> quantiles.size();
        };
    }
}
