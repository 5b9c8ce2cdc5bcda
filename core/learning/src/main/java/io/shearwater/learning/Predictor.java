package io.shearwater.learning;

import io.shearwater.model.Frame;
import java.util.Optional;

/**
 * A model that is loaded. Thread-safe: any number of threads predict at once, and none waits for another. The same rows give
 * the same bits, alone or among others.
 */
public interface Predictor extends AutoCloseable {
    /** What it reads and what its scores mean. */
    ModelSignature signature();

    /**
     * The scores of rows, row by row, {@link ModelSignature#outputs} each; see {@link Task} for what they mean.
     *
     * @param features the columns of the signature, in its order; a null and NaN are the same: no value
     * @throws io.shearwater.model.ShearwaterException WRONG_FEATURES for columns that are not those of the signature or hold
     *     what the model cannot read; LEARNER_FAILED
     */
    double[] predict(Frame features);

    /** What each feature contributed to scores, where the model can tell. */
    default Optional<Explainer> explainer() {
        return Optional.empty();
    }

    /** Frees what the model holds. Predictions that are under way end well; later ones fail. */
    @Override
    default void close() {}

    /** Tells what each feature contributed. Thread-safe. */
    interface Explainer {
        /**
         * Contributions, row by row, for each row output by output, for each output feature by feature in the order of the signature, and
         * then the bias. They sum up to the output's margin, which is the score before its link function: log odds of a
         * probability of two classes.
         */
        double[] contributions(Frame features);

        /** The score that belongs to a margin: the link function of a model with one output. */
        double score(double margin);
    }
}
