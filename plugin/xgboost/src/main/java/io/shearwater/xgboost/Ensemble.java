package io.shearwater.xgboost;

import java.util.Optional;

/** What a model computes margins with. Immutable and thread-safe. */
sealed interface Ensemble permits Trees, LinearWeights {
    /**
     * Adds to the margins of rows.
     *
     * @param rows the features, row by row, NaN where there is no value
     * @param count how many rows
     * @param margins the base margins of each row before, its margins after; row by row, a margin for each output
     */
    void addTo(float[] rows, int count, float[] margins);

    /** What explains its margins; none if the file lacks what it needs. */
    Optional<Contributions> contributions();

    /** Explains margins. Thread-safe. */
    interface Contributions {
        /**
         * Adds the contributions to the margins of rows.
         *
         * @param rows the features, row by row, NaN where there is no value
         * @param count how many rows
         * @param into for each row and output the features in order, and behind them the bias
         */
        void addTo(float[] rows, int count, double[] into);
    }
}
