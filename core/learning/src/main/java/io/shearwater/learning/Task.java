package io.shearwater.learning;

import io.shearwater.model.Names;
import java.util.Arrays;
import java.util.Locale;

/** What a model predicts, which says what its scores mean. */
public enum Task {
    /** One of two classes; the score of a row is the probability of the second. */
    BINARY,
    /** One of several classes; the scores of a row are their probabilities, in the order of the classes. */
    MULTICLASS,
    /** A number; the score. */
    REGRESSION,
    /** Quantiles of a number, ascending; the scores. */
    QUANTILES,
    /** The place among rows of one query: the score is greater for a row that should come earlier. */
    RANKING;

    /** Whether a label is a class. */
    public boolean isClassification() {
        return this == BINARY || this == MULTICLASS;
    }

    /** The name in definitions, as {@code binary}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The task of a name.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITION
     */
    public static Task parse(String text) {
        return Arrays.stream(values())
                .filter(task -> task.text().equals(text))
                .findFirst()
                .orElseThrow(() -> LearningError.BAD_DEFINITION.because("There is no task '" + text + "' of a model."
                        + Names.didYouMean(
                                text, Arrays.stream(values()).map(Task::text).toList())));
    }
}
