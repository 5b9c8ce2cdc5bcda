package io.shearwater.serving;

/**
 * Where answers are logged, of one version of a model, of a view, or of logic. Thread-safe.
 *
 * @param <T> what is logged
 */
public interface PredictionLog<T> {
    /** Takes answers to be written in the background; never waits. What becomes of them is added to the tally. */
    void offer(T answered, LogTally tally);

    /** Waits until what was taken is written. */
    void flush();

    /** A log that keeps nothing. */
    static <T> PredictionLog<T> off() {
        return new PredictionLog<>() {
            @Override
            public void offer(T answered, LogTally tally) {
                // Nobody wants to know.
            }

            @Override
            public void flush() {
                // Nothing waits.
            }
        };
    }
}
