package io.shearwater.serving;

/** Where answers are logged, of one version of a model or of a view. Thread-safe. */
public interface PredictionLog {
    /** Nothing is logged. */
    PredictionLog OFF = new PredictionLog() {
        @Override
        public void offer(Answered answered, LogTally tally) {
            // Nobody wants to know.
        }

        @Override
        public void flush() {
            // Nothing waits.
        }
    };

    /** Takes answers to be written in the background; never waits. What becomes of them is added to the tally. */
    void offer(Answered answered, LogTally tally);

    /** Waits until what was taken is written. */
    void flush();
}
