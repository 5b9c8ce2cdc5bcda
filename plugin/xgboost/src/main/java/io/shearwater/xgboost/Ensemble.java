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
         * Adds the contributions to one row's margins.
         *
         * @param row where the features of the row begin in {@code rows}
         * @param into for each output the features in order, and behind them the bias
         * @param at where the first output begins
         */
        void addTo(float[] rows, int row, double[] into, int at);
    }
}
